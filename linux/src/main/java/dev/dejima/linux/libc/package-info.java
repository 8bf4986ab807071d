/**
 * The system calls that Dejima makes, by their C names; the only place that knows native memory.
 * Calls throw the errno they failed with; those on non-blocking descriptors answer {@link
 * dev.dejima.linux.libc.Libc#WOULD_BLOCK} instead of throwing EAGAIN.
 */
@NullMarked
package dev.dejima.linux.libc;

import org.jspecify.annotations.NullMarked;
