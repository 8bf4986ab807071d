package dev.dejima.conformance;

import dev.dejima.conformance.Transcript.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets chance and time aside in what a scenario printed. Values that a kernel draws at random are
 * renamed in the order of their first appearance, so that the same value keeps the same name: a
 * port that changes on its way through a router still shows. A port outside the range that Linux
 * draws from keeps its number, and so differs.
 */
final class Normaliser {
  /** A rule, applied to each line; an empty result drops the line. */
  private interface Rule {
    String apply(String line);
  }

  private static final int MTU_AND_HEADERS = 1 << 20;
  private static final int[] TIMEOUTS = {10, 30, 60, 120, 300, 432000};
  private static final int SLACK = 9;

  private final String script;
  private final int lowestPort;
  private final int highestPort;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final List<Rule> rules =
      List.of(
          this::sequenceNumbers,
          this::timestamps,
          this::windows,
          this::ports,
          this::hardwareAddresses,
          this::echoIdentifiers,
          this::ipIdentifications,
          this::roundTripTimes,
          this::timers,
          this::linkLocalAddresses);

  private Normaliser(Scenario scenario) {
    this.script = scenario.text();
    Matcher range = Pattern.compile("# random ports: (\\d+)-(\\d+)").matcher(script);
    boolean given = range.find();
    this.lowestPort = given ? Integer.parseInt(range.group(1)) : 32768;
    this.highestPort = given ? Integer.parseInt(range.group(2)) : 60999;
  }

  /** The transcript without what is chance or time. */
  static Transcript normalise(Scenario scenario, Transcript transcript) {
    Normaliser normaliser = new Normaliser(scenario);
    return new Transcript(transcript.sections().stream().map(normaliser::section).toList());
  }

  private Section section(Section section) {
    List<String> lines = new ArrayList<>();
    for (String line : section.lines()) {
      String normal = line;
      for (Rule rule : rules) {
        normal = rule.apply(normal);
      }
      if (!normal.isEmpty() || line.isEmpty()) {
        lines.add(normal);
      }
    }
    if (section.command().contains("conntrack -L")) {
      lines.sort(null); // the table is listed in the order of a secret hash
    }
    return new Section(section.command(), lines);
  }

  /** The absolute numbers of tcpdump: {@code seq <isn1>}, {@code ack <isn1+1>}. */
  private String sequenceNumbers(String line) {
    boolean syn = line.contains("Flags [S");
    return replace(
        line,
        "\\b(seq|ack) (\\d+)(?!\\d|:)",
        m -> {
          long number = Long.parseLong(m.group(2));
          if (number < MTU_AND_HEADERS && (!syn || number == 0)) {
            return m.group();
          }
          String before = names.get("isn" + ((number - 1) & 0xffff_ffffL));
          return m.group(1)
              + " "
              + (before != null ? before.replace(">", "+1>") : name("isn", Long.toString(number)));
        });
  }

  private String timestamps(String line) {
    return line.replaceAll("TS val \\d+ ecr 0\\b", "TS val <ts> ecr 0")
        .replaceAll("TS val \\d+ ecr \\d+", "TS val <ts> ecr <ts>");
  }

  /** A SYN's window tells of the MSS; later ones, and the scale, of the machine's memory. */
  private String windows(String line) {
    String scale = line.replaceAll("wscale \\d+", "wscale <scale>");
    return line.contains("Flags [S") ? scale : scale.replaceAll("win [1-9]\\d*", "win <win>");
  }

  private String ports(String line) {
    String named =
        replace(
            line,
            "(\\b\\d+\\.\\d+\\.\\d+\\.\\d+[.:]|[sd]port=|Connection received on \\S+ |"
                + " port |\\.\\.\\.)(\\d{4,5})\\b",
            m -> m.group(1) + port(m.group(2)));
    return named;
  }

  private String port(String digits) {
    int port = Integer.parseInt(digits);
    boolean chosen = Pattern.compile("\\b" + digits + "\\b").matcher(script).find();
    return chosen || port < lowestPort || port > highestPort ? digits : name("port", digits);
  }

  private String hardwareAddresses(String line) {
    return replace(
        line,
        "\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\\b",
        m -> m.group().matches("(00:){5}00|(ff:){5}ff") ? m.group() : name("mac", m.group()));
  }

  private String echoIdentifiers(String line) {
    return replace(
        line,
        "\\b(id[ =])(\\d+)(?=, seq| src=|\\b(?= \\[| src| mark| use|$))",
        m -> m.group(1) + name("id", m.group(2)));
  }

  private String ipIdentifications(String line) {
    return line.replaceAll("(ttl \\d+), id [1-9]\\d*,", "$1, id <ipid>,");
  }

  private String roundTripTimes(String line) {
    return line.replaceAll("time=[0-9.]+ ms", "time=<time> ms")
        .replaceAll("time \\d+ms", "time <time>ms")
        .replaceAll("(rtt min/avg/max/mdev =) .*", "$1 <times>");
  }

  /** conntrack's countdowns, rounded up to where they began. */
  private String timers(String line) {
    return replace(
        line,
        "^((?:tcp|udp|icmp) +\\d+) (\\d+) ",
        m -> {
          int left = Integer.parseInt(m.group(2));
          for (int timeout : TIMEOUTS) {
            if (left <= timeout && left > timeout - SLACK) {
              return m.group(1) + " <" + timeout + " ";
            }
          }
          return m.group();
        });
  }

  private String linkLocalAddresses(String line) {
    return line.contains("fe80::") ? "" : line;
  }

  private String name(String kind, String value) {
    return names.computeIfAbsent(
        kind + value, key -> "<" + kind + counters.merge(kind, 1, Integer::sum) + ">");
  }

  private static String replace(
      String line, String pattern, java.util.function.Function<MatchResult, String> by) {
    return Pattern.compile(pattern)
        .matcher(line)
        .replaceAll(m -> Matcher.quoteReplacement(by.apply(m)));
  }
}
