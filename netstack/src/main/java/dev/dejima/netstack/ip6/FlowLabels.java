package dev.dejima.netstack.ip6;

import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Header;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv6Address;
import java.util.random.RandomGenerator;

/** Labels of flows: a hash of what names one, under a secret (RFC 6437, ip6_make_flowlabel). */
final class FlowLabels {
  private static final int LABEL = 0xfffff;

  private final long secret;

  FlowLabels(RandomGenerator random) {
    this.secret = random.nextLong();
  }

  int of(Packet packet, Ipv6Address source, Ipv6Address to, Header header) {
    boolean ports = header.protocol() == IpProtocol.TCP || header.protocol() == IpProtocol.UDP;
    long name = ports ? get32(packet.bytes, packet.transport) : 0;
    long hash = mix(secret ^ name << 8 ^ header.protocol());
    hash = mix(hash ^ source.high()) ^ source.low();
    hash = mix(hash ^ to.high()) ^ to.low();
    return (int) (mix(hash) >>> 32) & LABEL;
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
