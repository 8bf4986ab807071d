package dev.dejima.lab.file;

import dev.dejima.lab.Action;
import dev.dejima.lab.Comparison;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.packet.filter.FilterCompiler;
import dev.dejima.packet.filter.FilterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is expected of a step. */
final class ExpectationReader {
  private static final List<String> OUTCOMES =
      Stream.of(Outcome.values()).map(Outcome::word).toList();
  private static final List<String> ICMP_KINDS =
      List.of(
          "net-unreachable",
          "host-unreachable",
          "prot-unreachable",
          "port-unreachable",
          "frag-needed",
          "net-prohibited",
          "host-prohibited",
          "admin-prohibited",
          "no-route",
          "addr-unreachable",
          "policy-fail",
          "reject-route",
          "time-exceeded",
          "packet-too-big");
  private static final List<String> OF_PROBES =
      List.of("expect", "rule", "dropped_by", "translated", "translated_to");
  private static final List<String> OF_PROGRAMS = List.of("status", "output", "no_output");
  private static final Map<String, Comparison.Relation> RELATIONS =
      Map.of(
          "", Comparison.Relation.EQUAL,
          "=", Comparison.Relation.EQUAL,
          "==", Comparison.Relation.EQUAL,
          "!=", Comparison.Relation.NOT_EQUAL,
          "<", Comparison.Relation.LESS,
          "<=", Comparison.Relation.AT_MOST,
          ">", Comparison.Relation.GREATER,
          ">=", Comparison.Relation.AT_LEAST);
  private static final Pattern COMPARISON = Pattern.compile("(==?|!=|<=?|>=?|)\\s*(\\S+)");

  private final Mistakes mistakes;
  private final Values values;

  ExpectationReader(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
  }

  /** The keys of expectations. */
  List<String> keys() {
    return Vocabulary.keys("expected");
  }

  /** What a section expects of its action. */
  List<Expectation> read(Section section, Action action) {
    check(section, action);
    List<Expectation> all = new ArrayList<>();
    if (action instanceof Probe) {
      outcome(section).ifPresent(all::add);
    }
    all.addAll(section.several("seen", value -> seen(value, Comparison.atLeast(1))));
    all.addAll(section.several("not_seen", value -> seen(value, Comparison.equal(0))));
    all.addAll(section.several("rule", this::rule));
    all.addAll(section.several("dropped_by", this::dropped));
    section.optional("translated").flatMap(this::translated).ifPresent(all::add);
    section
        .optionalWord("translated_to", "ADDRESS:PORT")
        .map(this::translatedTo)
        .ifPresent(all::add);
    all.addAll(section.several("counter", this::counter));
    all.addAll(section.several("set", this::set));
    all.addAll(section.several("conntrack", this::conntrack));
    section
        .optionalWord("took", "a bound as in < 1s")
        .flatMap(text -> duration(text).map(c -> new Expectation.Took(c, text.place())))
        .ifPresent(all::add);
    section
        .optionalWord("status", "an exit status")
        .flatMap(text -> comparison(text).map(c -> new Expectation.Status(c, text.place())))
        .ifPresent(all::add);
    all.addAll(section.several("output", value -> output(value, true)));
    all.addAll(section.several("no_output", value -> output(value, false)));
    return all;
  }

  /** What would be said beside an action that does not look at it is a mistake. */
  private void check(Section section, Action action) {
    boolean isTable = action instanceof Action.Matrix || action instanceof Action.Flows;
    for (String key : keys()) {
      if (section.has(key)) {
        if (isTable) {
          besideTable(section, key, action);
        } else if (OF_PROBES.contains(key) && !(action instanceof Probe)) {
          mistakes.add(
              section.keyPlace(key),
              "'%s' is about a probe's packets, expected it beside connect, udp or ping"
                  .formatted(key));
        } else if (OF_PROGRAMS.contains(key) && !(action instanceof Action.Run)) {
          mistakes.add(
              section.keyPlace(key),
              "'%s' is about a program, expected it beside run or ip".formatted(key));
        }
      }
    }
  }

  private void besideTable(Section section, String key, Action action) {
    if (action instanceof Action.Matrix && key.equals("expect")) {
      return;
    }
    boolean ofPackets = OF_PROBES.contains(key) || OF_PROGRAMS.contains(key);
    mistakes.add(
        section.keyPlace(key),
        "'%s' is not looked at beside matrix and flows, expected it %s"
            .formatted(
                key, ofPackets ? "in a step of what it is about" : "in a step of its own behind"));
  }

  /** What comes of a probe, which every probe has to say. */
  private Optional<Expectation> outcome(Section section) {
    return section.word("expect", "one of " + String.join(", ", OUTCOMES)).flatMap(this::outcome);
  }

  private Optional<Expectation> outcome(Yaml.Text text) {
    List<String> words = List.of(text.text().strip().split("\\s+", -1));
    Optional<Outcome> outcome = outcome(text, words.getFirst());
    if (outcome.isEmpty() || words.size() == 1) {
      return outcome.map(o -> new Expectation.Answer(o, null, text.place()));
    }
    String icmp = words.get(1);
    if (words.size() > 2 || !ICMP_KINDS.contains(icmp)) {
      mistakes.addUnknown(
          text.place(),
          "'%s' is no ICMP error, expected one of %s"
              .formatted(icmp, String.join(", ", ICMP_KINDS)),
          icmp,
          ICMP_KINDS);
      return Optional.empty();
    }
    return outcome.map(o -> new Expectation.Answer(o, icmp, text.place()));
  }

  /** The outcome of a word. */
  Optional<Outcome> outcome(Yaml.Text text, String word) {
    Optional<Outcome> outcome =
        Stream.of(Outcome.values()).filter(o -> o.word().equals(word)).findFirst();
    if (outcome.isEmpty()) {
      mistakes.addUnknown(
          text.place(),
          "'%s' cannot be expected, expected one of %s"
              .formatted(word, String.join(", ", OUTCOMES)),
          word,
          OUTCOMES);
    }
    return outcome;
  }

  private Optional<Expectation> seen(Yaml value, Comparison usual) {
    return Section.of(value, "a sighting", Vocabulary.keys("seen"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "NODE:INTERFACE");
              Optional<Expectation.PacketMatch> packet = packet(section);
              Comparison count =
                  section.optionalWord("count", "a number").flatMap(this::comparison).orElse(usual);
              Optional<Port> port = at.flatMap(text -> TestReader.port(text, mistakes));
              return port.flatMap(
                  p ->
                      packet.map(
                          line -> new Expectation.Seen(p, line, count, at.orElseThrow().place())));
            });
  }

  private Optional<Expectation.PacketMatch> packet(Section section) {
    if (section.has("filter") && !section.has("packet")) {
      return section.optionalWord("filter", "an expression of pcap-filter").flatMap(this::filter);
    }
    return section
        .word("packet", "tcpdump's line behind \"IP \", * for any characters")
        .map(line -> new Expectation.Line(line.text()));
  }

  private Optional<Expectation.PacketMatch> filter(Yaml.Text text) {
    try {
      FilterCompiler.compile(text.text());
      return Optional.of(new Expectation.Filter(text.text()));
    } catch (FilterException e) {
      mistakes.add(text.place(), "'%s' is no filter: %s".formatted(text.text(), e.explanation()));
      return Optional.empty();
    }
  }

  private Optional<Expectation> rule(Yaml value) {
    return Section.of(value, "'rule'", Vocabulary.keys("rule"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              Optional<Yaml.Text> text =
                  section.word("text", "a rule as nft lists it, * for any characters");
              return at.flatMap(
                  a -> text.map(t -> new Expectation.Decided(a.text(), t.text(), a.place())));
            });
  }

  private Optional<Expectation> dropped(Yaml value) {
    return Section.of(value, "'dropped_by'", Vocabulary.keys("dropped_by"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              String rule =
                  section
                      .optionalWord("policy", "FAMILY TABLE CHAIN")
                      .map(chain -> "policy of " + chain.text())
                      .or(() -> section.optionalWord("text", "a rule").map(Yaml.Text::text))
                      .orElse("*");
              return at.map(a -> new Expectation.Dropped(a.text(), rule, a.place()));
            });
  }

  private Optional<Expectation> translated(Yaml value) {
    if (value instanceof Yaml.Text text && text.text().matches("no|false|off")) {
      return Optional.of(translated(null, false, null, null, text.place()));
    }
    return Section.of(value, "'translated'", Vocabulary.keys("translated"), mistakes)
        .map(
            section ->
                new Expectation.Translated(
                    word(section, "at"),
                    true,
                    word(section, "from"),
                    word(section, "to"),
                    word(section, "original"),
                    word(section, "translated"),
                    word(section, "reply"),
                    section.place()));
  }

  private Expectation translatedTo(Yaml.Text text) {
    return translated(null, true, null, text.text(), text.place());
  }

  private static Expectation translated(
      @Nullable String node,
      boolean changed,
      @Nullable String from,
      @Nullable String to,
      Place at) {
    return new Expectation.Translated(node, changed, from, to, null, null, null, at);
  }

  private static @Nullable String word(Section section, String key) {
    return section
        .optionalWord(key, "a text, * for any characters")
        .map(Yaml.Text::text)
        .orElse(null);
  }

  private Optional<Expectation> counter(Yaml value) {
    return Section.of(value, "'counter'", Vocabulary.keys("counter"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              Optional<Yaml.Text> name =
                  section.has("rule")
                      ? section.optionalWord("rule", "a rule as nft lists it")
                      : section.word("name", "FAMILY TABLE NAME, or a rule");
              Comparison packets = bound(section, "packets");
              Comparison octets = bound(section, "bytes");
              return at.flatMap(
                  a ->
                      name.map(
                          n ->
                              new Expectation.Counter(
                                  a.text(), n.text(), packets, octets, a.place())));
            });
  }

  private @Nullable Comparison bound(Section section, String key) {
    return section.optionalWord(key, "a number, >= 1").flatMap(this::comparison).orElse(null);
  }

  private Optional<Expectation> set(Yaml value) {
    return Section.of(value, "'set'", Vocabulary.keys("set"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              Optional<Yaml.Text> name = section.word("name", "FAMILY TABLE NAME");
              List<String> has = patterns(section, "has");
              List<String> lacks = patterns(section, "lacks");
              Comparison size = bound(section, "size");
              return at.flatMap(
                  a ->
                      name.map(
                          n ->
                              new Expectation.SetContent(
                                  a.text(), n.text(), has, lacks, size, a.place())));
            });
  }

  private List<String> patterns(Section section, String key) {
    return section
        .optional(key)
        .map(value -> Section.texts(value, "an element as nft lists it", mistakes))
        .orElse(List.of())
        .stream()
        .map(Yaml.Text::text)
        .toList();
  }

  private Optional<Expectation> conntrack(Yaml value) {
    return Section.of(value, "'conntrack'", Vocabulary.keys("conntrack"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              Optional<Yaml.Text> entry = section.word("entry", "a line of conntrack -L");
              Comparison count = bound(section, "count");
              return at.flatMap(
                  a ->
                      entry.map(
                          e ->
                              new Expectation.Tracked(
                                  a.text(),
                                  e.text(),
                                  count == null ? Comparison.atLeast(1) : count,
                                  a.place())));
            });
  }

  private static Optional<Expectation> output(Yaml value, boolean wanted) {
    return value instanceof Yaml.Text text
        ? Optional.of(new Expectation.Output(text.text(), wanted, text.place()))
        : Optional.empty();
  }

  private Optional<Comparison> comparison(Yaml.Text text) {
    Matcher parts = COMPARISON.matcher(text.text().strip());
    if (!parts.matches() || !parts.group(2).matches("[0-9]{1,18}")) {
      mistakes.add(
          text.place(),
          "'%s' is no bound, expected a number, or one with < <= = != >= > in front"
              .formatted(text.text()));
      return Optional.empty();
    }
    return Optional.of(new Comparison(relation(parts.group(1)), Long.parseLong(parts.group(2))));
  }

  private Optional<Comparison> duration(Yaml.Text text) {
    Matcher parts = COMPARISON.matcher(text.text().strip());
    if (!parts.matches() || parts.group(1).isEmpty()) {
      mistakes.add(
          text.place(),
          "'%s' is no bound on a time, expected one as in < 1s".formatted(text.text()));
      return Optional.empty();
    }
    return values
        .duration(text.with(parts.group(2)))
        .map(Duration::toNanos)
        .map(nanos -> new Comparison(relation(parts.group(1)), nanos));
  }

  private static Comparison.Relation relation(String sign) {
    return RELATIONS.getOrDefault(sign, Comparison.Relation.EQUAL);
  }
}
