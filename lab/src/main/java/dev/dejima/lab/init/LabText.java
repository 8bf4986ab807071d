package dev.dejima.lab.init;

import static dev.dejima.lab.file.YamlText.quoted;

import dev.dejima.lab.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a lab file: the router, the hosts beside it, and trials as tests. */
final class LabText {
  private final String name;
  private final String ruleset;
  private final List<Side> sides;
  private final StringBuilder out = new StringBuilder();

  private LabText(String name, String ruleset, List<Side> sides) {
    this.name = name;
    this.ruleset = ruleset;
    this.sides = sides;
  }

  /** The file; a trial without an outcome expects a connection. */
  static String of(String name, String ruleset, List<Side> sides, List<Trial> trials) {
    return new LabText(name, ruleset, sides).write(trials);
  }

  private void line(String line) {
    out.append(line).append('\n');
  }

  private String write(List<Trial> trials) {
    line("name: " + quoted(name));
    line("nodes:");
    sides.stream().filter(side -> !side.outside()).forEach(this::host);
    router();
    sides.stream().filter(Side::outside).forEach(this::host);
    line("links:");
    for (Side side : sides) {
      line(
          "  - [ %s, %s ]"
              .formatted(port(side.node(), side.port()), port("router", side.device())));
    }
    line("tests:");
    trials.forEach(this::test);
    return out.toString();
  }

  private void host(Side side) {
    String addresses =
        side.hosts().stream()
            .map(address -> address + "/" + Side.LENGTH)
            .collect(Collectors.joining(", "));
    boolean one = side.hosts().size() == 1;
    line("  " + side.node() + ":");
    line(
        "    interfaces: { %s: %s }"
            .formatted(side.port(), one ? addresses : "[" + addresses + "]"));
    line("    routes:     { default: " + side.router() + " }");
  }

  private void router() {
    line("  router:");
    line("    interfaces:");
    sides.forEach(
        side ->
            line("      %s: %s/%d".formatted(quoted(side.device()), side.router(), Side.LENGTH)));
    line("    sysctl:     { net.ipv4.ip_forward: 1 }");
    line("    nftables:   " + quoted(ruleset));
  }

  private void test(Trial trial) {
    line("  - name: " + quoted(trial.name()));
    boolean ping = trial.kind().equals("ping");
    if (trial.listenAt() != null) {
      String protocol = trial.kind().equals("udp") ? "udp" : "tcp";
      line(
          "    listen:  { at: %s, %s: %d }"
              .formatted(trial.listenAt(), protocol, trial.listenPort()));
    }
    String to = ping ? trial.address() : quoted(trial.address() + ":" + trial.port());
    line("    %-8s { from: %s, to: %s }".formatted(trial.kind() + ":", trial.from(), to));
    Outcome outcome = trial.outcome() == null ? Outcome.CONNECTED : trial.outcome();
    line("    expect:  " + outcome.name().toLowerCase(Locale.ROOT));
    if (trial.seenAt() != null && trial.seen() != null) {
      line(
          "    seen:    { at: %s, packet: %s }"
              .formatted(quoted(trial.seenAt()), quoted(trial.seen())));
    }
  }

  private static String port(String node, String device) {
    return quoted(node + ":" + device);
  }
}
