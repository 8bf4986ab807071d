package dev.dejima.netstack.netfilter.nfnetlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.EventQueue;
import dev.dejima.netstack.netfilter.NetfilterHost;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.nfnetlink.HandedFacts.Place;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Log;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EthernetView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log groups of a namespace ({@code nfnetlink_log.c}): what rules log to a group is told to the
 * program that has taken it, and to nobody if none has. All methods are for the holder of the
 * baton.
 */
public final class LogGroups {
  private final NetfilterHost host;
  private final HandedFacts facts;
  private final Map<Integer, LogGroup> groups = new HashMap<>();
  private int sequence;

  /** No groups. */
  public LogGroups(NetfilterHost host, Conntrack conntrack) {
    this.host = host;
    this.facts = new HandedFacts(conntrack);
  }

  // ---- packets

  /** Logs a packet as a rule says that names a group ({@code nfulnl_log_packet}). */
  public void log(Packet packet, Place place, Log log) {
    LogGroup group = groups.get(Objects.requireNonNull(log.group()));
    if (group != null) {
      group.add(told(group, packet, place, log), Objects.requireNonNullElse(log.qthreshold(), 0));
    }
  }

  private LoggedPacket told(LogGroup group, Packet packet, Place place, Log log) {
    int start = place.hook() == HookNumber.EGRESS ? packet.link : packet.network;
    int octets = Math.min(packet.end - start, group.range);
    if (log.snaplen() != null && Integer.compareUnsigned(log.snaplen(), octets) < 0) {
      octets = log.snaplen();
    }
    Bytes header = header(packet);
    boolean device = place.family() == Family.NETDEV || place.family() == Family.BRIDGE;
    return new LoggedPacket(
        group.number,
        facts.of(packet, place, time(place), true, group.has(ConfigureLog.CONNTRACK)),
        Objects.requireNonNullElse(log.prefix(), ""),
        place.in() == null || header.isEmpty()
            ? null
            : new LoggedPacket.Hardware(place.in().hardwareType(), header),
        group.has(ConfigureLog.SEQUENCE) ? group.next() : null,
        group.has(ConfigureLog.GLOBAL_SEQUENCE) ? ++sequence : null,
        device ? header : Bytes.EMPTY,
        Bytes.of(packet.bytes, start, octets));
  }

  /** The frame's header, if it has one yet, or still. */
  private static Bytes header(Packet packet) {
    int length = packet.network - packet.link;
    return length < EthernetView.LENGTH ? Bytes.EMPTY : Bytes.of(packet.bytes, packet.link, length);
  }

  /** Where the hook's number is that of forward or less ({@code NF_INET_FORWARD}). */
  private @Nullable Instant time(Place place) {
    return place.hook().number(place.family()) <= HookNumber.FORWARD.number(Family.IP)
        ? host.loop().wallTime()
        : null;
  }

  // ---- programs

  /** What a program has opened. */
  final class Listener implements Netlink.Peer<LogMessage> {
    private final EventQueue<LogMessage> events =
        EventQueue.ofPackets(
            host.loop(),
            "packets of a log group",
            message -> message instanceof LoggedPacket packet ? packet.payload().length() : 0);

    void tell(LoggedPacket packet) {
      events.add(packet);
    }

    @Override
    public void request(LogMessage message) throws NetlinkException {
      Errno refused =
          switch (message) {
            case ConfigureLog configure -> configure(configure, this);
            case LoggedPacket _ -> Errno.EOPNOTSUPP;
          };
      if (refused != null) {
        throw new NetlinkException(refused);
      }
    }

    @Override
    public LogMessage next() throws InterruptedException, KernelException {
      return events.next();
    }

    @Override
    public Optional<LogMessage> poll() throws KernelException {
      return events.poll();
    }

    @Override
    public void close() {
      for (LogGroup group : List.copyOf(groups.values())) {
        if (group.listener == this) {
          give(group);
        }
      }
      events.close();
    }
  }

  /** Opens a socket. */
  public Netlink.Peer<LogMessage> open() {
    return new Listener();
  }

  private void give(LogGroup group) {
    groups.remove(group.number);
    group.flush();
  }

  /** {@code nfulnl_recv_config}. */
  private @Nullable Errno configure(ConfigureLog message, Listener listener) {
    LogGroup group = groups.get(message.group());
    if (group != null && group.listener != listener) {
      return Errno.EPERM;
    }
    switch (message.command()) {
      case BIND -> {
        if (group != null) {
          return Errno.EBUSY;
        }
        group = new LogGroup(message.group(), listener, host.loop());
        groups.put(group.number, group);
      }
      case UNBIND -> {
        if (group == null) {
          return Errno.ENODEV;
        }
        give(group);
        return null;
      }
      case null -> {
        if (group == null) {
          return Errno.ENODEV;
        }
      }
    }
    group.set(message);
    return null;
  }

  /** What waits is told, and nothing more. */
  public void close() {
    List.copyOf(groups.values()).forEach(this::give);
  }
}
