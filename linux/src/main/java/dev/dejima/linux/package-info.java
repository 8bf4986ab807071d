/**
 * The real kernel, by system calls: namespaces held by file descriptor, netlink, sockets, AF_PACKET
 * captures, {@code /proc/sys}. No other program is started but those a user names.
 *
 * <p>{@link dev.dejima.linux.LinuxKernel} holds all; {@link dev.dejima.linux.LinuxNamespace} opens
 * what belongs to a namespace; {@link dev.dejima.linux.Descriptor} is how calls that block are
 * interrupted.
 */
@NullMarked
package dev.dejima.linux;

import org.jspecify.annotations.NullMarked;
