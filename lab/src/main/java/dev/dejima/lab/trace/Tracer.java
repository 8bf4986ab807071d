package dev.dejima.lab.trace;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.PacketSocket;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.Prober;
import dev.dejima.lab.run.Server;
import dev.dejima.packet.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends a packet into a network that is up, on a kernel that tells, and writes down its way. */
public final class Tracer {
  /** How long a probe may take: longer than a neighbour is asked for. */
  static final Duration LIMIT = Duration.ofSeconds(4);

  /** How long a frame may take to be answered; nobody waits for one. */
  private static final Duration AFTERMATH = Duration.ofSeconds(4);

  private final Network network;
  private final Kernel kernel;

  /** An empty kernel to make a twin on; null where the network's own tells. */
  private final @Nullable Kernel empty;

  /** For a network that stays up, on a kernel that tells. */
  public Tracer(Network network) {
    this(network, null);
  }

  /**
   * For a network that stays up.
   *
   * @param empty an empty kernel that tells, where the network's own does not: the account is that
   *     of a twin made there, checked against what is seen on the real one; null where it does
   */
  public Tracer(Network network, @Nullable Kernel empty) {
    this.network = network;
    this.kernel = network.kernel();
    this.empty = empty;
  }

  /**
   * Traces a probe.
   *
   * @param listeners who listens meanwhile
   * @throws KernelException EOPNOTSUPP if the kernel does not tell the ways of packets
   */
  public Trace trace(Probe probe, List<Listener> listeners)
      throws KernelException, InterruptedException {
    if (empty != null) {
      return new TwinTrace(network, empty).trace(probe, listeners);
    }
    Prober prober = new Prober(probe, kernel.clock(), LIMIT);
    boolean v4 = probe.address().bits() == 32;
    return watch(
        self -> {
          List<Process> servers = listen(self, listeners, v4);
          Process process =
              self.start(
                  network.namespace(probe.from()),
                  "probe at " + probe.from(),
                  StandardStreams.none(),
                  prober::run);
          process.await();
          servers.forEach(Process::interrupt);
        },
        account -> account.probe(probe, prober.answer().word()));
  }

  /**
   * Traces a frame that comes in at an interface: the other end of its link sends it.
   *
   * @throws KernelException ENODEV if no link leads there
   */
  public Trace frame(Port at, Bytes frame, List<Listener> listeners)
      throws KernelException, InterruptedException {
    if (empty != null) {
      return new TwinTrace(network, empty).frame(at, frame, listeners);
    }
    Port peer =
        network
            .lab()
            .topology()
            .peer(at)
            .orElseThrow(() -> new KernelException(Errno.ENODEV, "no link leads to " + at));
    return watch(
        self -> {
          List<Process> servers = listen(self, listeners, true);
          try (PacketSocket socket = network.namespace(peer.node()).packetSocket(peer.device())) {
            socket.send(frame);
          }
          kernel.clock().sleep(AFTERMATH);
          servers.forEach(Process::interrupt);
        },
        account -> account.frame(at, peer));
  }

  private List<Process> listen(Process self, List<Listener> listeners, boolean v4)
      throws InterruptedException {
    List<Process> servers = new ArrayList<>();
    for (Listener listener : listeners) {
      Server server = new Server(listener, v4);
      Process process =
          self.start(
              network.namespace(listener.node()),
              "listener at " + listener.node(),
              StandardStreams.none(),
              server::run);
      process.awaitReady();
      servers.add(process);
    }
    return servers;
  }

  private interface Work {
    void run(Process self) throws KernelException, InterruptedException;
  }

  /**
   * Does something, and makes the trace of what was told meanwhile: all in one process, as asking
   * from outside of the kernel's processes waits for its turn each time.
   */
  private Trace watch(Work work, Function<TraceBuilder, Trace> account)
      throws KernelException, InterruptedException {
    Result result = new Result();
    Program program =
        self -> {
          try (Subscription<PathEvent> paths = kernel.paths()) {
            work.run(self);
            result.trace = account.apply(new TraceBuilder(network, drain(paths)));
            return 0;
          } catch (KernelException e) {
            result.refusal = e;
            return 1;
          }
        };
    kernel.run(kernel.initial(), "trace", StandardStreams.none(), program);
    if (result.refusal != null) {
      throw result.refusal;
    }
    Trace trace = result.trace;
    if (trace == null) {
      throw new InterruptedException();
    }
    return trace;
  }

  private static List<PathEvent> drain(Subscription<PathEvent> paths) throws KernelException {
    List<PathEvent> events = new ArrayList<>();
    for (Optional<PathEvent> e = paths.poll(); e.isPresent(); e = paths.poll()) {
      events.add(e.get());
    }
    return events;
  }

  private static final class Result {
    private volatile @Nullable Trace trace;
    private volatile @Nullable KernelException refusal;
  }
}
