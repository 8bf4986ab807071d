package dev.dejima.lab.run;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.lab.Interface;
import dev.dejima.lab.Node;
import dev.dejima.lab.Port;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.packet.print.PrintOptions;
import dev.dejima.packet.print.TcpdumpPrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks on while a test runs: captures at every interface, and traces and tracked connections at
 * every node with a ruleset.
 */
final class Watch implements AutoCloseable {
  private final Network network;
  private final Hits hits;
  private final List<Tap> taps = new ArrayList<>();
  private final List<Observer> observers = new ArrayList<>();
  private final List<SeenPacket> packets = new ArrayList<>();
  private final List<Sight.Traced> traces = new ArrayList<>();
  private final List<Translation> tracked = new ArrayList<>();
  private boolean incomplete;

  private record Tap(Port at, Capture capture, TcpdumpPrinter printer) {}

  private record Observer(
      Node node,
      Subscription<NftMessage> traces,
      Subscription<ConntrackMessage> connections,
      Map<Integer, Flow> flows) {}

  private Watch(Network network, Hits hits) {
    this.network = network;
    this.hits = hits;
  }

  /**
   * Begins to look.
   *
   * @param packets whether to look at all; a matrix has too much to be seen
   */
  static Watch open(Network network, Hits hits, boolean packets) throws KernelException {
    Watch watch = new Watch(network, hits);
    boolean complete = false;
    try {
      for (Node node : packets ? network.lab().topology().nodes() : List.<Node>of()) {
        watch.add(node);
      }
      complete = true;
      return watch;
    } finally {
      if (!complete) {
        watch.close();
      }
    }
  }

  private void add(Node node) throws KernelException {
    Namespace namespace = network.namespace(node.name());
    for (Interface device : node.interfaces()) {
      taps.add(
          new Tap(
              new Port(node.name(), device.name()),
              namespace.capture(CaptureOptions.of(device.name())),
              new TcpdumpPrinter(PrintOptions.PLAIN)));
    }
    if (node.hasRuleset()) {
      observers.add(
          new Observer(
              node,
              namespace.nfTables().subscribe(Set.of(Group.NFTRACE)),
              namespace.conntrack().subscribe(Set.of(Group.CONNTRACK_NEW)),
              new HashMap<>()));
    }
  }

  /**
   * Takes what has come since the last time.
   *
   * @return whether anything had
   */
  boolean collect() throws KernelException {
    int before = packets.size() + traces.size() + tracked.size();
    for (Tap tap : taps) {
      for (Optional<Capture.Frame> f = tap.capture().poll();
          f.isPresent();
          f = tap.capture().poll()) {
        add(tap, f.get());
      }
    }
    for (Observer observer : observers) {
      collect(observer);
    }
    return packets.size() + traces.size() + tracked.size() > before;
  }

  private void add(Tap tap, Capture.Frame frame) {
    Optional<Headers> headers =
        tap.capture().linkType() == TcpdumpPrinter.ETHERNET
            ? Headers.ofFrame(frame.bytes())
            : Optional.empty();
    packets.add(
        new SeenPacket(
            tap.at(),
            frame.time(),
            frame.outgoing(),
            tap.printer()
                .print(frame.time(), tap.capture().linkType(), frame.bytes(), frame.length()),
            headers.map(Headers::flow).orElse(null),
            headers.map(Headers::fingerprint).orElse(0),
            headers.map(Headers::error).orElse(""),
            tap.capture().linkType(),
            frame.bytes()));
  }

  private void collect(Observer observer) throws KernelException {
    for (Optional<NftMessage> m = poll(observer.traces());
        m.isPresent();
        m = poll(observer.traces())) {
      if (m.get() instanceof TraceEvent event) {
        add(observer, event);
      }
    }
    for (Optional<ConntrackMessage> m = poll(observer.connections());
        m.isPresent();
        m = poll(observer.connections())) {
      if (m.get() instanceof NewConntrack entry) {
        tracked.add(new Translation(observer.node().name(), entry));
      }
    }
  }

  /** A listener that was too slow has lost events, and goes on. */
  private <M> Optional<M> poll(Subscription<M> events) throws KernelException {
    try {
      return events.poll();
    } catch (KernelException e) {
      if (e.errno() != Errno.ENOBUFS) {
        throw e;
      }
      incomplete = true;
      return events.poll();
    }
  }

  private void add(Observer observer, TraceEvent event) {
    hits.count(observer.node().name(), event);
    if (!event.networkHeader().isEmpty()) {
      Headers.ofPacket(event.networkHeader(), event.transportHeader())
          .ifPresent(headers -> observer.flows().put(event.id(), headers.flow()));
    }
    Flow flow = observer.flows().get(event.id());
    if (flow != null && !event.table().equals(NfTables.TRACE_TABLE)) {
      traces.add(new Sight.Traced(observer.node(), event, flow));
    }
  }

  /** Whether events or packets were lost: there were more than the kernel keeps. */
  boolean isIncomplete() {
    return incomplete || taps.stream().anyMatch(tap -> tap.capture().statistics().dropped() > 0);
  }

  /** This moment. */
  Sight.Mark mark() {
    return new Sight.Mark(packets.size(), traces.size(), tracked.size());
  }

  /** The packets since a moment. */
  List<SeenPacket> packets(Sight.Mark mark) {
    return List.copyOf(packets.subList(mark.packets(), packets.size()));
  }

  /** What was seen since a moment. */
  Sight since(Sight.Mark mark) throws KernelException {
    return new Sight(
        packets(mark),
        List.copyOf(traces.subList(mark.traces(), traces.size())),
        connections(tracked.subList(mark.tracked(), tracked.size())));
  }

  private Sight.Connections connections(List<Translation> begun) throws KernelException {
    Map<List<Object>, Translation> latest = new LinkedHashMap<>();
    begun.forEach(t -> latest.put(List.of(t.node(), t.entry().original()), t));
    List<Translation> older = new ArrayList<>();
    for (Observer observer : observers) {
      String node = observer.node().name();
      for (ConntrackMessage message :
          network.namespace(node).conntrack().dump(new GetConntracks(0))) {
        if (message instanceof NewConntrack entry) {
          Translation now = new Translation(node, entry);
          if (latest.replace(List.of(node, entry.original()), now) == null) {
            older.add(now);
          }
        }
      }
    }
    return new Sight.Connections(List.copyOf(latest.values()), older);
  }

  @Override
  public void close() {
    taps.forEach(tap -> tap.capture().close());
    for (Observer observer : observers) {
      observer.traces().close();
      observer.connections().close();
    }
  }
}
