package dev.dejima.packet.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.NetworkOrder;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TcpdumpPrinterTest {
  private static final String SYN_ACK =
      "0200000000010200000000020800"
          + "45000034000040004006b82a"
          + "c0000201cb007101"
          + "d43100500000100000002000801200ff00000000"
          + "020405b40101040201030307";

  @Test
  void aSegmentIsTcpdumpsLine() {
    byte[] frame = Bytes.ofHex(SYN_ACK).toArray();
    String line =
        new TcpdumpPrinter(PrintOptions.PLAIN).print(Instant.EPOCH, 1, frame, frame.length);
    assertThat(line)
        .isEqualTo(
            "IP 192.0.2.1.54321 > 203.0.113.1.80: Flags [S.], seq 4096, ack 8192, win 255,"
                + " options [mss 1460,nop,nop,sackOK,nop,wscale 7], length 0");
  }

  @Test
  void interfacesOfCookedFramesAreNamedByTheCaller() {
    byte[] cooked =
        Bytes.ofHex("0800000000000003000104060200000000010000")
            .concat(Bytes.ofHex(SYN_ACK).slice(14, SYN_ACK.length() / 2))
            .toArray();
    TcpdumpPrinter printer =
        new TcpdumpPrinter(PrintOptions.PLAIN, index -> index == 3 ? "gw-veth0" : null);
    assertThat(printer.print(Instant.EPOCH, 276, cooked, cooked.length))
        .startsWith("gw-veth0 Out IP 192.0.2.1.54321 > ");
  }

  @Test
  void anUnknownLinkTypeIsRefused() {
    assertThatThrownBy(
            () -> new TcpdumpPrinter(PrintOptions.PLAIN).print(Instant.EPOCH, 9, new byte[1], 1))
        .hasMessage("link type 9 is not supported");
  }

  @Test
  void packetsWithinPacketsEndSomewhere() {
    byte[] frame = new byte[14 + 20 * 3000];
    NetworkOrder.put16(frame, 12, 0x0800);
    for (int at = 14; at < frame.length; at += 20) {
      frame[at] = 0x45;
      frame[at + 9] = 4;
      NetworkOrder.put16(frame, at + 2, frame.length - at);
    }
    String line =
        new TcpdumpPrinter(PrintOptions.PLAIN).print(Instant.EPOCH, 1, frame, frame.length);
    assertThat(line).endsWith("[|ip]");
  }

  /** No octets make a printer fail, and the line is not longer than they can make it. */
  @Property
  void foreignOctetsArePrinted(
      @ForAll @Size(min = 1, max = 200) byte[] frame,
      @ForAll @IntRange(max = 5) int kind,
      @ForAll @IntRange(max = 255) int protocol,
      @ForAll @IntRange(max = 3) int verbosity) {
    int[] types = {0x0800, 0x86dd, 0x0806, 0x8100, 0x0800, 0x86dd};
    int[] first = {0x45, 0x60, 0, 0, 0x4f, 0x60};
    int[] common = {6, 17, 1, 58, 0, 43, 44, 60, 2, 4, 41, 143};
    if (frame.length > 40) {
      NetworkOrder.put16(frame, 12, types[kind]);
      frame[14] = (byte) first[kind];
      int chosen = protocol < 200 ? common[protocol % common.length] : protocol;
      frame[first[kind] == 0x60 ? 20 : 23] = (byte) chosen;
    }
    PrintOptions options = PrintOptions.PLAIN.withVerbosity(verbosity).withLink(kind % 2 == 0);
    for (int linkType : new int[] {1, 101, 276}) {
      String line =
          new TcpdumpPrinter(options).print(Instant.EPOCH, linkType, frame, frame.length + 3);
      assertThat(line.length()).isLessThan(100_000);
    }
  }
}
