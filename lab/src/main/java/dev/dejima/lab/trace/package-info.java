/**
 * What happens to a packet on its way through a lab, and why. A {@link dev.dejima.lab.trace.Trace}
 * has a {@link dev.dejima.lab.trace.Journey} there and one back, each a list of {@link
 * dev.dejima.lab.trace.Hop}s, one for every node, whose {@link dev.dejima.lab.trace.Step}s are the
 * kernel's path events with the text of the rules that they met.
 */
@NullMarked
package dev.dejima.lab.trace;

import org.jspecify.annotations.NullMarked;
