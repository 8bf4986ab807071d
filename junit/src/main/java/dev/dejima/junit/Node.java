package dev.dejima.junit;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.SocketType;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Place;
import dev.dejima.lab.Probe;
import dev.dejima.lab.ProbeWords;
import dev.dejima.lab.Step;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Server;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.run.TestResult;
import java.time.Duration;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** A node of a test's network. */
public final class Node {
  private final Session session;
  private final dev.dejima.lab.Node node;

  Node(Session session, dev.dejima.lab.Node node) {
    this.session = session;
    this.node = node;
  }

  public String name() {
    return node.name();
  }

  /** What it is in the kernel: sockets, netlink, captures. */
  public Namespace namespace() {
    return session.network().namespace(name());
  }

  // ---- probes

  /**
   * Tries something, and looks on at every interface and rule meanwhile.
   *
   * @param probe {@code tcp ADDRESS:PORT}, {@code udp ADDRESS:PORT} or {@code ping ADDRESS}
   * @return what came of it, for AssertJ's {@code assertThat}
   */
  public ProbeResult probe(String probe) throws InterruptedException {
    return probe(probe, "");
  }

  /** As {@link #probe(String)}, and sends a text. */
  public ProbeResult probe(String probe, String send) throws InterruptedException {
    return probe(probe, send, Step.DEADLINE);
  }

  /** As {@link #probe(String, String)}, for no longer than so long in the kernel's time. */
  public ProbeResult probe(String probe, String send, Duration within) throws InterruptedException {
    Step step = new Step(read(probe, send), within, List.of(), Place.NONE);
    String title = name() + " " + probe.strip();
    try {
      for (dev.dejima.lab.Node each : session.network().lab().topology().nodes()) {
        session.network().refresh(each.name());
      }
      TestResult result =
          LabRun.test(session.network(), new LabTest(title, List.of(step), Place.NONE));
      Tried tried = result.probes().getFirst();
      return new ProbeResult(session, title, tried);
    } catch (LabException | KernelException e) {
      throw new IllegalStateException(title + ": " + e.getMessage(), e);
    }
  }

  /**
   * Sends a packet and follows it, hop by hop and rule by rule. On linux that is the account of a
   * twin on netstack, checked against what is seen on the real kernel.
   *
   * @param probe as in {@link #probe(String)}
   */
  public TraceResult trace(String probe) throws InterruptedException {
    try {
      return new TraceResult(session.tracer().trace(read(probe, ""), List.of()));
    } catch (KernelException e) {
      throw new IllegalStateException(name() + " " + probe + ": " + e.getMessage(), e);
    }
  }

  private Probe read(String probe, String send) {
    try {
      return ProbeWords.read(session.network().lab().topology(), name(), probe, null, send);
    } catch (LabException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Lets somebody listen until the test ends.
   *
   * @param where {@code tcp PORT} or {@code udp PORT}, or with an address: {@code tcp
   *     127.0.0.1:8080}
   */
  public Listening listen(String where) throws InterruptedException {
    Listener listener = ListenWords.read(name(), where);
    Server server = new Server(listener, !hasIpv6());
    Process process =
        session
            .kernel()
            .start(namespace(), "listener at " + name(), StandardStreams.none(), server::run);
    process.awaitReady();
    server
        .refusal()
        .ifPresent(
            e -> {
              throw new IllegalStateException(
                  "%s cannot listen on %s: %s".formatted(name(), where, e.getMessage()), e);
            });
    Listening listening = new Listening(server, process);
    session.add(listening);
    return listening;
  }

  private boolean hasIpv6() {
    return node.interfaces().stream()
        .flatMap(device -> device.addresses().stream())
        .anyMatch(address -> address.prefix().address().bits() != 32);
  }

  // ---- processes

  /**
   * Runs a program of the test's own here, and waits for its end.
   *
   * @return what it found out
   * @throws Exception what it failed with
   */
  public <T extends @Nullable Object> T run(Work<T> work) throws Exception {
    return session.run(namespace(), "program at " + name(), work);
  }

  /** Starts a program of the test's own here, which runs beside the test. */
  public <T extends @Nullable Object> Running<T> start(Work<T> work) {
    return session.start(namespace(), "program at " + name(), work);
  }

  /**
   * Makes TCP sockets of the node, for Java code that takes a factory of them: JDBC drivers, HTTP
   * clients. Their calls may be made by the test itself and by processes of nodes; they take
   * addresses, since there are no names in a lab.
   */
  public SocketFactory socketFactory() {
    return sockets().factory();
  }

  /** Makes TCP sockets that listen in the node; see {@link #socketFactory}. */
  public ServerSocketFactory serverSocketFactory() {
    return sockets().serverFactory();
  }

  private NodeSockets sockets() {
    return new NodeSockets(namespace(), hasIpv6() ? SocketType.TCP6 : SocketType.TCP4);
  }

  /**
   * Runs commands here: {@code ip}, {@code nft}, {@code conntrack -L | grep udp}.
   *
   * @param script in the language of sh(1), with Dejima's commands
   * @return what they wrote to standard output
   * @throws CommandFailedException if the last did not end with status 0
   */
  public String sh(String script) throws InterruptedException {
    return new Commands(session, this).run(List.of("sh", "-c", script), "", script);
  }

  /**
   * Changes the ruleset.
   *
   * @param ruleset what {@code nft -f} reads
   * @throws CommandFailedException with nft's messages, if there is something wrong
   */
  public void nft(String ruleset) throws InterruptedException {
    new Commands(session, this).run(List.of("nft", "-f", "-"), ruleset, "nft");
  }

  @Override
  public String toString() {
    return name();
  }
}
