package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.netlink.Codec;
import dev.dejima.linux.netlink.NetlinkMessage;
import dev.dejima.linux.netlink.NetlinkSocket;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Events of a netlink socket that has joined groups. Those that did not fit its buffer are lost,
 * which {@link #next} and {@link #poll} tell once, by ENOBUFS.
 */
final class LinuxSubscription<M> implements Subscription<M> {
  private final NetlinkSocket socket;
  private final Codec<M> codec;
  private final Descriptor descriptor;
  private final ArrayDeque<NetlinkMessage> pending = new ArrayDeque<>();

  LinuxSubscription(LinuxKernel kernel, NetlinkSocket socket, Codec<M> codec) {
    this.socket = socket;
    this.codec = codec;
    this.descriptor = new Descriptor(kernel, socket.fd());
  }

  @Override
  public M next() throws InterruptedException, KernelException {
    descriptor.acquire();
    try {
      Optional<M> event = read();
      while (event.isEmpty()) {
        descriptor.await(Libc.POLLIN, Deadline.NONE);
        event = read();
      }
      return event.get();
    } finally {
      descriptor.release();
    }
  }

  @Override
  public Optional<M> poll() throws KernelException {
    descriptor.acquire();
    try {
      return read();
    } finally {
      descriptor.release();
    }
  }

  /** Keeps a message that came while its reader waited for another. */
  synchronized void keep(NetlinkMessage message) {
    pending.add(message);
  }

  /** The next message that a record is for. */
  private synchronized Optional<M> read() throws KernelException {
    while (true) {
      if (pending.isEmpty()) {
        pending.addAll(socket.poll());
      }
      NetlinkMessage message = pending.poll();
      if (message == null) {
        return Optional.empty();
      }
      M event = codec.decode(message);
      if (event != null) {
        return Optional.of(event);
      }
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
