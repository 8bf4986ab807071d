package dev.dejima.lab.trace;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.path.DeviceEvent.Made;
import dev.dejima.kernel.path.DeviceEvent.Origin;
import dev.dejima.kernel.path.EndEvent.Delivered;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RouteEvent.Routed;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.Headers;
import dev.dejima.lab.run.Network;
import dev.dejima.packet.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes the trace of a probe from all that a kernel told while it ran. */
public final class TraceBuilder {
  private final PacketTree packets;
  private final Map<String, NodeWords> words = new HashMap<>();

  /**
   * For the events of one probe, or of more.
   *
   * @throws KernelException if a node's ruleset cannot be asked for
   */
  public TraceBuilder(Network network, List<PathEvent> events) throws KernelException {
    this.packets = new PacketTree(events);
    for (var node : network.lab().topology().nodes()) {
      words.put(node.name(), NodeWords.of(network, node.name(), network.namespace(node.name())));
    }
  }

  /**
   * The trace of a probe.
   *
   * @param answer what the probe itself saw: {@code connected}, {@code timeout}
   */
  public Trace probe(Probe probe, String answer) {
    Optional<Made> first =
        packets.made().stream()
            .filter(made -> made.moment().namespace().equals(probe.from()))
            .filter(made -> made.origin() == Origin.SOCKET)
            .filter(made -> flow(made.packet()).filter(flow -> isProbe(flow, probe)).isPresent())
            .findFirst();
    String asked = words(probe);
    return first
        .map(made -> trace(asked, probe.from(), made))
        .orElseGet(() -> notSent(asked, probe, answer));
  }

  /** The trace of a frame that a peer sent to an interface. */
  public Trace frame(Port at, Port peer) {
    Optional<Made> first =
        packets.made().stream()
            .filter(made -> made.moment().namespace().equals(peer.node()))
            .filter(made -> made.origin() == Origin.FRAME)
            .findFirst();
    return first
        .map(made -> trace("frame into " + at, peer.node(), made))
        .map(trace -> withoutPeer(trace, peer))
        .orElseGet(
            () ->
                new Trace(
                    "frame into " + at,
                    peer.node(),
                    Disposition.NOT_SENT,
                    "the frame could not be sent to " + at,
                    new Journey("", List.of()),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
  }

  private static Trace withoutPeer(Trace trace, Port peer) {
    List<Hop> hops = trace.there().hops();
    if (hops.size() < 2 || !hops.getFirst().node().equals(peer.node())) {
      return trace;
    }
    Journey there = new Journey(trace.there().packet(), hops.subList(1, hops.size()));
    return new Trace(
        trace.probe(),
        trace.from(),
        trace.disposition(),
        trace.reason(),
        there,
        trace.back(),
        trace.question(),
        trace.notes());
  }

  private static String words(Probe probe) {
    return switch (probe) {
      case Probe.Connect _ -> "tcp " + probe.target();
      case Probe.Udp _ -> "udp " + probe.target();
      case Probe.Ping _ -> "ping " + probe.target();
    };
  }

  private static Optional<Flow> flow(Bytes packet) {
    return Headers.ofPacket(packet, Bytes.EMPTY).map(Headers::flow);
  }

  private static boolean isProbe(Flow flow, Probe probe) {
    return flow.destination().equals(probe.address())
        && switch (probe) {
          case Probe.Connect connect ->
              flow.protocol() == Flow.TCP && flow.destinationPort() == connect.to().port();
          case Probe.Udp udp ->
              flow.protocol() == Flow.UDP && flow.destinationPort() == udp.to().port();
          case Probe.Ping _ -> flow.protocol() == Flow.ICMP || flow.protocol() == Flow.ICMPV6;
        };
  }

  // ---- a packet was sent

  private Trace trace(String asked, String from, Made first) {
    Set<Long> there = packets.way(first.moment().packet());
    Journey way = journey(first, there);
    Optional<Made> answer = packets.because(there).or(() -> later(there));
    Optional<Journey> back = answer.map(made -> journey(made, packets.way(made.moment().packet())));
    Optional<Routed> stuck = back.isPresent() ? Optional.empty() : noWayBack(there);
    Verdicts verdicts = new Verdicts(from, way, answer, back, stuck);
    return new Trace(
        asked,
        from,
        verdicts.disposition(),
        verdicts.reason(),
        way,
        back,
        new Questions(packets, this::step).dropped(Stream.concat(Stream.of(way), back.stream())),
        List.of());
  }

  /** That whoever took it has no route for an answer. */
  private Optional<Routed> noWayBack(Set<Long> there) {
    return taken(there)
        .flatMap(
            taken ->
                packets.events().stream()
                    .filter(Routed.class::isInstance)
                    .map(Routed.class::cast)
                    .filter(routed -> routed.moment().packet() == 0)
                    .filter(routed -> isAnswerTo(routed, taken))
                    .findFirst());
  }

  private static boolean isAnswerTo(Routed routed, Delivered taken) {
    return taken.tuple() != null
        && routed.moment().namespace().equals(taken.moment().namespace())
        && routed.destination().equals(taken.tuple().source());
  }

  private Optional<Delivered> taken(Set<Long> there) {
    return packets.of(there).stream()
        .filter(Delivered.class::isInstance)
        .map(Delivered.class::cast)
        .filter(taken -> taken.tuple() != null)
        .findFirst();
  }

  /** What the taker's program sent in answer, when its turn came. */
  private Optional<Made> later(Set<Long> there) {
    return taken(there).flatMap(this::answer);
  }

  private Optional<Made> answer(Delivered taken) {
    if (taken.tuple() == null) {
      return Optional.empty();
    }
    Flow back = Flow.of(taken.tuple()).reversed();
    Predicate<Made> answers =
        made ->
            made.moment().namespace().equals(taken.moment().namespace())
                && made.moment().nanos() >= taken.moment().nanos()
                && made.origin() == Origin.SOCKET
                && flow(made.packet()).filter(back::equals).isPresent();
    return packets.made().stream().filter(answers).findFirst();
  }

  private Journey journey(Made first, Set<Long> packetsOfIt) {
    List<Hop> hops = Hops.of(packets.of(packetsOfIt), this::step);
    return new Journey(PacketLine.of(first.packet()), hops);
  }

  private Step step(PathEvent event) {
    NodeWords node = words.get(event.moment().namespace());
    return node == null ? new Step(event, null, null) : node.step(event);
  }

  // ---- none was

  private Trace notSent(String asked, Probe probe, String answer) {
    List<Step> steps =
        packets.events().stream()
            .filter(Routed.class::isInstance)
            .filter(event -> event.moment().packet() == 0)
            .filter(event -> event.moment().namespace().equals(probe.from()))
            .filter(event -> ((Routed) event).destination().equals(probe.address()))
            .limit(1)
            .map(this::step)
            .toList();
    String reason =
        steps.isEmpty()
            ? "nothing was sent: " + answer
            : Narrator.routed((Routed) steps.getFirst().event());
    List<Hop> hops =
        steps.isEmpty() ? List.of() : List.of(new Hop(probe.from(), null, null, steps));
    return new Trace(
        asked,
        probe.from(),
        Disposition.NOT_SENT,
        reason,
        new Journey("", hops),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
