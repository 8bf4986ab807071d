package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.netstack.socket.Udp;
import dev.dejima.netstack.tcp.TcpProtocol;
import dev.dejima.packet.IpProtocol;
import java.util.List;
import java.util.Set;

/** The family of netlink that tells of sockets. */
record SocketDiagnosis(TcpProtocol tcp, Udp udp) implements Netlink<SocketMessage> {
  @Override
  public void request(SocketMessage message) throws NetlinkException {
    throw new NetlinkException(Errno.EOPNOTSUPP);
  }

  @Override
  public List<SocketMessage> dump(SocketMessage message) throws NetlinkException {
    if (!(message instanceof GetSockets(int version, int protocol))) {
      throw new NetlinkException(Errno.EINVAL);
    }
    List<SocketEntry> entries =
        switch (protocol) {
          case IpProtocol.TCP -> tcp.sockets(version);
          case IpProtocol.UDP -> udp.entries(version);
          default -> throw new NetlinkException(Errno.ENOENT);
        };
    return List.copyOf(entries);
  }

  @Override
  public Subscription<SocketMessage> subscribe(Set<Group> groups) throws NetlinkException {
    throw new NetlinkException(Errno.EOPNOTSUPP);
  }
}
