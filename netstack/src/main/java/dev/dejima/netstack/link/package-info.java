/** Devices: the pair of veths, the loopback device, the table of a namespace, and captures. */
@NullMarked
package dev.dejima.netstack.link;

import org.jspecify.annotations.NullMarked;
