package dev.dejima.lab.picture;

import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Topology;
import dev.dejima.lab.picture.Diagram.Mark;
import dev.dejima.lab.picture.Diagram.Tone;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.trace.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What came of a probe, as it is drawn on the network. */
final class Ways {
  private final Topology topology;
  private final Tried tried;
  private final Optional<Trace> trace;
  private final Conversation conversation;
  private final Map<String, List<Mark>> marks = new LinkedHashMap<>();

  private Ways(Topology topology, Tried tried, Optional<Trace> trace) {
    this.trace = trace;
    this.topology = topology;
    this.tried = tried;
    this.conversation = tried.conversation();
  }

  static Overlay of(Topology topology, Tried tried, Optional<Trace> trace) {
    return new Ways(topology, tried, trace).overlay();
  }

  private Overlay overlay() {
    List<Port> path = conversation.path();
    Set<Port> forth = new HashSet<>();
    for (int i = 1; i < path.size(); i++) {
      if (topology.peer(path.get(i - 1)).equals(Optional.of(path.get(i)))) {
        forth.add(path.get(i - 1));
      }
    }
    path.forEach(port -> marks.computeIfAbsent(port.node(), _ -> new ArrayList<>()));
    sent();
    Account.translations(conversation).forEach(deed -> mark(deed.node(), deed.mark()));
    end();
    return new Overlay(forth, back(forth), marks);
  }

  private void mark(String node, Mark mark) {
    marks.computeIfAbsent(node, _ -> new ArrayList<>()).add(mark);
  }

  private void sent() {
    if (!(tried.step().action() instanceof Probe probe)) {
      return;
    }
    String kind =
        switch (probe) {
          case Probe.Connect _ -> "sends TCP";
          case Probe.Udp _ -> "sends UDP";
          case Probe.Ping _ -> "sends an echo request";
        };
    String lines =
        conversation.packets().stream()
            .filter(packet -> packet.outgoing() && packet.at().node().equals(probe.from()))
            .flatMap(packet -> Stream.ofNullable(packet.flow()))
            .findFirst()
            .map(Flow::toString)
            .orElse("to " + probe.target());
    mark(probe.from(), new Mark(Tone.PLAIN, kind, List.of(lines)));
    boolean good = tried.answer().outcome().equals(Optional.of(Outcome.CONNECTED));
    String word = good && !(probe instanceof Probe.Connect) ? "answered" : tried.answer().word();
    mark(probe.from(), new Mark(good ? Tone.GOOD : Tone.BAD, word, List.of()));
  }

  /** Where the first packet's way ended. */
  private void end() {
    Optional<Decision> stop = Account.stop(conversation);
    List<Port> path = conversation.path();
    if (stop.isPresent()) {
      mark(stop.get().node(), Account.stop(stop.get()));
    } else if (untold().isPresent()) {
      Trace told = untold().get();
      mark(Account.end(told), Account.stop(told));
    } else if (path.size() > 1) {
      Port last = path.getLast();
      boolean answers =
          conversation.packets().stream()
              .anyMatch(p -> p.outgoing() && p.at().node().equals(last.node()));
      Tone tone = answers ? Tone.PLAIN : Tone.BAD;
      mark(
          last.node(),
          new Mark(
              tone, answers ? "receives and answers" : "receives, answers nothing", List.of()));
    }
  }

  /** The trace of what came to nothing, and was neither answered nor refused by who got it. */
  private Optional<Trace> untold() {
    return trace.filter(
        t ->
            switch (t.disposition()) {
              case ANSWERED, DELIVERED, REFUSED -> false;
              case UNREACHABLE, NOT_SENT, DROPPED, ANSWER_LOST, HELD, UNANSWERED ->
                  !Account.end(t).isEmpty();
            });
  }

  /** The links that packets passed where the first did not: another way back. */
  private Set<Port> back(Set<Port> forth) {
    Set<Port> back = new HashSet<>();
    for (SeenPacket packet : conversation.packets()) {
      Optional<Port> peer = topology.peer(packet.at());
      boolean known = forth.contains(packet.at()) || peer.isPresent() && forth.contains(peer.get());
      if (packet.outgoing() && !known && peer.isPresent()) {
        back.add(packet.at());
      }
    }
    return back;
  }
}
