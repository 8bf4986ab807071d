package dev.dejima.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NdpMessageTest {
  private static final Ipv6Address TARGET = Ipv6Address.parse("fe80::1");
  private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");

  @Test
  void everyMessageRoundTrips() {
    List<NdpOption> options =
        List.of(
            new NdpOption.SourceLinkAddress(MAC),
            new NdpOption.TargetLinkAddress(MAC),
            new NdpOption.Mtu(1280),
            new NdpOption.PrefixInformation(
                Ipv6Address.parse("2001:db8::"), 64, true, false, -1, 600),
            new NdpOption.Unknown(77, Bytes.of(new byte[14])));
    List<NdpMessage> messages =
        List.of(
            new NdpMessage.RouterSolicitation(options),
            new NdpMessage.RouterAdvertisement(64, false, true, 1800, 30000, 1000, options),
            new NdpMessage.NeighbourSolicitation(TARGET, options),
            new NdpMessage.NeighbourAdvertisement(true, false, true, TARGET, List.of()),
            new NdpMessage.Redirect(TARGET, Ipv6Address.LOOPBACK, options));
    for (NdpMessage message : messages) {
      byte[] bytes = new byte[message.length() + 3];
      assertThat(message.emit(bytes, 3)).isEqualTo(bytes.length);
      IcmpView view = new IcmpView();
      assertThat(view.wrap(bytes, 3, bytes.length)).isTrue();
      assertThat(NdpMessage.parse(view)).contains(message);
    }
  }

  @Property
  void foreignOctetsAreAMessageOrNone(
      @ForAll @Size(min = 8, max = 90) byte[] bytes,
      @ForAll @IntRange(min = 130, max = 140) int type) {
    bytes[0] = (byte) type;
    bytes[1] = 0;
    IcmpView view = new IcmpView();
    assertThat(view.wrap(bytes, 0, bytes.length)).isTrue();
    NdpMessage.parse(view)
        .ifPresent(message -> assertThat(message.length()).isEqualTo(bytes.length));
  }
}
