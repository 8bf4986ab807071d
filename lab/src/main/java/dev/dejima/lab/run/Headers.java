package dev.dejima.lab.run;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a lab looks at in a packet.
 *
 * @param flow the direction it travels in; of an ICMP error, that of the packet it is about,
 *     reversed: so it is an answer
 * @param error of an ICMP error, its kind in nft's words; otherwise empty
 * @param fingerprint what translation leaves as it is, to know a packet again behind a router
 */
public record Headers(Flow flow, String error, int fingerprint) {
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REQUEST_6 = 128;
  private static final int ECHO_REPLY_6 = 129;
  private static final int FIRST_INFORMATIONAL_6 = 128;
  private static final int PORTS = 4;

  /** The headers in an Ethernet frame; empty if it carries no whole IP header. */
  public static Optional<Headers> ofFrame(Bytes frame) {
    byte[] bytes = frame.toArray();
    EthernetView link = new EthernetView();
    if (!link.wrap(bytes, 0, bytes.length)) {
      return Optional.empty();
    }
    int type = link.etherType();
    return type == EtherType.IPV4 || type == EtherType.IPV6
        ? ofPacket(bytes, link.headerLength(), bytes.length)
        : Optional.empty();
  }

  /** The headers in what a trace shows of a packet. */
  public static Optional<Headers> ofPacket(Bytes network, Bytes transport) {
    byte[] bytes = network.concat(transport).toArray();
    return ofPacket(bytes, 0, bytes.length);
  }

  private static Optional<Headers> ofPacket(byte[] bytes, int offset, int end) {
    if (offset >= end) {
      return Optional.empty();
    }
    return bytes[offset] >> 4 == 4 ? ofIpv4(bytes, offset, end) : ofIpv6(bytes, offset, end);
  }

  private static Optional<Headers> ofIpv4(byte[] bytes, int offset, int end) {
    Ipv4View ip = new Ipv4View();
    if (!ip.wrapQuoted(bytes, offset, end)) {
      return Optional.empty();
    }
    int transport = offset + ip.headerLength();
    if (ip.fragmentOffset() != 0) {
      transport = end;
    }
    return transport(
        bytes,
        transport,
        Math.min(end, offset + ip.totalLength()),
        ip.protocol(),
        new Ipv4Address(ip.source()),
        new Ipv4Address(ip.destination()),
        ip.identification());
  }

  private static Optional<Headers> ofIpv6(byte[] bytes, int offset, int end) {
    Ipv6View ip = new Ipv6View();
    if (!ip.wrapQuoted(bytes, offset, end)) {
      return Optional.empty();
    }
    return transport(
        bytes,
        ip.upperOffset(),
        end,
        ip.upperProtocol(),
        new Ipv6Address(ip.sourceHigh(), ip.sourceLow()),
        new Ipv6Address(ip.destinationHigh(), ip.destinationLow()),
        0);
  }

  private static Optional<Headers> transport(
      byte[] bytes,
      int offset,
      int end,
      int protocol,
      IpAddress source,
      IpAddress destination,
      int identification) {
    boolean icmp = protocol == Flow.ICMP || protocol == Flow.ICMPV6;
    boolean ports = protocol == Flow.TCP || protocol == Flow.UDP;
    if (icmp) {
      return icmp(bytes, offset, end, protocol, source, destination);
    }
    int sourcePort = ports && offset + PORTS <= end ? word(bytes, offset) : 0;
    int destinationPort = ports && offset + PORTS <= end ? word(bytes, offset + 2) : 0;
    Flow flow = new Flow(protocol, source, sourcePort, destination, destinationPort);
    int length = Math.max(0, end - offset);
    int stable =
        protocol == Flow.TCP && length >= 16
            ? hash(bytes, offset + PORTS, offset + 16)
            : 31 * identification + length;
    return Optional.of(new Headers(flow, "", 31 * stable + length));
  }

  private static Optional<Headers> icmp(
      byte[] bytes, int offset, int end, int protocol, IpAddress source, IpAddress destination) {
    IcmpView icmp = new IcmpView();
    if (!icmp.wrap(bytes, offset, end)) {
      return Optional.empty();
    }
    boolean v4 = protocol == Flow.ICMP;
    int type = icmp.type();
    boolean echo =
        v4
            ? type == ECHO_REQUEST || type == ECHO_REPLY
            : type == ECHO_REQUEST_6 || type == ECHO_REPLY_6;
    boolean error = v4 ? type == 3 || type == 11 || type == 12 : type < FIRST_INFORMATIONAL_6;
    if (error) {
      return ofPacket(bytes, offset + IcmpView.LENGTH, end)
          .map(
              quoted ->
                  new Headers(
                      quoted.flow().reversed(),
                      IcmpErrors.word(v4, type, icmp.code()),
                      31 * type + end - offset));
    }
    int id = echo ? icmp.identifier() : 0;
    int fingerprint = 31 * (31 * type + icmp.sequence()) + end - offset;
    return Optional.of(
        new Headers(new Flow(protocol, source, id, destination, id), "", fingerprint));
  }

  private static int word(byte[] bytes, int offset) {
    return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
  }

  private static int hash(byte[] bytes, int from, int to) {
    return Arrays.hashCode(Arrays.copyOfRange(bytes, from, to));
  }
}
