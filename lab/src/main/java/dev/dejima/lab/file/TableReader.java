package dev.dejima.lab.file;

import dev.dejima.lab.Action;
import dev.dejima.lab.FlowRow;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads matrices and tables of flows. */
final class TableReader {
  private static final Pattern RANGE = Pattern.compile("(\\S+?)(?:\\s*-\\s*(\\S+))?");
  private static final Pattern ROW =
      Pattern.compile(
          "(?<from>\\S+)(?:\\s+(?<protocol>tcp|udp))?(?:\\s+(?<source>\\S+))?\\s*->\\s*(?<to>\\S+)"
              + "\\s*=>\\s*(?<fate>[^\\s,]+)(?:\\s*,\\s*(?<masqueraded>(?:not )?masqueraded))?");
  private static final String EXPECTED =
      "FROM [tcp|udp] [SOURCE] -> ADDRESS:PORT => accept, drop, reject or the ADDRESS:PORT where it"
          + " arrives, and perhaps ', masqueraded' or ', not masqueraded'";

  private final Mistakes mistakes;
  private final Values values;
  private final Map<String, List<String>> groups;

  TableReader(Mistakes mistakes, Map<String, List<String>> groups) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
    this.groups = groups;
  }

  /**
   * A matrix.
   *
   * @param step where its {@code expect} stands
   */
  Optional<Action> matrix(Section matrix, Section step) {
    List<String> from = names(matrix.required("from", "nodes or groups"));
    List<Action.MatrixTarget> to = targets(matrix.required("to", "nodes, groups or addresses"));
    List<Action.PortRange> ports = ports(matrix.required("ports", "ports as in 22 or 1-1024"));
    Transport transport =
        matrix
            .oneOf("protocol", List.of("tcp", "udp"))
            .map(word -> Transport.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Transport.TCP);
    List<Action.MatrixException> exceptions = matrix.several("except", this::exception);
    return step.word("expect", "what comes of each cell")
        .flatMap(text -> new ExpectationReader(mistakes).outcome(text, text.text()))
        .map(outcome -> new Action.Matrix(from, to, transport, ports, outcome, exceptions));
  }

  private Optional<Action.MatrixException> exception(Yaml value) {
    return Section.of(value, "an exception", Vocabulary.keys("exception"), mistakes)
        .flatMap(
            section -> {
              Set<String> from = new HashSet<>(names(section.optional("from")));
              Set<String> to = new HashSet<>(names(section.optional("to")));
              List<Action.PortRange> ports = ports(section.optional("ports"));
              Optional<Outcome> outcome =
                  section
                      .word("expect", "what comes of these")
                      .flatMap(t -> new ExpectationReader(mistakes).outcome(t, t.text()));
              return outcome.map(
                  o -> new Action.MatrixException(from, to, ports, o, section.place()));
            });
  }

  /** Names of nodes, those of groups replaced by their nodes'. */
  private List<String> names(Optional<Yaml> value) {
    return texts(value, "the name of a node or group").stream()
        .flatMap(text -> groups.getOrDefault(text.text(), List.of(text.text())).stream())
        .toList();
  }

  private List<Yaml.Text> texts(Optional<Yaml> value, String expected) {
    return value.map(v -> Section.texts(v, expected, mistakes)).orElse(List.of());
  }

  /** The addresses of nodes are not known yet: their names stand for them. */
  private List<Action.MatrixTarget> targets(Optional<Yaml> value) {
    Map<String, Action.MatrixTarget> targets = new LinkedHashMap<>();
    for (Yaml.Text text : texts(value, "a node, a group or an address")) {
      for (String name : groups.getOrDefault(text.text(), List.of(text.text()))) {
        targets.put(name, new Action.MatrixTarget(name, address(name), text.place()));
      }
    }
    return List.copyOf(targets.values());
  }

  private static @Nullable IpAddress address(String name) {
    try {
      return IpAddress.parse(name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private List<Action.PortRange> ports(Optional<Yaml> value) {
    List<Action.PortRange> ranges = new ArrayList<>();
    for (Yaml.Text text : texts(value, "ports as in 22 or 1-1024")) {
      for (String part : text.text().split(",", -1)) {
        Matcher range = RANGE.matcher(part.strip());
        if (!range.matches()) {
          mistakes.add(
              text.place(), "'%s' is no port, expected one as in 22 or 1-1024".formatted(part));
          continue;
        }
        Optional<Integer> first = values.port(text.with(range.group(1)));
        Optional<Integer> last =
            range.group(2) == null ? first : values.port(text.with(range.group(2)));
        if (first.isPresent() && last.isPresent()) {
          add(first.get(), last.get(), text, ranges);
        }
      }
    }
    return ranges;
  }

  private void add(int first, int last, Yaml.Text text, List<Action.PortRange> ranges) {
    if (last < first) {
      mistakes.add(
          text.place(),
          "'%s' ends before it begins, expected a range as in 1-1024".formatted(text.text()));
    } else {
      ranges.add(new Action.PortRange(first, last));
    }
  }

  /** A table of flows, a row a line. */
  Optional<Action> flows(Yaml value) {
    List<FlowRow> rows = new ArrayList<>();
    for (Yaml.Text text : Section.texts(value, "a row", mistakes)) {
      text.text()
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(line -> row(text, line).ifPresent(rows::add));
    }
    return Optional.of(new Action.Flows(rows));
  }

  private Optional<FlowRow> row(Yaml.Text text, String line) {
    Matcher row = ROW.matcher(line);
    if (!row.matches()) {
      mistakes.add(text.place(), "'%s' is no flow, expected %s".formatted(line, EXPECTED));
      return Optional.empty();
    }
    Optional<Endpoint> to = values.endpoint(text.with(row.group("to")));
    String source = row.group("source");
    Optional<IpAddress> from =
        source == null ? Optional.empty() : values.address(text.with(source));
    String masqueraded = row.group("masqueraded");
    FlowRow.@Nullable Fate fate = fate(row.group("fate"));
    Optional<Endpoint> arrives =
        fate == null ? values.endpoint(text.with(row.group("fate"))) : Optional.empty();
    if (fate == null && arrives.isEmpty()) {
      return Optional.empty();
    }
    Transport transport = "udp".equals(row.group("protocol")) ? Transport.UDP : Transport.TCP;
    return to.map(
        t ->
            new FlowRow(
                row.group("from"),
                from.orElse(null),
                transport,
                t,
                fate == null ? FlowRow.Fate.ACCEPT : fate,
                arrives.orElse(null),
                masqueraded == null ? null : Boolean.valueOf(masqueraded.equals("masqueraded")),
                text.place()));
  }

  private static FlowRow.@Nullable Fate fate(String word) {
    return switch (word) {
      case "accept" -> FlowRow.Fate.ACCEPT;
      case "drop" -> FlowRow.Fate.DROP;
      case "reject" -> FlowRow.Fate.REJECT;
      default -> null;
    };
  }
}
