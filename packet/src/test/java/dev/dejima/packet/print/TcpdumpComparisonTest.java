package dev.dejima.packet.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.packet.pcap.PcapWriter;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Prints the same frames as tcpdump and compares every line. What tcpdump printed is kept in golden
 * files, for machines that have none; {@code -Dgolden.rewrite=true} writes them anew from the
 * tcpdump installed, {@code -Dpacket.seed=N} tries other frames.
 */
class TcpdumpComparisonTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/tcpdump");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000006789Z");
  private static final int ETHERNET = TcpdumpPrinter.ETHERNET;

  @TempDir Path directory;

  /** A way to call tcpdump, the options that mean the same, and how many frames to print so. */
  record Variant(
      String name, List<String> command, PrintOptions options, int linkType, int frames) {
    static Variant of(String flags, PrintOptions options, int frames) {
      return new Variant(flags, List.of("tcpdump", "-" + flags), options, ETHERNET, frames);
    }

    static Variant of(String name, String flags, PrintOptions options, int linkType) {
      return new Variant(name, List.of("tcpdump", "-" + flags), options, linkType, 120);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Variant> variants() {
    PrintOptions plain = PrintOptions.PLAIN;
    PrintOptions numeric = PrintOptions.DEFAULT.withNumeric(true);
    return Stream.of(
        Variant.of("nt", plain, 250),
        Variant.of("n", numeric, 25),
        Variant.of("ntt", numeric.withTimestamps(TimestampStyle.UNIX), 25),
        Variant.of("nttt", numeric.withTimestamps(TimestampStyle.SINCE_PREVIOUS), 25),
        Variant.of("ntttt", numeric.withTimestamps(TimestampStyle.DATE), 25),
        Variant.of("nttttt", numeric.withTimestamps(TimestampStyle.SINCE_FIRST), 25),
        Variant.of("nte", plain.withLink(true), 250),
        Variant.of("ntv", plain.withVerbosity(1), 250),
        Variant.of("ntvv", plain.withVerbosity(2), 250),
        Variant.of("ntev", plain.withVerbosity(1).withLink(true), 250),
        Variant.of("ntS", plain.withAbsolute(true), 250),
        Variant.of("http", "nt", plain, ETHERNET),
        Variant.of("http-v", "ntv", plain.withVerbosity(1), ETHERNET),
        Variant.of("any", "nt", plain, TcpdumpPrinter.LINUX_SLL2),
        Variant.of("any-e", "nte", plain.withLink(true), TcpdumpPrinter.LINUX_SLL2),
        Variant.of("raw", "ntv", plain.withVerbosity(1), TcpdumpPrinter.RAW),
        // In a network namespace that has no network, so that no name server answers.
        new Variant(
            "names",
            List.of("unshare", "-n", "tcpdump", "-t"),
            plain.withNumeric(false),
            ETHERNET,
            150));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyLineIsTcpdumps(Variant variant) throws Exception {
    FrameGenerator generator = new FrameGenerator(Long.getLong("packet.seed", 20260102));
    List<FrameGenerator.Frame> frames =
        switch (variant.name) {
          case "names" -> generator.named(variant.frames);
          case "http", "http-v" -> generator.http(variant.frames);
          default -> generator.frames(variant.frames, variant.linkType);
        };
    String ours = ours(variant, frames);
    Path golden = GOLDEN.resolve(variant.name + ".txt");
    boolean possible = isPossible(variant);
    if (Boolean.getBoolean("golden.rewrite") && possible) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, tcpdump(variant, frames));
    }
    if (Long.getLong("packet.seed") == null) {
      compare(ours, Files.readString(golden));
    }
    assumeTrue(possible, "no tcpdump, or no right to unshare: compared with golden files alone");
    compare(ours, tcpdump(variant, frames));
  }

  private static void compare(String ours, String theirs) {
    List<String> expected = theirs.lines().toList();
    List<String> actual = ours.lines().toList();
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      assertThat(actual.get(i)).as("line %d", i + 1).isEqualTo(expected.get(i));
    }
    assertThat(actual).hasSameSizeAs(expected);
  }

  private static Instant time(int index) {
    return START.plus(Duration.ofMillis(index * 1234L % 5000).plusNanos(index * 1_000_001L));
  }

  private static String ours(Variant variant, List<FrameGenerator.Frame> frames) {
    TcpdumpPrinter printer = new TcpdumpPrinter(variant.options);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      FrameGenerator.Frame frame = frames.get(i);
      text.append(printer.print(time(i), variant.linkType, frame.captured(), frame.length()))
          .append('\n');
    }
    return text.toString();
  }

  private static boolean isPossible(Variant variant) {
    boolean installed =
        Stream.of("/usr/bin/tcpdump", "/usr/sbin/tcpdump")
            .anyMatch(path -> Files.exists(Path.of(path)));
    boolean root = "root".equals(System.getProperty("user.name"));
    return installed && (root || variant.command.getFirst().equals("tcpdump"));
  }

  private String tcpdump(Variant variant, List<FrameGenerator.Frame> frames) throws Exception {
    Path file = directory.resolve("frames.pcap");
    try (OutputStream out = Files.newOutputStream(file);
        PcapWriter writer = new PcapWriter(out, variant.linkType, 262144, false)) {
      for (int i = 0; i < frames.size(); i++) {
        writer.write(time(i), frames.get(i).captured().toArray(), frames.get(i).length());
      }
    }
    List<String> command = new ArrayList<>(variant.command);
    command.addAll(List.of("-r", file.toString()));
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TZ", "UTC");
    builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    assertThat(builder.start().waitFor()).isZero();
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }
}
