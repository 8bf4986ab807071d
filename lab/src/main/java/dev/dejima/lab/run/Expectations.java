package dev.dejima.lab.run;

import dev.dejima.lab.Expectation;
import dev.dejima.lab.Expectation.Decided;
import dev.dejima.lab.Expectation.Seen;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a test expects with what came. */
record Expectations(Step step, Probe probe, Answer answer, List<Server> servers) {
  private static final int SHOWN = 4;

  /** Whether something that has to be seen has not been yet. */
  boolean someMissing(Conversation conversation, List<SeenPacket> packets) {
    return step.expectations(Seen.class).stream()
            .anyMatch(seen -> !seen.isForbidden() && !seen.count().admits(count(seen, packets)))
        || step.expectations(Decided.class).stream().anyMatch(rule -> !isMet(rule, conversation));
  }

  /** What happened, in a line. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append(probe.from()).append(" → ").append(probe.target()).append(' ');
    String kind =
        switch (probe) {
          case Probe.Connect _ -> "";
          case Probe.Udp _ -> "(UDP) ";
          case Probe.Ping _ -> "(echo request) ";
        };
    text.append(kind).append(word(answer.outcome(), answer.detail()));
    for (Server server : servers) {
      if (server.peer().isPresent()) {
        text.append("; ").append(server.listener().node());
        text.append(
            server.heard().isEmpty() ? " accepted " : " got " + quote(server.heard()) + " from ");
        text.append(server.peer().get().address());
      }
    }
    return text.toString();
  }

  private String word(Optional<Outcome> outcome, String detail) {
    boolean stream = probe instanceof Probe.Connect;
    return outcome
        .map(o -> o == Outcome.CONNECTED && !stream ? "answered" : o.word())
        .orElse("failed: " + detail);
  }

  private static String quote(String text) {
    String line = text.strip().replace("\n", "\\n");
    return '"' + (line.length() > 40 ? line.substring(0, 40) + "…" : line) + '"';
  }

  /** Why the test failed; empty if it passed. */
  List<String> failures(Conversation conversation, List<SeenPacket> packets) {
    List<String> failures = new ArrayList<>();
    for (Expectation.Answer expected : step.expectations(Expectation.Answer.class)) {
      if (!answer.outcome().equals(Optional.of(expected.outcome()))) {
        failures.add(
            "expected %s, but it was %s%s"
                .formatted(
                    expected.outcome().word(),
                    answer.word(),
                    answer.word().equals("timeout") ? " after " + text(step.within()) : ""));
        failures.addAll(whereItEnded(conversation));
      }
    }
    servers.forEach(server -> listener(server, failures));
    for (Seen seen : step.expectations(Seen.class)) {
      if (!seen.count().admits(count(seen, packets))) {
        failures.addAll(seen.isForbidden() ? seen(seen, packets) : missing(seen, conversation));
      }
    }
    for (Decided rule : step.expectations(Decided.class)) {
      if (!isMet(rule, conversation)) {
        failures.add("no rule at %s decided that is: %s".formatted(rule.node(), rule.rule()));
        failures.addAll(decisions(rule.node(), conversation));
      }
    }
    return failures;
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private void listener(Server server, List<String> failures) {
    String node = server.listener().node();
    server
        .refusal()
        .ifPresent(e -> failures.add("the listener at %s: %s".formatted(node, e.getMessage())));
    boolean wanted =
        step.expectations(Expectation.Answer.class).stream()
            .allMatch(expected -> expected.outcome() == Outcome.CONNECTED);
    boolean sent =
        wanted
            && answer.outcome().equals(Optional.of(Outcome.CONNECTED))
            && probe instanceof Probe.Connect connect
            && server.listener().transport() == Transport.TCP
            && servers.size() == 1
            && !server.heard().equals(connect.send());
    if (sent) {
      String expected = ((Probe.Connect) probe).send();
      failures.add(
          "%s was to get %s, but got %s"
              .formatted(
                  node,
                  quote(expected),
                  server.peer().isEmpty() ? "no connection" : quote(server.heard())));
    }
  }

  /** How far the probe's packets came, and what ended them. */
  private List<String> whereItEnded(Conversation conversation) {
    List<String> lines = new ArrayList<>();
    for (Decision decision : conversation.decisions()) {
      if (decision.drops()) {
        RuleText rule = decision.rule();
        String verb = rule.text().contains("reject") ? "rejected" : "dropped";
        lines.add(
            rule.text().isEmpty()
                ? "  %s dropped it: the policy of %s".formatted(decision.node(), rule.where())
                : "  %s %s it: %s (%s, in %s)"
                    .formatted(decision.node(), verb, rule.text(), rule.location(), rule.where()));
        return lines;
      }
    }
    List<Port> path = conversation.path();
    lines.add(
        path.isEmpty()
            ? "  no packet left " + probe.from()
            : "  it came as far as " + path.getLast() + ", and no rule dropped it");
    return lines;
  }

  private static List<String> seen(Seen seen, List<SeenPacket> packets) {
    return packets.stream()
        .filter(packet -> matches(seen, packet))
        .limit(1)
        .map(p -> "seen at %s, but should not be: %s".formatted(seen.at(), p.line()))
        .toList();
  }

  private static List<String> missing(Seen seen, Conversation conversation) {
    List<String> lines = new ArrayList<>();
    lines.add("not seen at %s: %s".formatted(seen.at(), seen.packet().text()));
    List<String> there =
        conversation.packets().stream()
            .filter(packet -> packet.at().equals(seen.at()))
            .map(packet -> "    " + packet.body())
            .toList();
    if (there.isEmpty()) {
      lines.add("  none of its packets passed there");
      return lines;
    }
    lines.add("  there were:");
    lines.addAll(there.subList(0, Math.min(SHOWN, there.size())));
    if (there.size() > SHOWN) {
      lines.add("    and " + (there.size() - SHOWN) + " more");
    }
    return lines;
  }

  private static List<String> decisions(String node, Conversation conversation) {
    List<String> met =
        conversation.decisions().stream()
            .filter(d -> d.node().equals(node) && !d.rule().text().isEmpty())
            .map(d -> "    %s (%s)".formatted(d.rule().text(), d.rule().location()))
            .distinct()
            .limit(SHOWN)
            .toList();
    if (met.isEmpty()) {
      return List.of("  its packets matched no rule there");
    }
    List<String> lines = new ArrayList<>(List.of("  its packets matched:"));
    lines.addAll(met);
    return lines;
  }

  private static long count(Seen seen, List<SeenPacket> packets) {
    return packets.stream().filter(packet -> matches(seen, packet)).count();
  }

  private static boolean matches(Seen seen, SeenPacket packet) {
    String pattern = seen.packet().text();
    return packet.at().equals(seen.at())
        && (Pattern.matches(pattern, packet.body()) || Pattern.matches(pattern, packet.line()));
  }

  private static boolean isMet(Decided rule, Conversation conversation) {
    return conversation.decisions().stream()
        .filter(decision -> decision.node().equals(rule.node()))
        .filter(decision -> !decision.rule().text().isEmpty())
        .anyMatch(decision -> Pattern.matches(rule.rule(), decision.rule().text()));
  }
}
