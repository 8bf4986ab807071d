package dev.dejima.packet.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.packet.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFileTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.123456789Z");

  private static List<CapturedFrame> read(byte[] file) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file))) {
      Optional<CapturedFrame> frame = reader.next();
      while (frame.isPresent()) {
        frames.add(frame.get());
        frame = reader.next();
      }
    }
    return frames;
  }

  private static byte[] pcapng() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapNgWriter writer = new PcapNgWriter(out, "Dejima 0.1", "netstack", "a lab")) {
      int lan = writer.addInterface("lan-veth0", 1, 262144);
      int wan = writer.addInterface("wan-veth0", 1, 0);
      writer.write(lan, TIME, new byte[] {1, 2, 3, 4, 5}, 60);
      byte[] whole = new byte[64];
      writer.write(wan, TIME.plusNanos(1), whole, 64, PcapNgWriter.Direction.OUTBOUND, "the SYN");
    }
    return out.toByteArray();
  }

  private static byte[] pcap(boolean nanoseconds) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapWriter writer = new PcapWriter(out, 1, 65535, nanoseconds)) {
      writer.write(TIME, new byte[] {1, 2, 3}, 3);
      writer.write(TIME.plusSeconds(1), new byte[] {4}, 1500);
    }
    return out.toByteArray();
  }

  @Test
  void pcapngComesBackAsItWasWritten() throws IOException {
    CaptureInterface lan = new CaptureInterface(0, "lan-veth0", 1, 262144);
    CaptureInterface wan = new CaptureInterface(1, "wan-veth0", 1, 0);
    assertThat(read(pcapng()))
        .containsExactly(
            new CapturedFrame(
                lan, TIME, Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5), 60),
            new CapturedFrame(wan, TIME.plusNanos(1), Bytes.of(new byte[64]), 64));
  }

  @Test
  void pcapComesBackToItsPrecision() throws IOException {
    assertThat(read(pcap(true)).getFirst().time()).isEqualTo(TIME);
    List<CapturedFrame> frames = read(pcap(false));
    assertThat(frames.getFirst().time()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
    assertThat(frames.get(1).originalLength()).isEqualTo(1500);
    assertThat(frames.get(1).bytes()).isEqualTo(Bytes.of((byte) 4));
  }

  @Test
  void bothByteOrdersAreRead() throws IOException {
    byte[] big =
        Bytes.ofHex(
                "a1b2c3d40002000400000000000000000000ffff00000001"
                    + "5f5e1000000000070000000200000009abcd")
            .toArray();
    assertThat(read(big))
        .containsExactly(
            new CapturedFrame(
                new CaptureInterface(0, null, 1, 65535),
                Instant.ofEpochSecond(0x5f5e1000L, 7000),
                Bytes.ofHex("abcd"),
                9));
    String section = "0a0d0d0a0000001c1a2b3c4d00010000ffffffffffffffff0000001c";
    String description = "00000001000000140001000000000000" + "00000014";
    String unknown = "00000bad00000010" + "01020304" + "00000010";
    String simple = "0000000300000014" + "00000003" + "01020300" + "00000014";
    byte[] ng = Bytes.ofHex(section + description + unknown + simple).toArray();
    assertThat(read(ng))
        .containsExactly(
            new CapturedFrame(
                new CaptureInterface(0, null, 1, 0), Instant.EPOCH, Bytes.ofHex("010203"), 3));
  }

  @Test
  void aSecondSectionStartsItsInterfacesAnew() throws IOException {
    byte[] twice = Bytes.of(pcapng()).concat(Bytes.of(pcapng())).toArray();
    assertThat(read(twice)).hasSize(4);
    assertThat(read(twice).get(2).source().name()).isEqualTo("lan-veth0");
  }

  @Test
  void otherUnitsOfTimeAreUnderstood() {
    TimeResolution seconds = TimeResolution.MICROSECONDS.withUnit((byte) 0).withOffset(5);
    assertThat(seconds.instant(7)).contains(Instant.ofEpochSecond(12));
    TimeResolution halves = TimeResolution.MICROSECONDS.withUnit((byte) 0x81);
    assertThat(halves.instant(3)).contains(Instant.ofEpochSecond(1, 500_000_000));
    assertThat(seconds.instant(-1)).isEmpty();
  }

  @Test
  void damageIsReportedWithItsOffset() throws IOException {
    byte[] file = pcapng();
    byte[] cut = Bytes.of(file, 0, file.length - 3).toArray();
    assertThatThrownBy(() -> read(cut))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageContaining("the file ends within a block at offset ");
    byte[] classic = pcap(false);
    classic[24 + 10] = 0x7f;
    assertThatThrownBy(() -> read(classic))
        .isInstanceOfSatisfying(
            CaptureFormatException.class, e -> assertThat(e.offset()).isEqualTo(24));
    assertThatThrownBy(() -> read("hello, world".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("neither pcap nor pcapng: it begins with 0x68656c6c at offset 0");
    assertThatThrownBy(() -> read(new byte[0]))
        .hasMessage("the file ends within a magic number at offset 0");
  }

  @Test
  void tsharkReadsIt(@TempDir Path directory) throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/tshark")), "tshark is not installed");
    Path file = directory.resolve("lab.pcapng");
    Files.write(file, pcapng());
    String format = "frame.interface_name,frame.time_epoch,frame.len,frame.cap_len,frame.comment";
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    command.addAll(List.of("-T", "fields", "-E", "separator=;"));
    for (String field : format.split(",", -1)) {
      command.addAll(List.of("-e", field));
    }
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    assertThat(builder.start().waitFor()).isZero();
    assertThat(Files.readAllLines(output))
        .containsExactly(
            "lan-veth0;1767323045.123456789;60;5;", "wan-veth0;1767323045.123456790;64;64;the SYN");
  }
}
