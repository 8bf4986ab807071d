package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.put32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.packet.EtherType;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SynCookiesTest {
  private final SynCookies cookies = new SynCookies(new SplittableRandom(1));

  /** {@code msstab} of net/ipv4/syncookies.c and of net/ipv6/syncookies.c. */
  @ParameterizedTest
  @CsvSource({
    "4, 0, 536", "4, 1299, 536", "4, 1300, 1300", "4, 1459, 1440", "4, 8960, 1460",
    "6, 0, 1220", "6, 1419, 1220", "6, 1420, 1420", "6, 1460, 1440", "6, 8940, 8940"
  })
  void aCookieHoldsTheNextSmallerSize(int version, int announced, int told) {
    Packet packet = new PacketPool().allocate(60);
    packet.etherType = version == 4 ? EtherType.IPV4 : EtherType.IPV6;
    packet.transport = packet.network + (version == 4 ? 20 : 40);
    put32(packet.bytes, packet.transport + 4, 1000);
    int cookie = cookies.make(packet, announced, 0);
    put32(packet.bytes, packet.transport + 4, 1001);
    put32(packet.bytes, packet.transport + 8, cookie + 1);
    assertThat(cookies.check(packet, 0)).isEqualTo(told);
  }
}
