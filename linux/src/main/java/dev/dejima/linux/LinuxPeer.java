package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Peer;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.linux.netlink.Codec;
import dev.dejima.linux.netlink.NetlinkSocket;
import java.util.Optional;

/** A netlink socket that the kernel sends to alone. */
final class LinuxPeer<M> implements Peer<M> {
  private final NetlinkSocket socket;
  private final Codec<M> codec;
  private final LinuxSubscription<M> received;

  LinuxPeer(LinuxKernel kernel, NetlinkSocket socket, Codec<M> codec) {
    this.socket = socket;
    this.codec = codec;
    this.received = new LinuxSubscription<>(kernel, socket, codec);
  }

  @Override
  public void request(M message) throws NetlinkException {
    try {
      socket.request(codec.encode(message), received::keep);
    } catch (NetlinkException e) {
      throw e;
    } catch (KernelException e) {
      throw LinuxNetlink.refused(e);
    }
  }

  @Override
  public M next() throws InterruptedException, KernelException {
    return received.next();
  }

  @Override
  public Optional<M> poll() throws KernelException {
    return received.poll();
  }

  @Override
  public void close() {
    received.close();
  }
}
