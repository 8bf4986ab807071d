package dev.dejima.lab.file;

import dev.dejima.lab.Comparison;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the tests of a lab file. */
final class TestReader {
  private static final List<String> PROBES = List.of("connect", "udp", "ping");
  private static final List<String> KEYS =
      List.of(
          "name",
          "listen",
          "connect",
          "udp",
          "ping",
          "expect",
          "within",
          "seen",
          "not_seen",
          "rule");
  private static final List<String> OUTCOMES =
      Stream.of(Outcome.values()).map(Outcome::word).toList();

  private final Mistakes mistakes;
  private final Values values;

  TestReader(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
  }

  List<LabTest> tests(Yaml value) {
    if (!(value instanceof Yaml.Items list)) {
      mistakes.add(
          value.place(), "'tests' is %s, expected a list of tests".formatted(value.kind()));
      return List.of();
    }
    List<LabTest> tests = new ArrayList<>();
    for (Yaml item : list.items()) {
      Section.of(item, "a test", KEYS, mistakes).flatMap(this::test).ifPresent(tests::add);
    }
    return tests;
  }

  private Optional<LabTest> test(Section test) {
    Optional<Yaml.Text> name = test.word("name", "what the test is called");
    List<Listener> listeners = several(test, "listen", this::listener);
    Optional<Probe> probe = probe(test);
    Optional<Outcome> expect =
        test.word("expect", "one of " + String.join(", ", OUTCOMES)).flatMap(this::outcome);
    Optional<Yaml> within = test.optional("within");
    Optional<java.time.Duration> deadline =
        within
            .flatMap(value -> test.word(value, "within", "a duration as in 5s"))
            .flatMap(values::duration);
    List<Expectation> expectations = new ArrayList<>();
    expect.ifPresent(
        outcome ->
            expectations.add(new Expectation.Answer(outcome, null, test.keyPlace("expect"))));
    expectations.addAll(several(test, "seen", value -> sighting(value, Comparison.atLeast(1))));
    expectations.addAll(several(test, "not_seen", value -> sighting(value, Comparison.equal(0))));
    expectations.addAll(several(test, "rule", this::rule));
    if (name.isEmpty() || probe.isEmpty() || expect.isEmpty()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    listeners.forEach(listener -> steps.add(Step.of(listener, listener.place())));
    steps.add(
        new Step(probe.get(), deadline.orElse(Step.DEADLINE), expectations, probe.get().place()));
    return Optional.of(new LabTest(name.get().text(), steps, name.get().place()));
  }

  /** One of a thing, or a list of them. */
  private static <T> List<T> several(Section test, String key, Function<Yaml, Optional<T>> read) {
    return test.optional(key).stream()
        .flatMap(
            value -> value instanceof Yaml.Items list ? list.items().stream() : Stream.of(value))
        .map(read)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Outcome> outcome(Yaml.Text text) {
    if (OUTCOMES.contains(text.text())) {
      return Optional.of(Outcome.values()[OUTCOMES.indexOf(text.text())]);
    }
    mistakes.addUnknown(
        text.place(),
        "'%s' is nothing to expect, expected one of %s"
            .formatted(text.text(), String.join(", ", OUTCOMES)),
        text.text(),
        OUTCOMES);
    return Optional.empty();
  }

  private Optional<Listener> listener(Yaml value) {
    Optional<Section> section =
        Section.of(value, "'listen'", List.of("at", "tcp", "udp"), mistakes);
    if (section.isEmpty()) {
      return Optional.empty();
    }
    Optional<Yaml.Text> at = section.get().word("at", "the name of a node");
    List<Transport> transports =
        Stream.of(Transport.values()).filter(t -> section.get().has(t.word())).toList();
    if (transports.size() != 1) {
      mistakes.add(
          section.get().place(),
          transports.isEmpty()
              ? "'listen' has no port, expected tcp: PORT or udp: PORT"
              : "'listen' has two ports, expected either tcp or udp");
      return Optional.empty();
    }
    Transport transport = transports.getFirst();
    Optional<Integer> port = section.get().word(transport.word(), "a port").flatMap(values::port);
    return at.isEmpty() || port.isEmpty()
        ? Optional.empty()
        : Optional.of(Listener.of(at.get().text(), transport, port.get(), at.get().place()));
  }

  private Optional<Probe> probe(Section test) {
    List<String> there = PROBES.stream().filter(test::has).toList();
    if (there.size() != 1) {
      mistakes.add(
          there.isEmpty() ? test.place() : test.keyPlace(there.get(1)),
          there.isEmpty()
              ? "a test has nothing to try, expected one of connect, udp, ping"
              : "a test tries one thing, expected either %s".formatted(String.join(" or ", there)));
      return Optional.empty();
    }
    String kind = there.getFirst();
    boolean ping = kind.equals("ping");
    List<String> keys = ping ? List.of("from", "to") : List.of("from", "to", "send");
    return test.optional(kind)
        .flatMap(value -> Section.of(value, "'" + kind + "'", keys, mistakes))
        .flatMap(section -> ping ? ping(section) : connect(section, kind));
  }

  private Optional<Probe> ping(Section section) {
    Optional<Yaml.Text> from = section.word("from", "the name of a node");
    return section
        .word("to", "an address")
        .flatMap(values::address)
        .flatMap(to -> from.map(f -> new Probe.Ping(f.text(), to, f.place())));
  }

  private Optional<Probe> connect(Section section, String kind) {
    Optional<Yaml.Text> from = section.word("from", "the name of a node");
    Optional<Endpoint> to = section.word("to", "ADDRESS:PORT").flatMap(values::endpoint);
    Optional<Yaml> send = section.optional("send");
    boolean udp = kind.equals("udp");
    String text = "";
    if (send.isPresent()) {
      text = section.word(send.get(), "send", "a text").map(Yaml.Text::text).orElse("");
    } else if (udp) {
      text = "dejima";
    }
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    String node = from.get().text();
    return Optional.of(
        udp
            ? new Probe.Udp(node, null, to.get(), text, from.get().place())
            : new Probe.Connect(node, null, to.get(), text, null, from.get().place()));
  }

  private Optional<Expectation> sighting(Yaml value, Comparison count) {
    return Section.of(value, "a sighting", List.of("at", "packet"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "NODE:INTERFACE");
              Optional<Yaml.Text> packet =
                  section.word("packet", "tcpdump's line behind \"IP \", * for any characters");
              Optional<Port> port = at.flatMap(text -> port(text, mistakes));
              return port.flatMap(
                  p ->
                      packet.map(
                          line ->
                              new Expectation.Seen(
                                  p,
                                  new Expectation.Line(line.text()),
                                  count,
                                  at.orElseThrow().place())));
            });
  }

  /** {@code node:interface}. */
  static Optional<Port> port(Yaml.Text text, Mistakes mistakes) {
    String[] parts = text.text().split(":", -1);
    if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
      return Optional.of(new Port(parts[0], parts[1]));
    }
    mistakes.add(
        text.place(), "'%s' is no interface, expected NODE:INTERFACE".formatted(text.text()));
    return Optional.empty();
  }

  private Optional<Expectation> rule(Yaml value) {
    return Section.of(value, "'rule'", List.of("at", "text"), mistakes)
        .flatMap(
            section -> {
              Optional<Yaml.Text> at = section.word("at", "the name of a node");
              Optional<Yaml.Text> text =
                  section.word("text", "a rule as nft lists it, * for any characters");
              return at.flatMap(
                  a -> text.map(t -> new Expectation.Decided(a.text(), t.text(), a.place())));
            });
  }
}
