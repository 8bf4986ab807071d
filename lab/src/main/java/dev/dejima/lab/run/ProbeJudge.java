package dev.dejima.lab.run;

import dev.dejima.lab.Expectation;
import dev.dejima.lab.Expectation.Decided;
import dev.dejima.lab.Expectation.Dropped;
import dev.dejima.lab.Expectation.Translated;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.packet.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a step expects of its probe's packets with what became of them. */
record ProbeJudge(Step step, Probe probe, Answer answer, List<Server> servers) {
  private static final int SHOWN = 4;

  /** Whether a rule that has to decide has not yet. */
  boolean someMissing(Conversation conversation) {
    return step.expectations(Decided.class).stream().anyMatch(rule -> !isMet(rule, conversation));
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
    boolean ofTable = !step.expectations(Expectation.OneOf.class).isEmpty();
    for (Server server : ofTable ? List.<Server>of() : servers) {
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

  /** Why it failed; empty if it passed. */
  List<String> failures(Conversation conversation) {
    List<String> failures = new ArrayList<>();
    step.expectations(Expectation.Answer.class).forEach(a -> answer(a, conversation, failures));
    step.expectations(Expectation.OneOf.class).forEach(o -> oneOf(o, conversation, failures));
    step.expectations(Expectation.Arrives.class).forEach(a -> arrives(a, conversation, failures));
    if (step.expectations(Expectation.OneOf.class).isEmpty()) {
      servers.forEach(server -> listener(server, failures));
    }
    for (Decided rule : step.expectations(Decided.class)) {
      if (!isMet(rule, conversation)) {
        failures.add("no rule at %s decided that is: %s".formatted(rule.node(), rule.rule()));
        failures.addAll(decisions(rule.node(), conversation));
      }
    }
    step.expectations(Dropped.class).forEach(d -> dropped(d, conversation, failures));
    for (Translated translated : step.expectations(Translated.class)) {
      failures.addAll(new TranslationJudge(translated, conversation).failures());
    }
    return failures;
  }

  private void answer(
      Expectation.Answer expected, Conversation conversation, List<String> failures) {
    if (!answer.outcome().equals(Optional.of(expected.outcome()))) {
      failures.add(
          "expected %s, but it was %s%s"
              .formatted(
                  expected.outcome().word(),
                  answer.word(),
                  answer.word().equals("timeout") ? " after " + text(step.within()) : ""));
      failures.addAll(whereItEnded(conversation));
    } else if (expected.icmp() != null && !expected.icmp().equals(conversation.icmp())) {
      String was = conversation.icmp().isEmpty() ? "no ICMP error" : conversation.icmp();
      failures.add("expected %s, but there was %s".formatted(expected.icmp(), was));
    }
  }

  private void oneOf(Expectation.OneOf expected, Conversation conversation, List<String> failures) {
    if (answer.outcome().filter(expected.outcomes()::contains).isEmpty()) {
      String words =
          String.join(" or ", expected.outcomes().stream().map(Outcome::word).sorted().toList());
      failures.add(
          "%s → %s: expected %s, but it was %s"
              .formatted(probe.from(), probe.target(), words, answer.word()));
      failures.addAll(whereItEnded(conversation));
    }
  }

  private void arrives(
      Expectation.Arrives expected, Conversation conversation, List<String> failures) {
    if (conversation.packets().isEmpty()) {
      return; // that it did not even leave is told already
    }
    Flow before = conversation.first();
    Flow after = conversation.last();
    Endpoint end = new Endpoint(after.destination(), after.destinationPort());
    String flow = probe.from() + " → " + probe.target();
    if (expected.at() != null && !expected.at().equals(end)) {
      failures.add(
          "%s: expected it to arrive at %s, but it was %s".formatted(flow, expected.at(), end));
    }
    boolean masqueraded = !before.source().equals(after.source());
    if (expected.masqueraded() != null && expected.masqueraded() != masqueraded) {
      failures.add(
          "%s: expected it %s, but it arrived from %s"
              .formatted(flow, masqueraded ? "not masqueraded" : "masqueraded", after.source()));
    }
  }

  private static void dropped(Dropped expected, Conversation conversation, List<String> failures) {
    List<Decision> drops = conversation.decisions().stream().filter(Decision::drops).toList();
    boolean met =
        drops.stream()
            .filter(drop -> drop.node().equals(expected.node()))
            .anyMatch(drop -> drop.rule().matches(expected.rule()));
    if (!met) {
      failures.add("not dropped at %s by: %s".formatted(expected.node(), expected.rule()));
      drops.forEach(drop -> failures.add(ended(drop)));
      if (drops.isEmpty()) {
        failures.add("  no rule and no policy dropped it");
      }
    }
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
    Optional<Decision> drop = conversation.decisions().stream().filter(Decision::drops).findFirst();
    if (drop.isPresent()) {
      lines.add(ended(drop.get()));
      return lines;
    }
    List<Port> path = conversation.path();
    lines.add(
        path.isEmpty()
            ? "  no packet left " + probe.from()
            : "  it came as far as " + path.getLast() + ", and no rule dropped it");
    return lines;
  }

  private static String ended(Decision decision) {
    RuleText rule = decision.rule();
    String verb = rule.text().contains("reject") ? "rejected" : "dropped";
    return rule.text().isEmpty()
        ? "  %s dropped it: the policy of %s".formatted(decision.node(), rule.where())
        : "  %s %s it: %s (%s, in %s)"
            .formatted(decision.node(), verb, rule.text(), rule.location(), rule.where());
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

  private static boolean isMet(Decided rule, Conversation conversation) {
    return conversation.decisions().stream()
        .filter(decision -> decision.node().equals(rule.node()))
        .filter(decision -> !decision.rule().text().isEmpty())
        .anyMatch(decision -> decision.rule().matches(rule.rule()));
  }
}
