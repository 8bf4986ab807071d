package dev.dejima.lab.compare;

import dev.dejima.lab.compare.Section.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sets chance and time aside in what was seen. Values that a kernel draws at random are renamed in
 * the order of their first appearance, so that the same value keeps the same name: a port that
 * changes on its way through a router still shows. A port outside the range that Linux draws from
 * keeps its number, and so differs. A comment {@code # random ports: 1024-65535} in the subject
 * widens that range.
 */
public final class Normaliser {
  /** A script's: the numbers in it are not chosen for anything. */
  private static final Pattern COMMENT = Pattern.compile("(?m)^#.*$");

  private static final Pattern RANGE = Pattern.compile("# random ports: (\\d+)-(\\d+)");
  private static final int MTU_AND_HEADERS = 1 << 20;
  private static final int[] TIMEOUTS = {
    3, 10, 30, 60, 120, 180, 300, 600, 900, 1000, 3600, 120_000, 432_000
  };

  /** Commands whose lines come in the order of a hash, and what they say of them beside. */
  private static final Pattern LISTED = Pattern.compile("conntrack -[LDUG]\\b");

  /** Where conntrack's lines have their countdown: listings and events, expectations, -o save. */
  private static final String COUNTDOWN =
      "^((?: *\\[\\w+\\] )?(?:ipv[46] +\\d+ )?\\w+ +\\d+ |(?=\\d+ proto=)|-[AUD] -t )(\\d+)"
          + " (?=[A-Z]|src=|proto=|-u )";

  private static final Pattern COUNT =
      Pattern.compile("(\\d+) packets? (captured|received by filter)");

  private final Observation seen;
  private final String subject;
  private final int lowestPort;
  private final int highestPort;
  private final Set<Rule> rules;
  private final Set<Rule> applied = EnumSet.noneOf(Rule.class);
  private final Map<String, String> interfaces;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final Map<Rule, UnaryOperator<String>> lineRules = new EnumMap<>(Rule.class);

  private int captured;

  private Normaliser(Observation seen, Set<Rule> rules) {
    this.seen = seen;
    this.subject = COMMENT.matcher(seen.subject().text()).replaceAll("");
    this.interfaces = seen.interfaces();
    this.rules = rules;
    Matcher range = RANGE.matcher(seen.subject().text());
    boolean given = range.find();
    this.lowestPort = given ? Integer.parseInt(range.group(1)) : 32768;
    this.highestPort = given ? Integer.parseInt(range.group(2)) : 60999;
    lineRules.put(Rule.SEQUENCE_NUMBERS, this::sequenceNumbers);
    lineRules.put(Rule.TCP_TIMESTAMPS, Normaliser::timestamps);
    lineRules.put(Rule.TCP_WINDOWS, Normaliser::windows);
    lineRules.put(Rule.CHECKSUMS, Normaliser::checksums);
    lineRules.put(Rule.EPHEMERAL_PORTS, this::ports);
    lineRules.put(Rule.HARDWARE_ADDRESSES, this::hardwareAddresses);
    lineRules.put(Rule.ECHO_IDENTIFIERS, this::echoIdentifiers);
    lineRules.put(Rule.TRACE_IDENTIFIERS, this::traceIdentifiers);
    lineRules.put(Rule.IP_IDS, Normaliser::ipIdentifications);
    lineRules.put(
        Rule.FLOW_LABELS, line -> line.replaceAll("flowlabel 0x\\w+", "flowlabel <label>"));
    lineRules.put(
        Rule.PROCESSES,
        line ->
            line.replaceAll("^(# new generation \\d+ by process) \\d+ \\(.*\\)$", "$1 <process>"));
    lineRules.put(Rule.TIMES_OF_DAY, Normaliser::timesOfDay);
    lineRules.put(Rule.ROUND_TRIP_TIMES, Normaliser::roundTripTimes);
    lineRules.put(Rule.FILTER_COUNTS, this::filterCounts);
    lineRules.put(Rule.TIMERS, Normaliser::timers);
  }

  /**
   * What is left when rules have set aside what they name.
   *
   * @param observation the rest
   * @param applied the rules that changed something
   */
  public record Result(Observation observation, Set<Rule> applied) {}

  /** Applies all rules. */
  public static Observation normalise(Observation seen) {
    return normalise(seen, EnumSet.allOf(Rule.class)).observation();
  }

  /** Applies some rules. */
  public static Result normalise(Observation seen, Set<Rule> rules) {
    Normaliser normaliser = new Normaliser(seen, rules);
    IdentityHashMap<Section, Section> normal = new IdentityHashMap<>();
    seen.sections().stream()
        .sorted(Comparator.comparing(Normaliser::turn))
        .forEach(section -> normal.put(section, normaliser.section(section)));
    List<Section> sections = seen.sections().stream().map(normal::get).toList();
    return new Result(seen.with(sections), normaliser.applied);
  }

  /** When a section may name what it shows: those in the order of time before those of a hash. */
  private enum Turn {
    OUTPUT,
    FRAMES,
    LISTED
  }

  private static Turn turn(Section section) {
    return switch (section.kind()) {
      case FRAMES -> Turn.FRAMES;
      case CONNECTIONS -> Turn.LISTED;
      case OUTPUT, RULESET -> LISTED.matcher(section.title()).find() ? Turn.LISTED : Turn.OUTPUT;
    };
  }

  private Section section(Section section) {
    List<String> lines = section.lines();
    boolean connections = turn(section) == Turn.LISTED;
    if (section.kind() == Kind.FRAMES) {
      lines = new FrameRules(rules, applied).select(lines);
    }
    if (connections) {
      // Names follow appearance: first the order that each line has by itself.
      lines = sorted(lines, line -> new Normaliser(seen, rules).line(section, line));
    }
    List<String> normal = new ArrayList<>();
    for (String line : lines) {
      String text = line(section, line);
      if (!text.isEmpty() || line.isEmpty()) {
        normal.add(text);
      }
    }
    return section.with(connections ? sorted(normal, line -> line) : normal);
  }

  private List<String> sorted(List<String> lines, Function<String, String> key) {
    if (!rules.contains(Rule.CONNTRACK_ORDER)) {
      return lines;
    }
    Map<String, String> keys = new HashMap<>();
    lines.forEach(line -> keys.computeIfAbsent(line, key));
    List<String> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparing(keys::get));
    if (!sorted.equals(lines)) {
      applied.add(Rule.CONNTRACK_ORDER);
    }
    return sorted;
  }

  private String line(Section section, String line) {
    String normal = line;
    if (section.kind() == Kind.FRAMES && section.title().endsWith(" lo")) {
      normal = apply(Rule.CHECKSUMS, normal, Normaliser::loopbackChecksums);
    }
    for (Map.Entry<Rule, UnaryOperator<String>> rule : lineRules.entrySet()) {
      normal = apply(rule.getKey(), normal, rule.getValue());
    }
    return apply(Rule.LINK_LOCAL_ADDRESSES, normal, text -> linkLocal(section, text));
  }

  private String apply(Rule rule, String line, UnaryOperator<String> change) {
    if (!rules.contains(rule)) {
      return line;
    }
    String changed = change.apply(line);
    if (!changed.equals(line)) {
      applied.add(rule);
    }
    return changed;
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

  private static String timestamps(String line) {
    return line.replaceAll("TS val \\d+ ecr 0\\b", "TS val <ts> ecr 0")
        .replaceAll("TS val \\d+ ecr \\d+", "TS val <ts> ecr <ts>");
  }

  /** A SYN's window tells of the MSS; later ones, and the scale, of the machine's memory. */
  private static String windows(String line) {
    String scale = line.replaceAll("wscale \\d+", "wscale <scale>");
    return line.contains("Flags [S")
        ? scale
        : scale.replaceAll("\\b(win|tcp window) [1-9]\\d*", "$1 <win>");
  }

  private static String checksums(String line) {
    return line.replaceAll("cksum 0x[0-9a-f]+ \\(correct\\)", "cksum (correct)")
        .replaceAll("cksum 0x[0-9a-f]+ \\(incorrect -> 0x[0-9a-f]+\\)", "cksum (incorrect)")
        .replaceAll("cksum 0x[0-9a-f]+ -> 0x[0-9a-f]+", "cksum");
  }

  /** Linux computes none for what does not leave the host. */
  private static String loopbackChecksums(String line) {
    return line.replaceAll("cksum 0x[0-9a-f]+ \\((correct|incorrect[^)]*)\\)", "cksum (none)")
        .replaceAll("\\[(udp sum ok|bad udp cksum [^\\]]*)\\] ", "");
  }

  private String ports(String line) {
    return replace(
        line,
        "(\\b\\d+\\.\\d+\\.\\d+\\.\\d+[.:]|\\b[0-9a-f]*:[0-9a-f:]+\\.|\\]:|[sd]port[= ]|"
            + "Connection received on \\S+ | port |\\.\\.\\.)(\\d{1,5})\\b",
        m -> m.group(1) + port(m.group(2)));
  }

  private String port(String digits) {
    int port = Integer.parseInt(digits);
    boolean chosen = Pattern.compile("\\b" + digits + "\\b").matcher(subject).find();
    return chosen || port < lowestPort || port > highestPort ? digits : name("port", digits);
  }

  private String hardwareAddresses(String line) {
    return replace(
        line,
        "\\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\\b",
        m -> m.group().matches("(00:){5}00|(ff:){5}ff") ? m.group() : hardware(m.group()));
  }

  private String hardware(String address) {
    String owner = interfaces.get(address);
    return owner == null ? name("mac", address) : "<mac of " + owner + ">";
  }

  private String echoIdentifiers(String line) {
    return replace(
        line,
        "\\b(id[ =])(\\d+)(?=, seq| icmp seq| src=|\\b(?= \\[| src| mark| use|$))",
        m -> m.group(1) + name("id", m.group(2)));
  }

  private static String ipIdentifications(String line) {
    return line.replaceAll("(ttl \\d+), id [1-9]\\d*,", "$1, id <ipid>,")
        .replaceAll("\\bip id [1-9]\\d*", "ip id <ipid>")
        .replaceAll("\\bfrag \\(0x[0-9a-f]+:", "frag (<ipid>:");
  }

  /** Of {@code nft monitor trace}. */
  private String traceIdentifiers(String line) {
    String named =
        replace(line, "^(trace id )([0-9a-f]{8})\\b", m -> m.group(1) + name("trace", m.group(2)));
    return named.replaceAll("\\bct id \\d+", "ct id <id>");
  }

  /** Of tcpdump: not more are received than it says before that it captured. */
  private String filterCounts(String line) {
    Matcher count = COUNT.matcher(line);
    if (!count.matches()) {
      return line;
    }
    int packets = Integer.parseInt(count.group(1));
    if (count.group(2).equals("captured")) {
      captured = packets;
    }
    int shown = Math.min(packets, captured);
    return shown + (shown == 1 ? " packet " : " packets ") + count.group(2);
  }

  /** Where a line begins, and in the timestamps of IP's options. */
  private static String timesOfDay(String line) {
    return line.replaceAll(
            "^(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d\\.\\d{6}(\\d{3})? ", "<time> ")
        .replaceAll("(TS\\{\\S+ )\\d+@(?!0\\.0\\.0\\.0)", "$1<time>@");
  }

  private static String roundTripTimes(String line) {
    return line.replaceAll("time=[0-9.]+ ms", "time=<time> ms")
        .replaceAll("time \\d+ms", "time <time>ms")
        .replaceAll("sent in [0-9.]+ seconds", "sent in <time> seconds")
        .replaceAll("^Rated: .*", "Rated: <rate>")
        .replaceAll("flows, [0-9.]+ fps", "flows, <rate> fps")
        .replaceAll("(rtt min/avg/max/mdev =) .*", "$1 <times>");
  }

  /** conntrack's countdowns, rounded up to the next time that one begins from. */
  private static String timers(String line) {
    return replace(
            line,
            COUNTDOWN,
            m -> {
              int left = Integer.parseInt(m.group(2));
              for (int timeout : TIMEOUTS) {
                if (left <= timeout) {
                  return m.group(1) + "<" + timeout + " ";
                }
              }
              return m.group();
            })
        .replaceAll("expires [0-9dhms]+", "expires <time>");
  }

  /** In frames they are named; commands show them in lines of their own, which go. */
  private static String linkLocal(Section section, String line) {
    if (section.kind() == Kind.FRAMES) {
      return line.replaceAll("\\bfe80::[0-9a-f:]+", "<link-local>");
    }
    return line.contains("fe80::") ? "" : line;
  }

  private String name(String kind, String value) {
    return names.computeIfAbsent(
        kind + value, key -> "<" + kind + counters.merge(kind, 1, Integer::sum) + ">");
  }

  private static String replace(String line, String pattern, Function<MatchResult, String> by) {
    return Pattern.compile(pattern)
        .matcher(line)
        .replaceAll(m -> Matcher.quoteReplacement(by.apply(m)));
  }
}
