package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.linux.libc.Libc;
import dev.dejima.linux.libc.SocketAddress;
import dev.dejima.linux.libc.Sockets;
import dev.dejima.packet.Bytes;

/** An AF_PACKET socket (packet(7)) that is bound to an interface and no protocol: it only sends. */
final class LinuxPacketSocket implements PacketSocket {
  private static final byte[] BOUND = new byte[0];

  private final Descriptor descriptor;

  private LinuxPacketSocket(LinuxKernel kernel, int fd) {
    this.descriptor = new Descriptor(kernel, fd);
  }

  static LinuxPacketSocket open(LinuxNamespace namespace, String device) throws KernelException {
    int fd = LinuxCapture.socket(namespace, Sockets.SOCK_RAW);
    try {
      Sockets.bind(fd, SocketAddress.packet(LinuxCapture.index(fd, device), false));
      return new LinuxPacketSocket(namespace.kernel(), fd);
    } catch (KernelException e) {
      Libc.close(fd);
      throw e;
    }
  }

  @Override
  public void send(Bytes frame) throws KernelException, InterruptedException {
    byte[] octets = frame.toArray();
    int fd = descriptor.acquire();
    try {
      while (Sockets.send(fd, octets, 0, octets.length, 0, BOUND) == Libc.WOULD_BLOCK) {
        descriptor.await(Libc.POLLOUT, Deadline.NONE);
      }
    } finally {
      descriptor.release();
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
