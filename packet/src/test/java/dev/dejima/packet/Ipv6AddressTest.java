package dev.dejima.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6AddressTest {
  @ParameterizedTest
  @CsvSource({
    "::,::",
    "::1,::1",
    "2001:DB8:0:0:0:0:0:1,2001:db8::1",
    "1:0:0:2:0:0:0:3,1:0:0:2::3",
    "1:0:2:3:4:5:6:7,1:0:2:3:4:5:6:7",
    "fe80::,fe80::",
    "::ffff:192.0.2.1,::ffff:192.0.2.1",
    "0:0:1::,0:0:1::",
  })
  void printsTheCanonicalForm(String text, String canonical) {
    assertThat(Ipv6Address.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "12345::",
        "g::",
        "::1.2.3",
        "1:2:3:4:5:6:7::8"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> Ipv6Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void parsesWhatItPrints(@ForAll long high, @ForAll long low) {
    Ipv6Address address = new Ipv6Address(high, low);
    assertThat(Ipv6Address.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void masksBothHalves() {
    assertThat(Prefix.parse("2001:db8:ffff:ffff:ffff::1/68").network())
        .hasToString("2001:db8:ffff:ffff:f000::/68");
  }
}
