package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put8;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.inet.EchoListener;
import dev.dejima.netstack.inet.ErrorRate;
import dev.dejima.netstack.inet.Header;
import dev.dejima.netstack.inet.Selector;
import dev.dejima.netstack.inet.Transport;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.Icmpv6Type;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import org.jspecify.annotations.Nullable;

/** ICMPv6 (RFC 4443, net/ipv6/icmp.c): echo, errors sent and errors received. */
public final class Icmp6 implements Transport {
  /** Codes of "parameter problem". */
  static final int HEADER_FIELD = 0;

  static final int UNKNOWN_NEXT_HEADER = 1;

  /** A first fragment without all of the headers (RFC 7112). */
  static final int INCOMPLETE_CHAIN = 3;

  static final int UNKNOWN_OPTION = 2;

  private static final int LEAST_MTU = 1280;
  private static final int INFORMATION = 128;
  private static final int QUERY_LENGTH = 24;
  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1000 * MILLISECOND;

  private final Ipv6 ipv6;
  private final ErrorRate rate;
  private final Ipv6View quotedView = new Ipv6View();
  private @Nullable EchoListener echoListener;

  Icmp6(Ipv6 ipv6) {
    this.ipv6 = ipv6;
    this.rate = new ErrorRate(ipv6.loop());
  }

  /** Says who takes echo replies, and errors about echo requests. */
  public void echoListener(EchoListener listener) {
    echoListener = listener;
  }

  // ---- input

  @Override
  public void input(Packet packet) {
    if (!isValid(packet)) {
      packet.drop(DropReason.ICMP_CSUM);
      return;
    }
    Delivery.tell(packet, EndEvent.Taker.KERNEL, null);
    if (packet.in instanceof NetDevice device) {
      receive(packet, device);
    }
    packet.release();
  }

  private static boolean isValid(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    if (packet.transportLength() < IcmpView.LENGTH) {
      return false;
    }
    long pseudo =
        Checksum.pseudo(
            Ipv6.source(packet),
            Ipv6.destination(packet),
            IpProtocol.ICMPV6,
            packet.transportLength());
    return packet.checksumVerified
        || Checksum.isValid(pseudo + Checksum.sum(bytes, at, packet.end));
  }

  private void receive(Packet packet, NetDevice device) {
    int type = get8(packet.bytes, packet.transport);
    switch (type) {
      case Icmpv6Type.ECHO_REQUEST -> echo(packet, device);
      case Icmpv6Type.ECHO_REPLY -> {
        if (echoListener != null) {
          echoListener.reply(packet);
        }
      }
      case Icmpv6Type.ROUTER_SOLICITATION,
          Icmpv6Type.ROUTER_ADVERTISEMENT,
          Icmpv6Type.NEIGHBOUR_SOLICITATION,
          Icmpv6Type.NEIGHBOUR_ADVERTISEMENT,
          Icmpv6Type.REDIRECT ->
          ipv6.ndisc().receive(packet, device);
      case Icmpv6Type.LISTENER_QUERY -> queried(packet, device);
      default -> {
        if (type < INFORMATION) {
          errorReceived(packet);
        }
      }
    }
  }

  private void echo(Packet packet, NetDevice device) {
    Ipv6Address asked = Ipv6.destination(packet);
    Settings6 settings = ipv6.settings();
    boolean group = asked.isMulticast();
    boolean anycast = !group && ipv6.isAnycast(asked);
    if (settings.echoIgnoreAll != 0
        || group && settings.echoIgnoreMulticast != 0
        || anycast && settings.echoIgnoreAnycast != 0) {
      return;
    }
    boolean own = !group && (!anycast || settings.anycastSourceEchoReply != 0);
    Packet reply = ipv6.packets().allocate(packet.transportLength());
    System.arraycopy(
        packet.bytes, packet.transport, reply.bytes, reply.transport, packet.transportLength());
    put8(reply.bytes, reply.transport, Icmpv6Type.ECHO_REPLY);
    if (packet.path != null) {
      reply.path = packet.path.derive(DeviceEvent.Origin.ECHO_REPLY);
    }
    int trafficClass = get32(packet.bytes, packet.network) >>> 20 & 0xff;
    send(reply, device, own ? asked : null, Ipv6.source(packet), trafficClass);
  }

  private void queried(Packet packet, NetDevice device) {
    boolean fromLink = Scopes.isLinkLocal(Ipv6.source(packet).high());
    boolean fromNeighbour = get8(packet.bytes, packet.network + Ipv6View.HOP_LIMIT) == 1;
    if (fromLink && fromNeighbour && packet.transportLength() >= QUERY_LENGTH) {
      ipv6.interfaceOf(device).memberships.queried(Ndisc.queryDelay(packet));
    }
  }

  /** Sends a message; its source is chosen if none is given. It is released. */
  private void send(
      Packet packet,
      NetDevice device,
      @Nullable Ipv6Address from,
      Ipv6Address to,
      int trafficClass) {
    boolean strict = Scopes.needsDevice(to.high(), to.low());
    Route6 route;
    try {
      Ipv6Address given = from == null ? Ipv6Address.ANY : from;
      Selector selector = Selector.of(IpProtocol.ICMPV6, trafficClass);
      route = ipv6.output().route(given, to, null, strict ? device : null, selector);
    } catch (KernelException e) {
      packet.release();
      return;
    }
    Ipv6Address source = from != null ? from : ipv6.output().source(route, to);
    if (source == null) {
      packet.release();
      return;
    }
    Output6.fillChecksum(packet, source, to);
    packet.ownerless = true;
    try {
      ipv6.output().send(packet, route, source, to, Header.of(IpProtocol.ICMPV6, 0, trafficClass));
    } catch (KernelException e) {
      // The output hook dropped it, which is the ruleset's right.
    }
  }

  // ---- errors received

  private void errorReceived(Packet packet) {
    int quoted = packet.transport + IcmpView.LENGTH;
    byte[] bytes = packet.bytes;
    if (!quotedView.wrapQuoted(bytes, quoted, packet.end) || !quotedView.walk()) {
      return;
    }
    int inner = quotedView.upperOffset();
    if (packet.end - inner < 8 || quotedView.fragmentOffset() > 0) {
      return;
    }
    int type = get8(bytes, packet.transport);
    int code = get8(bytes, packet.transport + 1);
    int mtu = 0;
    if (type == Icmpv6Type.PACKET_TOO_BIG) {
      mtu = Math.max(get32(bytes, packet.transport + IcmpView.REST), LEAST_MTU);
      Ipv6Address source = new Ipv6Address(quotedView.sourceHigh(), quotedView.sourceLow());
      if (ipv6.isLocal(source)) {
        ipv6.pathMtus()
            .learn(new Ipv6Address(quotedView.destinationHigh(), quotedView.destinationLow()), mtu);
      }
    }
    Transport transport = ipv6.transport(quotedView.upperProtocol());
    if (transport != null) {
      transport.error(packet, quoted, inner, errno(type, code), isFatal(type, code), mtu);
    }
  }

  /** What an error means to who sent the packet ({@code icmpv6_err_convert}). */
  private static Errno errno(int type, int code) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE ->
          switch (code) {
            case Icmpv6Type.NO_ROUTE -> Errno.ENETUNREACH;
            case Icmpv6Type.ADMIN_PROHIBITED, Icmpv6Type.POLICY_FAIL, Icmpv6Type.REJECT_ROUTE ->
                Errno.EACCES;
            case Icmpv6Type.BEYOND_SCOPE, Icmpv6Type.ADDRESS_UNREACHABLE -> Errno.EHOSTUNREACH;
            case Icmpv6Type.PORT_UNREACHABLE -> Errno.ECONNREFUSED;
            default -> Errno.EPROTO;
          };
      case Icmpv6Type.PACKET_TOO_BIG -> Errno.EMSGSIZE;
      case Icmpv6Type.TIME_EXCEEDED -> Errno.EHOSTUNREACH;
      default -> Errno.EPROTO;
    };
  }

  private static boolean isFatal(int type, int code) {
    return switch (type) {
      case Icmpv6Type.DESTINATION_UNREACHABLE ->
          code != Icmpv6Type.NO_ROUTE
              && code != Icmpv6Type.BEYOND_SCOPE
              && code != Icmpv6Type.ADDRESS_UNREACHABLE;
      case Icmpv6Type.PARAMETER_PROBLEM -> true;
      default -> false;
    };
  }

  @Override
  public void error(
      Packet packet, int quoted, int quotedTransport, Errno errno, boolean fatal, int mtu) {
    if (echoListener != null) {
      echoListener.error(packet, quotedTransport, errno, fatal);
    }
  }

  // ---- errors sent

  /**
   * Answers a packet with an error, unless the rules say that none is to be sent ({@code
   * icmp6_send}). The packet stays the caller's.
   *
   * @param info the second word of the message: the MTU, or the offset of what is wrong
   */
  public void sendError(Packet packet, int type, int code, int info) {
    Ipv6Address source = Ipv6.source(packet);
    Ipv6Address destination = Ipv6.destination(packet);
    boolean one = !destination.isMulticast() && packet.type == Packet.Type.HOST;
    boolean toGroup =
        type == Icmpv6Type.PACKET_TOO_BIG
            || type == Icmpv6Type.PARAMETER_PROBLEM
                && code == UNKNOWN_OPTION
                && Options6.isReportedToGroups(packet, info);
    if (!one && !toGroup
        || source.isUnspecified()
        || source.isMulticast()
        || isError(packet)
        || !isWithinRate(type, source)) {
      return;
    }
    NetDevice in = packet.in instanceof NetDevice device ? device : ipv6.loopback();
    Ipv6Address from = one && ipv6.isOwn(destination, in) ? destination : null;
    if (from == null) {
      from = ipv6.selectSource(in, source);
    }
    emit(packet, in, from, type, code, info);
  }

  /** Whether it is an error, or could be; not a fragment that is cut off before it would say so. */
  private boolean isError(Packet packet) {
    if (packet.protocol != IpProtocol.ICMPV6 || packet.laterFragment) {
      return false;
    }
    return packet.transportLength() < 1
        ? !ipv6.input().isFragment(packet)
        : get8(packet.bytes, packet.transport) < INFORMATION;
  }

  private void emit(
      Packet about, NetDevice in, @Nullable Ipv6Address from, int type, int code, int info) {
    int room = LEAST_MTU - Ipv6View.LENGTH - IcmpView.LENGTH;
    int quoted = Math.min(about.length(), room);
    Packet error = ipv6.packets().allocate(IcmpView.LENGTH + quoted);
    int at = error.transport;
    put8(error.bytes, at, type);
    put8(error.bytes, at + 1, code);
    put32(error.bytes, at + IcmpView.REST, info);
    System.arraycopy(about.bytes, about.network, error.bytes, at + IcmpView.LENGTH, quoted);
    if (about.flow != null) {
      error.flow = about.flow;
      error.ctInfo =
          about.ctInfo >= Packet.CT_REPLY ? Packet.CT_RELATED : Packet.CT_RELATED + Packet.CT_REPLY;
    }
    if (about.path != null) {
      error.path = about.path.derive(DeviceEvent.Origin.ICMP_ERROR);
    }
    send(error, in, from, Ipv6.source(about), 0);
  }

  /** Those who are answered by a route for more than one host may be answered more often. */
  private boolean isWithinRate(int type, Ipv6Address to) {
    Settings6 settings = ipv6.settings();
    if (!settings.icmpRateMask.get(type) || settings.icmpRateLimit <= 0) {
      return true;
    }
    Route6 route = ipv6.routes().lookup(to.high(), to.low());
    if (route == null || ipv6.output().device(route).isLoopback()) {
      return true;
    }
    int shift = route.length() < 128 ? 128 - route.length() >> 5 : 0;
    return rate.allows(to, settings.icmpRateLimit * MILLISECOND >> shift);
  }

  /** Whether a host may be told of a better first hop now. */
  boolean mayRedirect(Ipv6Address to) {
    return rate.allows(to, SECOND);
  }
}
