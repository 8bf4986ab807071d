package dev.dejima.lab.explain;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.EndEvent.Unclaimed;
import dev.dejima.kernel.path.FlowEvent.Translated;
import dev.dejima.lab.Listener;
import dev.dejima.lab.explain.Addresses.Owned;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The packet came to its end, and no socket takes it; or it came to another that has the address.
 */
record NobodyListens() implements Diagnosis {
  @Override
  public Optional<Explanation> of(Case failed) {
    return Case.last(failed.trace().there(), Unclaimed.class)
        .filter(_ -> !failed.isAnswerLost())
        .map(unclaimed -> explanation(failed, unclaimed));
  }

  private static Explanation explanation(Case failed, Unclaimed unclaimed) {
    String node = unclaimed.moment().namespace();
    ConntrackTuple tuple = unclaimed.tuple();
    List<Owned> owners = failed.addresses().owners(tuple.destination());
    if (owners.size() > 1) {
      return duplicate(node, tuple, owners);
    }
    String port = Words.protocol(tuple.protocol()) + " port " + tuple.destinationPort();
    List<String> evidence = new ArrayList<>();
    evidence.add("the packet came to %s: %s".formatted(node, Words.packet(tuple)));
    evidence.addAll(failed.translated());
    List<Endpoint> elsewhere = unclaimed.elsewhere().stream().distinct().toList();
    if (!elsewhere.isEmpty()) {
      return elsewhere(node, tuple, port, elsewhere, evidence);
    }
    listening(failed, node).ifPresent(evidence::add);
    String mend =
        Case.first(failed.trace().there(), Translated.class).isPresent()
            ? "start the program at %s, or let the rule that translates name the port that it"
                + " listens on"
            : "start the program at %s, or ask the port that it listens on";
    return new Explanation(
        "nothing listens on %s at %s".formatted(port, node), evidence, mend.formatted(node));
  }

  private static Explanation elsewhere(
      String node,
      ConntrackTuple tuple,
      String port,
      List<Endpoint> elsewhere,
      List<String> evidence) {
    String at = elsewhere.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
    evidence.add("who listens there does so at %s only".formatted(at));
    boolean loopback = elsewhere.stream().allMatch(end -> end.address().isLoopback());
    String any = tuple.destination().bits() == 32 ? "0.0.0.0" : "[::]";
    return new Explanation(
        "at %s, %s is listened on at %s only, and not at %s"
                .formatted(node, port, at, tuple.destination())
            + (loopback ? ": nobody but %s itself reaches it".formatted(node) : ""),
        evidence,
        "let the program listen at %s:%d, or at %s:%d for all addresses"
            .formatted(tuple.destination(), tuple.destinationPort(), any, tuple.destinationPort()));
  }

  private static Optional<String> listening(Case failed, String node) {
    String ports =
        failed.listeners().stream()
            .filter(listener -> listener.node().equals(node))
            .map(NobodyListens::name)
            .distinct()
            .collect(Collectors.joining(", "));
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of("%s listens on: %s".formatted(node, ports));
  }

  private static String name(Listener listener) {
    return listener.transport().word() + " port " + listener.port();
  }

  private static Explanation duplicate(String node, ConntrackTuple tuple, List<Owned> owners) {
    String all =
        owners.stream().map(owned -> owned.port().toString()).collect(Collectors.joining(" and "));
    return new Explanation(
        "more than one interface has the address %s: %s".formatted(tuple.destination(), all),
        List.of(
            "the packet came to %s, where nothing listens: %s"
                .formatted(node, Words.packet(tuple))),
        "give each an address of its own");
  }
}
