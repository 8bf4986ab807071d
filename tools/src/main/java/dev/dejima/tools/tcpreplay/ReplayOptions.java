package dev.dejima.tools.tcpreplay;

import dev.dejima.tools.Options;
import dev.dejima.tools.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What tcpreplay was asked to do. */
final class ReplayOptions {
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("intf1", "i"),
          Map.entry("topspeed", "t"),
          Map.entry("loop", "l"),
          Map.entry("limit", "L"),
          Map.entry("multiplier", "x"),
          Map.entry("pps", "p"),
          Map.entry("mbps", "M"),
          Map.entry("quiet", "q"),
          Map.entry("preload-pcap", "K"));

  String device = "";
  List<String> files = List.of();
  int loops = 1;
  long limit = Long.MAX_VALUE;
  private boolean topSpeed;
  private double multiplier = 1;
  private double packetsPerSecond;
  private double megabitsPerSecond;

  static ReplayOptions parse(List<String> arguments) {
    ReplayOptions o = new ReplayOptions();
    o.files =
        new Options("tcpreplay", 1)
            .flag('t', () -> o.topSpeed = true)
            .flag('q', () -> {})
            .flag('K', () -> {})
            .value('i', value -> o.device = value)
            .value('l', value -> o.loops = (int) number("loop", value))
            .value('L', value -> o.limit = (long) number("limit", value))
            .value('x', value -> o.multiplier = number("multiplier", value))
            .value('p', value -> o.packetsPerSecond = number("pps", value))
            .value('M', value -> o.megabitsPerSecond = number("mbps", value))
            .parse(shortened(arguments));
    if (o.device.isEmpty()) {
      throw new UsageException(
          1, "tcpreplay error:  The intf1 option is required\nusage: " + USAGE);
    }
    if (o.files.isEmpty()) {
      throw new UsageException(1, "tcpreplay: Command line arguments required\nusage: " + USAGE);
    }
    return o;
  }

  private static final String USAGE =
      "tcpreplay -i IFACE [-t | -x MULTIPLIER | -p PPS | -M MBPS] [-l LOOPS] [-L LIMIT] FILE...";

  /** {@code --loop=2} as {@code -l2}. */
  private static List<String> shortened(List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (String word : arguments) {
      int equals = word.indexOf('=');
      String name =
          word.startsWith("--") ? word.substring(2, equals < 0 ? word.length() : equals) : "";
      String letter = SHORT.get(name);
      words.add(
          letter == null ? word : "-" + letter + (equals < 0 ? "" : word.substring(equals + 1)));
    }
    return words;
  }

  private static double number(String option, String value) {
    if (value.matches("[0-9]{1,9}(\\.[0-9]{1,6})?") && Double.parseDouble(value) > 0) {
      return Double.parseDouble(value);
    }
    throw new UsageException(1, "tcpreplay: --" + option + " takes a number above 0, not " + value);
  }

  /**
   * How long after the frame before a frame is due.
   *
   * @param captured how long after it the frame was captured
   * @param octets of the frame before
   */
  Duration gap(Duration captured, int octets) {
    if (topSpeed || captured.isNegative()) {
      return Duration.ZERO;
    }
    if (packetsPerSecond > 0) {
      return seconds(1 / packetsPerSecond);
    }
    if (megabitsPerSecond > 0) {
      return seconds(octets * 8 / (megabitsPerSecond * 1e6));
    }
    return Duration.ofNanos((long) (captured.toNanos() / multiplier));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
