package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.linux.netlink.DiagCodec;
import java.util.List;
import java.util.Set;

/** sock_diag in one namespace. */
final class DiagNetlink implements Netlink<SocketMessage> {
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;

  private final LinuxNetlink<SocketMessage> tcp;
  private final LinuxNetlink<SocketMessage> udp;

  DiagNetlink(LinuxNamespace namespace) {
    tcp = new LinuxNetlink<>(namespace, new DiagCodec(IPPROTO_TCP));
    udp = new LinuxNetlink<>(namespace, new DiagCodec(IPPROTO_UDP));
  }

  @Override
  public void request(SocketMessage message) throws NetlinkException {
    throw new NetlinkException(Errno.EOPNOTSUPP, "sockets cannot be changed from outside");
  }

  @Override
  public List<SocketMessage> dump(SocketMessage message) throws NetlinkException {
    boolean ofUdp = message instanceof GetSockets get && get.protocol() == IPPROTO_UDP;
    return (ofUdp ? udp : tcp).dump(message);
  }

  @Override
  public Subscription<SocketMessage> subscribe(Set<Group> groups) throws NetlinkException {
    return tcp.subscribe(groups);
  }

  void close() {
    tcp.close();
    udp.close();
  }
}
