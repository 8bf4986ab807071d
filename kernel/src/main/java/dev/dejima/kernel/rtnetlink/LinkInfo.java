package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What kind of link it is ({@code IFLA_LINKINFO}); the loopback device has none. */
public sealed interface LinkInfo {
  /** The kernel's word for the kind. */
  String kind();

  /**
   * One end of a pair.
   *
   * @param peer in a request, the other end; otherwise absent
   */
  record Veth(@Nullable NewLink peer) implements LinkInfo {
    @Override
    public String kind() {
      return "veth";
    }
  }

  /**
   * A bridge.
   *
   * @param options what a request sets; otherwise all
   */
  record Bridge(Map<BridgeOption, Long> options) implements LinkInfo {
    @Override
    public String kind() {
      return "bridge";
    }
  }

  /**
   * A VLAN of the link that {@link NewLink#peer} names.
   *
   * @param id 0 to 4094; absent in a request that leaves it as it is
   * @param protocol the EtherType of its tags, {@link EtherType#VLAN} or {@link EtherType#QINQ};
   *     absent where not given
   * @param flags {@code VLAN_FLAG_*}: 1 reorder headers, 2 GVRP, 4 loose binding, 8 MVRP, 16 bridge
   *     binding
   */
  record Vlan(@Nullable Integer id, @Nullable Integer protocol, int flags) implements LinkInfo {
    @Override
    public String kind() {
      return "vlan";
    }
  }

  /**
   * A kind that no record here is for.
   *
   * @param data {@code IFLA_INFO_DATA}, undecoded
   */
  record Other(String kind, Bytes data) implements LinkInfo {}
}
