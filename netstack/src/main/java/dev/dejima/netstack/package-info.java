/**
 * The Java kernel. A packet is a {@link dev.dejima.netstack.Packet} from the moment a device
 * receives it to the moment one sends it; {@link dev.dejima.netstack.sched.EventLoop} says whose
 * turn it is; everything but that package is single-threaded and belongs to the holder of the
 * baton.
 */
@NullMarked
package dev.dejima.netstack;

import org.jspecify.annotations.NullMarked;
