package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put32;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.TcpView;
import java.util.random.RandomGenerator;

/**
 * Sequence numbers that tell the MSS of a SYN that was forgotten ({@code net/ipv4/syncookies.c}).
 * Linux hashes with SipHash under a secret of the boot; here too the secret is drawn, and the hash
 * another.
 */
final class SynCookies {
  private static final int COOKIE_BITS = 24;
  private static final int COOKIE_MASK = (1 << COOKIE_BITS) - 1;
  private static final int MAX_AGE = 2;
  private static final long MINUTE = 60_000_000_000L;

  /** What a cookie can tell of the MSS of IPv4, and of IPv6 ({@code net/ipv6/syncookies.c}). */
  private static final int[] SIZES = {536, 1300, 1440, 1460};

  private static final int[] SIZES_6 = {1220, 1420, 1440, 8940};

  private final int[] secrets = new int[2];
  private final byte[] key = new byte[40];

  SynCookies(RandomGenerator random) {
    secrets[0] = random.nextInt();
    secrets[1] = random.nextInt();
  }

  /** The sequence number that answers a SYN which announced an MSS. */
  int make(Packet syn, int mss, long now) {
    int[] sizes = sizes(syn);
    int index = sizes.length - 1;
    while (index > 0 && mss < sizes[index]) {
      index--;
    }
    int minutes = (int) (now / MINUTE);
    int seq = get32(syn.bytes, syn.transport + TcpView.SEQUENCE);
    return hash(syn, 0, 0)
        + seq
        + (minutes << COOKIE_BITS)
        + (hash(syn, minutes, 1) + index & COOKIE_MASK);
  }

  /** The MSS that an acknowledgement of a cookie brings back; 0 if it acknowledges none. */
  int check(Packet ack, long now) {
    int seq = get32(ack.bytes, ack.transport + TcpView.SEQUENCE) - 1;
    int cookie = get32(ack.bytes, ack.transport + TcpView.ACKNOWLEDGMENT) - 1;
    int minutes = (int) (now / MINUTE);
    cookie -= hash(ack, 0, 0) + seq;
    int age = minutes - (cookie >>> COOKIE_BITS) & -1 >>> COOKIE_BITS;
    if (age >= MAX_AGE) {
      return 0;
    }
    int index = cookie - hash(ack, minutes - age, 1) & COOKIE_MASK;
    int[] sizes = sizes(ack);
    return index < sizes.length ? sizes[index] : 0;
  }

  private static int[] sizes(Packet packet) {
    return packet.etherType == EtherType.IPV4 ? SIZES : SIZES_6;
  }

  private int hash(Packet packet, int minutes, int which) {
    int addresses = packet.etherType == EtherType.IPV4 ? packet.network + 12 : packet.network + 8;
    int length = packet.etherType == EtherType.IPV4 ? 8 : 32;
    System.arraycopy(packet.bytes, addresses, key, 0, length);
    put32(key, length, get32(packet.bytes, packet.transport));
    put32(key, length + 4, minutes);
    return JenkinsHash.hash(key, 0, length + 8, secrets[which]);
  }
}
