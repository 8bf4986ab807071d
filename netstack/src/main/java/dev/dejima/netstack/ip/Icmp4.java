package dev.dejima.netstack.ip;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;
import static dev.dejima.packet.NetworkOrder.put16;
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
import dev.dejima.packet.Checksum;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import org.jspecify.annotations.Nullable;

/** ICMP (net/ipv4/icmp.c): echo, errors sent and errors received. */
public final class Icmp4 implements Transport {
  /** Octets of an error message at most, IP header included (RFC 1812 section 4.3.2.3). */
  private static final int LARGEST_ERROR = 576;

  /** Errors are sent with precedence "internetwork control". */
  private static final int ERROR_TOS = 0xc0;

  private static final int MILLISECOND = 1_000_000;
  private static final Errno[] UNREACHABLE = {
    Errno.ENETUNREACH,
    Errno.EHOSTUNREACH,
    Errno.ENOPROTOOPT,
    Errno.ECONNREFUSED,
    Errno.EMSGSIZE,
    Errno.EOPNOTSUPP,
    Errno.ENETUNREACH,
    Errno.EHOSTDOWN,
    Errno.ENETUNREACH,
    Errno.ENETUNREACH,
    Errno.EHOSTUNREACH,
    Errno.ENETUNREACH,
    Errno.EHOSTUNREACH,
    Errno.EHOSTUNREACH,
    Errno.EHOSTUNREACH,
    Errno.EHOSTUNREACH
  };

  /** Bit n is set where code n of "destination unreachable" closes the way for good. */
  private static final int FATAL = 0b1110_0111_1100_1100;

  private final Ipv4 ipv4;
  private final ErrorRate rate;
  private @Nullable EchoListener echoListener;

  Icmp4(Ipv4 ipv4) {
    this.ipv4 = ipv4;
    this.rate = new ErrorRate(ipv4.loop());
  }

  /** Says who takes echo replies, and errors about echo requests. */
  public void echoListener(EchoListener listener) {
    echoListener = listener;
  }

  // ---- input

  @Override
  public void input(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.transport;
    if (packet.transportLength() < IcmpView.LENGTH) {
      packet.drop(DropReason.PKT_TOO_SMALL);
      return;
    }
    if (!packet.checksumVerified && !Checksum.isValid(Checksum.sum(bytes, at, packet.end))) {
      packet.drop(DropReason.ICMP_CSUM);
      return;
    }
    Delivery.tell(packet, EndEvent.Taker.KERNEL, null);
    switch (get8(bytes, at)) {
      case IcmpType.ECHO_REQUEST -> echo(packet);
      case IcmpType.ECHO_REPLY -> {
        if (echoListener != null) {
          echoListener.reply(packet);
        }
      }
      case IcmpType.TIMESTAMP_REQUEST -> timestamp(packet);
      case IcmpType.DESTINATION_UNREACHABLE,
          IcmpType.TIME_EXCEEDED,
          IcmpType.PARAMETER_PROBLEM,
          IcmpType.SOURCE_QUENCH ->
          errorReceived(packet);
      default -> {}
    }
    packet.release();
  }

  private void echo(Packet packet) {
    boolean broadcast = packet.type != Packet.Type.HOST;
    Settings4 settings = ipv4.settings();
    if (settings.icmpEchoIgnoreAll != 0 || broadcast && settings.icmpEchoIgnoreBroadcasts != 0) {
      return;
    }
    Packet reply = replyTo(packet);
    put8(reply.bytes, reply.transport, IcmpType.ECHO_REPLY);
    answer(packet, reply);
  }

  /** Milliseconds since midnight, thrice (RFC 792); the sender's own stays first. */
  private void timestamp(Packet packet) {
    if (packet.type != Packet.Type.HOST || packet.transportLength() < 20) {
      return;
    }
    Packet reply = replyTo(packet);
    int now = Options4.timeOfDay(ipv4);
    put8(reply.bytes, reply.transport, IcmpType.TIMESTAMP_REPLY);
    put32(reply.bytes, reply.transport + 12, now);
    put32(reply.bytes, reply.transport + 16, now);
    answer(packet, reply);
  }

  private Packet replyTo(Packet packet) {
    Packet reply = ipv4.packets().allocate(packet.transportLength());
    System.arraycopy(
        packet.bytes, packet.transport, reply.bytes, reply.transport, packet.transportLength());
    if (packet.path != null) {
      reply.path = packet.path.derive(DeviceEvent.Origin.ECHO_REPLY);
    }
    return reply;
  }

  private void answer(Packet packet, Packet reply) {
    int to = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    int asked = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int tos = get8(packet.bytes, packet.network + Ipv4View.TOS);
    int from = packet.type == Packet.Type.HOST ? asked : 0;
    send(reply, from, to, tos);
  }

  private void send(Packet packet, int from, int to, int tos) {
    int at = packet.transport;
    put16(packet.bytes, at + IcmpView.CHECKSUM, 0);
    put16(packet.bytes, at + IcmpView.CHECKSUM, Checksum.of(packet.bytes, at, packet.end));
    packet.checksumVerified = true;
    Output4 output = ipv4.output();
    Route4 route;
    try {
      route = output.route(from, to, null, Selector.of(IpProtocol.ICMP, tos));
    } catch (KernelException e) {
      packet.release();
      return;
    }
    int source = from != 0 ? from : output.source(route, to);
    try {
      packet.ownerless = true;
      output.send(packet, route, source, to, Header.of(IpProtocol.ICMP, 0, tos));
    } catch (KernelException e) {
      // The output hook dropped it, which is the ruleset's right.
    }
  }

  // ---- errors received

  private void errorReceived(Packet packet) {
    int quoted = packet.transport + IcmpView.LENGTH;
    byte[] bytes = packet.bytes;
    int there = packet.end - quoted;
    if (there < Ipv4View.LENGTH || get8(bytes, quoted) >>> 4 != 4) {
      return;
    }
    int header = (get8(bytes, quoted) & 15) * 4;
    if (header < Ipv4View.LENGTH || there < header + 8) {
      return;
    }
    int type = get8(bytes, packet.transport);
    int code = get8(bytes, packet.transport + 1);
    boolean unreachable = type == IcmpType.DESTINATION_UNREACHABLE;
    Errno errno =
        unreachable && code < UNREACHABLE.length
            ? UNREACHABLE[code]
            : type == IcmpType.PARAMETER_PROBLEM ? Errno.EPROTO : Errno.EHOSTUNREACH;
    boolean fatal =
        unreachable && code < 16 ? (FATAL >> code & 1) != 0 : type == IcmpType.PARAMETER_PROBLEM;
    boolean tooBig = unreachable && code == IcmpType.FRAGMENTATION_NEEDED;
    int mtu = tooBig ? get16(bytes, packet.transport + IcmpView.MTU) : 0;
    Transport transport = ipv4.transport(get8(bytes, quoted + Ipv4View.PROTOCOL));
    if (transport != null) {
      transport.error(packet, quoted, quoted + header, errno, fatal, mtu);
    }
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
   * icmp_send}). The packet stays the caller's.
   *
   * @param info the second word of the message
   */
  public void sendError(Packet packet, int type, int code, int info) {
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    if (!mayAnswer(packet) || !isWithinRate(type, code, source)) {
      return;
    }
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int from = ipv4.isLocal(destination) ? destination : 0;
    if (from == 0
        && ipv4.settings().icmpErrorsUseInboundAddress != 0
        && packet.in instanceof dev.dejima.netstack.link.NetDevice in) {
      from = ipv4.selectSource(in, 0, Route4.SCOPE_LINK);
    }
    emit(packet, from, source, type, code, info);
  }

  /** Tells the sender of a better first hop. The packet stays the caller's. */
  void sendRedirect(Packet packet, int gateway) {
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    if (rate.allowsRedirect(new Ipv4Address(source))
        && mayAnswer(packet)
        && isWithinRate(IcmpType.REDIRECT, IcmpType.REDIRECT_HOST, source)) {
      emit(packet, 0, source, IcmpType.REDIRECT, IcmpType.REDIRECT_HOST, gateway);
    }
  }

  private void emit(Packet about, int from, int to, int type, int code, int info) {
    int quoted = Math.min(about.length(), LARGEST_ERROR - Ipv4View.LENGTH - IcmpView.LENGTH);
    Packet error = ipv4.packets().allocate(IcmpView.LENGTH + quoted);
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
    int tos = get8(about.bytes, about.network + Ipv4View.TOS);
    send(error, from, to, tos & 0x1e | ERROR_TOS);
  }

  private boolean mayAnswer(Packet packet) {
    int destination = get32(packet.bytes, packet.network + Ipv4View.DESTINATION);
    int source = get32(packet.bytes, packet.network + Ipv4View.SOURCE);
    if (packet.type != Packet.Type.HOST
        || packet.laterFragment
        || destination == -1
        || destination >>> 28 == 0xe
        || source == 0
        || source >>> 28 >= 0xe) {
      return false;
    }
    if (packet.protocol != IpProtocol.ICMP) {
      return true;
    }
    if (packet.transportLength() < 1) {
      return false;
    }
    int type = get8(packet.bytes, packet.transport);
    return type <= IcmpType.ADDRESS_MASK_REPLY && !IcmpType.isError(type);
  }

  /** A bucket of six errors for each destination, refilled at one in {@code icmp_ratelimit} ms. */
  private boolean isWithinRate(int type, int code, int to) {
    Settings4 settings = ipv4.settings();
    boolean limited = (settings.icmpRateMask >> type & 1) != 0 && settings.icmpRateLimit > 0;
    boolean discovery =
        type == IcmpType.DESTINATION_UNREACHABLE && code == IcmpType.FRAGMENTATION_NEEDED;
    if (!limited || discovery || ipv4.isLocal(to)) {
      return true;
    }
    return rate.allows(new Ipv4Address(to), (long) settings.icmpRateLimit * MILLISECOND);
  }
}
