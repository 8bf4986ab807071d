package dev.dejima.kernel.rtnetlink;

import dev.dejima.kernel.Namespace;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.MacAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A link, to make, to change or as it is ({@code RTM_NEWLINK}). It is named by {@code index}, or by
 * {@code name} where the index is 0.
 *
 * @param index its number; 0 where not given
 * @param name its name
 * @param flags {@link #UP} and the like
 * @param change which flags a request changes
 * @param address its link-layer address
 * @param mtu octets of the largest packet
 * @param txQueueLength packets that its queue takes
 * @param group its group
 * @param operState {@code IF_OPER_*}: 0 unknown, 2 down, 3 lower layer down, 6 up
 * @param qdisc the name of its queueing discipline
 * @param master the number of the bridge it is a port of; 0 in a request takes it off
 * @param peer {@code IFLA_LINK}: the number, in its own namespace, of the link at the other end, or
 *     of the one that a VLAN is on
 * @param peerNamespace {@code IFLA_LINK_NETNSID}: which namespace that is, if another
 * @param namespace in a request, where to make it or move it to; in an answer, the namespace of the
 *     link at the other end, if it is another and one of this kernel's
 * @param info what kind of link it is
 * @param port how it stands as port of the bridge that is its master; absent if it is none
 * @param details what else it tells of itself
 * @param statistics what passed it
 * @param other further attributes, as they came
 * @param mode what a request does if it exists
 */
public record NewLink(
    int index,
    @Nullable String name,
    int flags,
    int change,
    @Nullable MacAddress address,
    @Nullable Integer mtu,
    @Nullable Integer txQueueLength,
    @Nullable Integer group,
    @Nullable Integer operState,
    @Nullable String qdisc,
    @Nullable Integer master,
    @Nullable Integer peer,
    @Nullable Integer peerNamespace,
    @Nullable Namespace namespace,
    @Nullable LinkInfo info,
    @Nullable Map<BridgePortOption, Long> port,
    @Nullable LinkDetails details,
    @Nullable LinkStatistics statistics,
    List<Attribute> other,
    Set<NewFlag> mode)
    implements RouteMessage {
  public static final int UP = 0x1;
  public static final int BROADCAST = 0x2;
  public static final int LOOPBACK = 0x8;
  public static final int POINTOPOINT = 0x10;
  public static final int RUNNING = 0x40;
  public static final int NOARP = 0x80;
  public static final int PROMISC = 0x100;
  public static final int ALLMULTI = 0x200;
  public static final int MULTICAST = 0x1000;

  /** There is a carrier. */
  public static final int LOWER_UP = 0x10000;

  /** A request to make a pair of veths in one namespace, or the second in another. */
  public static NewLink veth(String name, String peerName, @Nullable Namespace peerNamespace) {
    NewLink peer = new Builder().name(peerName).namespace(peerNamespace).build();
    return new Builder()
        .name(name)
        .info(new LinkInfo.Veth(peer))
        .mode(Set.of(NewFlag.CREATE, NewFlag.EXCL))
        .build();
  }

  /** A request to set a link up or down. */
  public static NewLink setUp(int index, boolean up) {
    return new Builder().index(index).flags(up ? UP : 0, UP).build();
  }

  public boolean isUp() {
    return (flags & UP) != 0;
  }

  /** A builder that starts with these fields. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Builds links field by field; all are absent at first. */
  public static final class Builder {
    private int index;
    private @Nullable String name;
    private int flags;
    private int change;
    private @Nullable MacAddress address;
    private @Nullable Integer mtu;
    private @Nullable Integer txQueueLength;
    private @Nullable Integer group;
    private @Nullable Integer operState;
    private @Nullable String qdisc;
    private @Nullable Integer master;
    private @Nullable Integer peer;
    private @Nullable Integer peerNamespace;
    private @Nullable Namespace namespace;
    private @Nullable LinkInfo info;
    private @Nullable Map<BridgePortOption, Long> port;
    private @Nullable LinkDetails details;
    private @Nullable LinkStatistics statistics;
    private List<Attribute> other = List.of();
    private Set<NewFlag> mode = Set.of();

    public Builder() {}

    private Builder(NewLink link) {
      index = link.index;
      name = link.name;
      flags = link.flags;
      change = link.change;
      address = link.address;
      mtu = link.mtu;
      txQueueLength = link.txQueueLength;
      group = link.group;
      operState = link.operState;
      qdisc = link.qdisc;
      master = link.master;
      peer = link.peer;
      peerNamespace = link.peerNamespace;
      namespace = link.namespace;
      info = link.info;
      port = link.port;
      details = link.details;
      statistics = link.statistics;
      other = link.other;
      mode = link.mode;
    }

    public Builder index(int value) {
      index = value;
      return this;
    }

    public Builder name(@Nullable String value) {
      name = value;
      return this;
    }

    public Builder address(@Nullable MacAddress value) {
      address = value;
      return this;
    }

    public Builder mtu(@Nullable Integer value) {
      mtu = value;
      return this;
    }

    public Builder txQueueLength(@Nullable Integer value) {
      txQueueLength = value;
      return this;
    }

    public Builder group(@Nullable Integer value) {
      group = value;
      return this;
    }

    public Builder operState(@Nullable Integer value) {
      operState = value;
      return this;
    }

    public Builder qdisc(@Nullable String value) {
      qdisc = value;
      return this;
    }

    public Builder master(@Nullable Integer value) {
      master = value;
      return this;
    }

    public Builder peer(@Nullable Integer value) {
      peer = value;
      return this;
    }

    public Builder peerNamespace(@Nullable Integer value) {
      peerNamespace = value;
      return this;
    }

    public Builder namespace(@Nullable Namespace value) {
      namespace = value;
      return this;
    }

    public Builder info(@Nullable LinkInfo value) {
      info = value;
      return this;
    }

    public Builder port(@Nullable Map<BridgePortOption, Long> value) {
      port = value;
      return this;
    }

    public Builder details(@Nullable LinkDetails value) {
      details = value;
      return this;
    }

    public Builder statistics(@Nullable LinkStatistics value) {
      statistics = value;
      return this;
    }

    public Builder other(List<Attribute> value) {
      other = value;
      return this;
    }

    public Builder mode(Set<NewFlag> value) {
      mode = value;
      return this;
    }

    /** Sets the flags, and which of them a request changes. */
    public Builder flags(int value, int changed) {
      flags = value;
      change = changed;
      return this;
    }

    public NewLink build() {
      return new NewLink(
          index,
          name,
          flags,
          change,
          address,
          mtu,
          txQueueLength,
          group,
          operState,
          qdisc,
          master,
          peer,
          peerNamespace,
          namespace,
          info,
          port,
          details,
          statistics,
          List.copyOf(other),
          mode);
    }
  }
}
