package dev.dejima.packet.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.packet.NetworkOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Foreign octets: read to their end, or refused with the one exception that says so. */
class CaptureFilePropertyTest {
  private static final int[] MAGIC = {0x0a0d0d0a, 0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1};

  private static void readAll(byte[] file) throws IOException {
    try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file))) {
      while (reader.next().isPresent()) {
        assertThat(reader).isNotNull();
      }
    } catch (CaptureFormatException e) {
      assertThat(e.offset()).isBetween(0L, (long) file.length);
    }
  }

  @Property
  void anyOctets(@ForAll @Size(max = 200) byte[] file, @ForAll @IntRange(max = 4) int kind)
      throws IOException {
    if (file.length >= 4) {
      NetworkOrder.put32(file, 0, MAGIC[kind]);
    }
    readAll(file);
  }

  @Property
  void damagedFiles(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapNgWriter writer = new PcapNgWriter(out, "test", "test", null)) {
      writer.addInterface("a", 1, 0);
      for (int i = 0; i < 4; i++) {
        writer.write(0, Instant.ofEpochSecond(i), new byte[random.nextInt(30)], 30);
      }
    }
    byte[] file = out.toByteArray();
    for (int i = 0; i < 3; i++) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
    }
    readAll(file);
  }
}
