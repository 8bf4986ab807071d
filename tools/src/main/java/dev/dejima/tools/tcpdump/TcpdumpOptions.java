package dev.dejima.tools.tcpdump;

import dev.dejima.kernel.CaptureOptions;
import dev.dejima.packet.print.PrintOptions;
import dev.dejima.packet.print.TimestampStyle;
import dev.dejima.tools.Options;
import dev.dejima.tools.UsageException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tcpdump was asked to do. */
final class TcpdumpOptions {
  String device = "any";
  @Nullable String readFile;
  @Nullable String writeFile;
  String filter = "";
  long count = Long.MAX_VALUE;
  int snaplen = CaptureOptions.WHOLE;
  boolean promiscuous = true;
  int dumpFilter;
  private int timestamps;
  private boolean numeric;
  private boolean link;
  private boolean absolute;
  private int verbosity;

  static TcpdumpOptions parse(List<String> arguments) {
    TcpdumpOptions o = new TcpdumpOptions();
    List<String> operands =
        new Options("tcpdump", 1)
            .flag('t', () -> o.timestamps++)
            .flag('n', () -> o.numeric = true)
            .flag('l', () -> {})
            .flag('U', () -> {})
            .flag('p', () -> o.promiscuous = false)
            .flag('e', () -> o.link = true)
            .flag('v', () -> o.verbosity = Math.min(3, o.verbosity + 1))
            .flag('S', () -> o.absolute = true)
            .flag('d', () -> o.dumpFilter++)
            .value('i', value -> o.device = value)
            .value('c', value -> o.count = count(value))
            .value('s', value -> o.snaplen = snaplen(value))
            .value('w', value -> o.writeFile = value)
            .value('r', value -> o.readFile = value)
            .parse(arguments);
    o.filter = String.join(" ", operands);
    return o;
  }

  private static long count(String word) {
    if (word.matches("[0-9]{1,18}") && Long.parseLong(word) > 0) {
      return Long.parseLong(word);
    }
    throw new UsageException(1, "tcpdump: invalid packet count " + word);
  }

  private static int snaplen(String word) {
    if (word.matches("[0-9]{1,9}") && Integer.parseInt(word) <= CaptureOptions.WHOLE) {
      int octets = Integer.parseInt(word);
      return octets == 0 ? CaptureOptions.WHOLE : octets;
    }
    throw new UsageException(1, "tcpdump: invalid snaplen " + word);
  }

  PrintOptions printing() {
    TimestampStyle[] styles = TimestampStyle.values();
    if (timestamps >= styles.length) {
      throw new UsageException(1, "tcpdump: only -t, -tt, -ttt, -tttt, and -ttttt are supported");
    }
    TimestampStyle style = styles[timestamps];
    return new PrintOptions(style, numeric, link, verbosity, absolute, ZoneId.systemDefault());
  }

  /** What tcpdump says as it begins to listen. */
  String banner(int linkType) {
    String listening =
        "listening on %s, link-type %s, snapshot length %d bytes"
            .formatted(device, TcpdumpTool.linkTypeName(linkType), snaplen);
    return verbosity > 0 || writeFile != null
        ? "tcpdump: " + listening
        : "tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n" + listening;
  }
}
