/**
 * Pictures of networks and of what happens on them. A {@link dev.dejima.lab.picture.Diagram} says
 * what is drawn of a topology: boxes with rows and notes, and wires between rows; {@link
 * dev.dejima.lab.picture.LayeredLayout} gives everything its place (Eclipse ELK, loaded here
 * alone); {@link dev.dejima.lab.picture.NetworkSvg} and {@link dev.dejima.lab.picture.NetworkText}
 * draw it. Pictures take values and give strings; the same values give the same octets.
 */
@NullMarked
package dev.dejima.lab.picture;

import org.jspecify.annotations.NullMarked;
