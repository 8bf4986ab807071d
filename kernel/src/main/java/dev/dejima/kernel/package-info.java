/**
 * What Linux offers a process, and the only door between the tools above and the kernels below:
 * namespaces, netlink, sockets, captures, sysctl, processes and the clock. Calls block as system
 * calls do; a call that fails throws {@link dev.dejima.kernel.KernelException} with the kernel's
 * errno; a process that is sent a signal while it blocks sees {@link
 * java.lang.InterruptedException}.
 */
@NullMarked
package dev.dejima.kernel;

import org.jspecify.annotations.NullMarked;
