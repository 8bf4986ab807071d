package dev.dejima.packet.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.packet.pcap.PcapWriter;
import java.io.IOException;
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
 * tcpdump installed.
 */
class TcpdumpComparisonTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/tcpdump");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000006789Z");
  private static final int FRAMES = 250;

  @TempDir Path directory;

  /** A way to call tcpdump, and the options that mean the same. */
  record Variant(String name, List<String> arguments, PrintOptions options, int frames) {
    Variant(String name, List<String> arguments, PrintOptions options) {
      this(name, arguments, options, FRAMES);
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
        new Variant("t", List.of("-nt"), plain),
        new Variant("time", List.of("-n"), numeric, 25),
        new Variant("tt", List.of("-ntt"), numeric.withTimestamps(TimestampStyle.UNIX), 25),
        new Variant(
            "ttt", List.of("-nttt"), numeric.withTimestamps(TimestampStyle.SINCE_PREVIOUS), 25),
        new Variant("tttt", List.of("-ntttt"), numeric.withTimestamps(TimestampStyle.DATE), 25),
        new Variant(
            "ttttt", List.of("-nttttt"), numeric.withTimestamps(TimestampStyle.SINCE_FIRST), 25),
        new Variant("e", List.of("-nte"), plain.withLink(true)),
        new Variant("v", List.of("-ntv"), plain.withVerbosity(1)),
        new Variant("vv", List.of("-ntvv"), plain.withVerbosity(2)),
        new Variant("ev", List.of("-ntev"), plain.withVerbosity(1).withLink(true)),
        new Variant("S", List.of("-ntS"), plain.withAbsolute(true)));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyLineIsTcpdumps(Variant variant) throws Exception {
    List<FrameGenerator.Frame> frames =
        new FrameGenerator(Long.getLong("packet.seed", 20260102)).frames(variant.frames);
    String ours = ours(variant.options, frames);
    Path golden = GOLDEN.resolve(variant.name + ".txt");
    boolean installed = isInstalled();
    if (Boolean.getBoolean("golden.rewrite") && installed) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, tcpdump(variant, frames));
    }
    if (Long.getLong("packet.seed") == null) {
      compare(ours, Files.readString(golden));
    }
    assumeTrue(installed, "tcpdump is not installed: compared with golden files alone");
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

  private static String ours(PrintOptions options, List<FrameGenerator.Frame> frames) {
    TcpdumpPrinter printer = new TcpdumpPrinter(options);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < frames.size(); i++) {
      FrameGenerator.Frame frame = frames.get(i);
      text.append(printer.print(time(i), TcpdumpPrinter.ETHERNET, frame.captured(), frame.length()))
          .append('\n');
    }
    return text.toString();
  }

  private static boolean isInstalled() {
    return Stream.of("/usr/bin/tcpdump", "/usr/sbin/tcpdump")
        .anyMatch(p -> Files.exists(Path.of(p)));
  }

  private String tcpdump(Variant variant, List<FrameGenerator.Frame> frames) throws Exception {
    Path file = directory.resolve("frames.pcap");
    try (OutputStream out = Files.newOutputStream(file);
        PcapWriter writer = new PcapWriter(out, TcpdumpPrinter.ETHERNET, 262144, false)) {
      for (int i = 0; i < frames.size(); i++) {
        writer.write(time(i), frames.get(i).captured().toArray(), frames.get(i).length());
      }
    }
    return run(variant.arguments, file);
  }

  private String run(List<String> arguments, Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tcpdump", "-r", file.toString()));
    command.addAll(arguments);
    Path output = directory.resolve("output");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TZ", "UTC");
    builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    assertThat(builder.start().waitFor()).isZero();
    return Files.readString(output, StandardCharsets.ISO_8859_1);
  }
}
