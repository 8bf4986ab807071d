package dev.dejima.junit;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.explain.Explainer;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Tracer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A network that is up, and what tests have going in it. */
final class Session implements AutoCloseable {
  private final Kernel kernel;
  private final Network network;

  /** Where the twin of a network is made whose kernel does not tell the ways of packets. */
  private @Nullable Kernel spare;

  private final List<Running<?>> running = new CopyOnWriteArrayList<>();
  private final List<Listening> listening = new CopyOnWriteArrayList<>();
  private @Nullable Recorder recorder;
  private @Nullable Path capture;

  private Session(Kernel kernel, Network network) {
    this.kernel = kernel;
    this.network = network;
  }

  /**
   * Brings a lab's network up.
   *
   * @param kernel goes with the session
   */
  static Session open(Lab lab, Kernel kernel) throws LabException, InterruptedException {
    boolean complete = false;
    try {
      Session session = new Session(kernel, Network.start(lab, kernel));
      complete = true;
      return session;
    } finally {
      if (!complete) {
        kernel.close();
      }
    }
  }

  Kernel kernel() {
    return kernel;
  }

  Network network() {
    return network;
  }

  /** Who traces in the network. */
  Tracer tracer() {
    if (spare == null && !kernel.name().equals("netstack")) {
      spare = new KernelChoice("netstack", 1).open();
    }
    return new Tracer(network, spare);
  }

  Explainer explainer() {
    return new Explainer(network, tracer());
  }

  /** Where what passes during this test will be found if it fails; empty if nowhere. */
  Optional<Path> capture() {
    return Optional.ofNullable(capture);
  }

  // ---- one test

  /**
   * A test begins.
   *
   * @param file where its capture goes if it fails; absent where none is wanted
   */
  void begin(@Nullable Path file) throws KernelException {
    capture = file;
    if (file != null) {
      recorder = Recorder.of(network);
    }
  }

  /**
   * A test ends, and with it what it has left running.
   *
   * @return what its processes failed with that it has not heard of, in order
   */
  List<Throwable> end() throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    for (Running<?> each : running) {
      each.end().ifPresent(failures::add);
    }
    running.clear();
    for (Listening each : listening) {
      each.close();
    }
    listening.clear();
    return failures;
  }

  /**
   * Writes what passed during the test.
   *
   * @param about which test it was
   */
  void keep(Path file, String about) throws IOException, InterruptedException {
    if (recorder != null) {
      recorder.write(file, about);
    }
  }

  /** Ends the capture. */
  void endCapture() {
    if (recorder != null) {
      recorder.close();
      recorder = null;
    }
  }

  // ---- processes

  /** What a process did that a test waits for. */
  <T extends @Nullable Object> T run(Namespace namespace, String name, Work<T> work)
      throws Exception {
    WorkResult<T> outcome = new WorkResult<>();
    kernel.run(namespace, name, StandardStreams.none(), self -> outcome.of(work, self));
    return outcome.get();
  }

  /** Starts a process that runs beside the test. */
  <T extends @Nullable Object> Running<T> start(Namespace namespace, String name, Work<T> work) {
    WorkResult<T> outcome = new WorkResult<>();
    Process process =
        kernel.start(namespace, name, StandardStreams.none(), self -> outcome.of(work, self));
    Running<T> started = new Running<>(process, outcome);
    running.add(started);
    return started;
  }

  void add(Listening listener) {
    listening.add(listener);
  }

  @Override
  public void close() {
    endCapture();
    network.close();
    kernel.close();
    if (spare != null) {
      spare.close();
    }
  }
}
