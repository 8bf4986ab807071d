package dev.dejima.netstack.netfilter;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.packet.IpAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The netfilter of a namespace. */
public final class NetfilterCore implements Netfilter {
  private final NetfilterHost host;

  public NetfilterCore(NetfilterHost host) {
    this.host = host;
  }

  @Override
  public boolean hook(
      HookNumber hook, Family family, Packet packet, @Nullable Device in, @Nullable Device out) {
    return true;
  }

  @Override
  public NfTables nfTables() {
    return new NfTables() {
      @Override
      public void commit(List<NftMessage> batch) throws NetlinkException {
        throw refusal();
      }

      @Override
      public void check(List<NftMessage> batch) throws NetlinkException {
        throw refusal();
      }

      @Override
      public void request(NftMessage message) throws NetlinkException {
        throw refusal();
      }

      @Override
      public List<NftMessage> dump(NftMessage message) throws NetlinkException {
        throw refusal();
      }

      @Override
      public Subscription<NftMessage> subscribe(Set<Group> groups) throws NetlinkException {
        throw refusal();
      }
    };
  }

  @Override
  public Netlink<ConntrackMessage> conntrack() {
    return new Netlink<>() {
      @Override
      public void request(ConntrackMessage message) throws NetlinkException {
        throw refusal();
      }

      @Override
      public List<ConntrackMessage> dump(ConntrackMessage message) throws NetlinkException {
        throw refusal();
      }

      @Override
      public Subscription<ConntrackMessage> subscribe(Set<Group> groups) throws NetlinkException {
        throw refusal();
      }
    };
  }

  private NetlinkException refusal() {
    host.log("netfilter: not there");
    return new NetlinkException(Errno.EOPNOTSUPP);
  }

  @Override
  public void addressRemoved(Device device, IpAddress address) {}

  @Override
  public void deviceDown(Device device) {}

  @Override
  public void close() {}
}
