package dev.dejima.lab.file;

import dev.dejima.lab.Action;
import dev.dejima.lab.Command;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Probe;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.Setting;
import dev.dejima.lab.Step;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a step does. */
final class ActionReader {
  private final Mistakes mistakes;
  private final Values values;
  private final RulesetFiles rulesets;
  private final TableReader tables;
  private final Function<Yaml, List<Step>> steps;

  /**
   * Reads actions.
   *
   * @param groups the names of nodes, by group
   * @param steps reads the steps inside of one
   */
  ActionReader(
      Mistakes mistakes,
      RulesetFiles rulesets,
      Map<String, List<String>> groups,
      Function<Yaml, List<Step>> steps) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
    this.rulesets = rulesets;
    this.tables = new TableReader(mistakes, groups);
    this.steps = steps;
  }

  /** The keys of actions, of which a step has one; {@code listen} may stand beside it. */
  List<String> keys() {
    return Vocabulary.keys("action").stream().filter(key -> !key.equals("listen")).toList();
  }

  /** The action of a key; for no key, a look. */
  Optional<? extends Action> action(Section step, String key) {
    if (key.isEmpty()) {
      return Optional.of(new Action.Look());
    }
    Yaml value = step.optional(key).orElseThrow();
    return switch (key) {
      case "connect" -> section(value, key).flatMap(this::connect);
      case "udp" -> section(value, key).flatMap(this::udp);
      case "ping" -> section(value, key).flatMap(this::ping);
      case "send" -> talk(value, key).map(t -> new Action.Send(t.on(), t.data()));
      case "receive" -> talk(value, key).map(t -> new Action.Receive(t.on(), t.data()));
      case "close" ->
          step.word(value, key, "the name of a connection").map(w -> new Action.Close(w.text()));
      case "run" -> section(value, key).flatMap(this::run);
      case "ip" -> section(value, key, "command").flatMap(this::ip);
      case "nft" -> section(value, key).flatMap(this::nft);
      case "sysctl" -> section(value, key, "set_sysctl").flatMap(this::sysctl);
      case "link" -> section(value, key, "set_link").flatMap(this::link);
      case "wait" ->
          step.word(value, key, "a duration").flatMap(values::duration).map(Action.Wait::new);
      case "together" -> Optional.of(new Action.Together(steps.apply(value)));
      case "matrix" -> section(value, key).flatMap(matrix -> tables.matrix(matrix, step));
      case "flows" -> tables.flows(value);
      default -> throw new IllegalStateException(key);
    };
  }

  private Optional<Section> section(Yaml value, String key) {
    return section(value, key, key);
  }

  private Optional<Section> section(Yaml value, String key, String vocabulary) {
    return Section.of(value, "'" + key + "'", Vocabulary.keys(vocabulary), mistakes);
  }

  Optional<Listener> listener(Yaml value) {
    Optional<Section> section = section(value, "listen");
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
    Optional<IpAddress> address =
        section.get().optionalWord("address", "an address").flatMap(values::address);
    @Nullable String as = name(section.get());
    if (as != null && transport == Transport.UDP) {
      mistakes.add(section.get().keyPlace("as"), "'as' is for connections, expected tcp");
    }
    return at.flatMap(
        node ->
            port.map(
                number ->
                    new Listener(
                        node.text(), transport, address.orElse(null), number, as, node.place())));
  }

  private static @Nullable String name(Section section) {
    return section.optionalWord("as", "a name").map(Yaml.Text::text).orElse(null);
  }

  private Optional<Probe> ping(Section section) {
    Optional<Yaml.Text> from = section.word("from", "the name of a node");
    return section
        .word("to", "an address")
        .flatMap(values::address)
        .flatMap(to -> from.map(f -> new Probe.Ping(f.text(), to, f.place())));
  }

  private Optional<Probe> connect(Section section) {
    Optional<Yaml.Text> from = section.word("from", "the name of a node");
    Optional<Endpoint> to = section.word("to", "ADDRESS:PORT").flatMap(values::endpoint);
    @Nullable Endpoint source = source(section);
    String send = data(section, "send", "");
    @Nullable String as = name(section);
    return from.flatMap(
        f -> to.map(t -> new Probe.Connect(f.text(), source, t, send, as, f.place())));
  }

  private Optional<Probe> udp(Section section) {
    Optional<Yaml.Text> from = section.word("from", "the name of a node");
    Optional<Endpoint> to = section.word("to", "ADDRESS:PORT").flatMap(values::endpoint);
    @Nullable Endpoint source = source(section);
    String send = data(section, "send", "dejima");
    return from.flatMap(f -> to.map(t -> new Probe.Udp(f.text(), source, t, send, f.place())));
  }

  /** An address, and perhaps a port. */
  private @Nullable Endpoint source(Section section) {
    Optional<Yaml.Text> text = section.optionalWord("source", "ADDRESS or ADDRESS:PORT");
    if (text.isEmpty()) {
      return null;
    }
    boolean withPort = text.get().text().matches("[0-9.]+:.*|\\[.*]:.*");
    return withPort
        ? values.endpoint(text.get()).orElse(null)
        : values.address(text.get()).map(address -> new Endpoint(address, 0)).orElse(null);
  }

  private static String data(Section section, String key, String usual) {
    return section.optionalWord(key, "a text").map(Yaml.Text::text).orElse(usual);
  }

  private record Talk(String on, String data) {}

  private Optional<Talk> talk(Yaml value, String key) {
    return section(value, key, "talk")
        .flatMap(
            section ->
                section
                    .word("on", "the name of a connection")
                    .flatMap(
                        on ->
                            section
                                .word("data", "a text")
                                .map(data -> new Talk(on.text(), data.text()))));
  }

  private Optional<Action> run(Section section) {
    Optional<Yaml.Text> at = section.word("at", "the name of a node");
    Optional<Command> command =
        section.has("java")
            ? NodeReader.java(section, mistakes)
            : section
                .word("command", "a command as it would be typed")
                .flatMap(text -> NodeReader.line(text, mistakes));
    String input = data(section, "input", "");
    return at.flatMap(a -> command.map(c -> new Action.Run(a.text(), c, input)));
  }

  private Optional<Action> ip(Section section) {
    Optional<Yaml.Text> at = section.word("at", "the name of a node");
    Optional<Command> command =
        section
            .word("command", "words as behind ip")
            .flatMap(text -> NodeReader.line(text.with("ip " + text.text()), mistakes));
    return at.flatMap(a -> command.map(c -> new Action.Run(a.text(), c, "")));
  }

  private Optional<Action> nft(Section section) {
    Optional<Yaml.Text> at = section.word("at", "the name of a node");
    Optional<RulesetText> ruleset =
        section.word("ruleset", "commands of nft, or a file of them").flatMap(this::commands);
    return at.flatMap(a -> ruleset.map(r -> new Action.Nft(a.text(), r)));
  }

  /** Commands of nft have blanks between their words, names of files have none. */
  private Optional<RulesetText> commands(Yaml.Text text) {
    return text.text().strip().contains(" ")
        ? Optional.of(rulesets.inline(text))
        : rulesets.read(text);
  }

  private Optional<Action> sysctl(Section section) {
    Optional<Yaml.Text> at = section.word("at", "the name of a node");
    List<Setting> settings = new ArrayList<>();
    Optional<Yaml> set = section.required("set", "a mapping of variables to values");
    if (set.isPresent() && set.get() instanceof Yaml.Fields fields) {
      NodeReader nodes = new NodeReader(mistakes, rulesets);
      fields.fields().forEach(f -> nodes.setting(f.key(), f.value()).ifPresent(settings::add));
    } else if (set.isPresent()) {
      mistakes.add(
          set.get().place(),
          "'set' is %s, expected a mapping of variables to values".formatted(set.get().kind()));
    }
    return at.map(a -> new Action.Sysctl(a.text(), settings));
  }

  private Optional<Action> link(Section section) {
    Optional<String> state = section.oneOf("state", List.of("up", "down"));
    if (!section.has("state")) {
      mistakes.add(section.place(), "'link' has no 'state', expected up or down");
    }
    return section
        .word("at", "NODE:INTERFACE")
        .flatMap(text -> TestReader.port(text, mistakes))
        .flatMap(port -> state.map(word -> new Action.SetLink(port, word.equals("up"))));
  }
}
