package dev.dejima.packet.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.packet.Bytes;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Frames of NFLOG as tcpdump 4.99.4 prints them. */
class NflogPrinterTest {
  private static final String ECHO =
      "450000541234400040019a76c0000201c00002020800000057430001"
          + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
          + "202122232425262728292a2b2c2d2e2f3031323334353637";

  private static String print(boolean link, String frame) {
    PrintOptions options =
        new PrintOptions(TimestampStyle.NONE, true, link, 0, false, ZoneOffset.UTC);
    Bytes octets = Bytes.ofHex(frame);
    return new TcpdumpPrinter(options)
        .print(Instant.EPOCH, TcpdumpPrinter.NFLOG, octets, octets.length());
  }

  @Test
  void thePacketIsFoundAmongTheAttributes() {
    String frame = "02000006" + "08000100" + "08000300" + "05000a0000000000" + "58000900" + ECHO;
    assertThat(print(false, frame))
        .isEqualTo("IP 192.0.2.1 > 192.0.2.2: ICMP echo request, id 22339, seq 1, length 64");
    assertThat(print(true, frame))
        .isEqualTo(
            "version 0, resource ID 6, family IPv4 (2), length 108: "
                + "192.0.2.1 > 192.0.2.2: ICMP echo request, id 22339, seq 1, length 64");
  }

  @Test
  void otherFamiliesAreDumped() {
    assertThat(print(false, "05000007" + "08000900" + "45000054"))
        .isEqualTo(
            "version 0, resource ID 7, family Unknown (5), length 8: \n"
                + "\t0x0000:  4500 0054                                E..T");
  }

  @Test
  void damagedFramesAreSaidToBe() {
    assertThat(print(false, "0201")).isEqualTo(" [|nflog]");
    assertThat(print(false, "02010000")).isEqualTo("version 1 (unknown)");
    assertThat(print(false, "02000006" + "03000900")).isEqualTo(" [|ip]");
    assertThat(print(false, "02000006" + "58000900" + "4500")).isEqualTo(" [|nflog]");
  }
}
