package dev.dejima.lab.run;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Action.Matrix;
import dev.dejima.lab.Action.MatrixException;
import dev.dejima.lab.Action.MatrixTarget;
import dev.dejima.lab.Action.PortRange;
import dev.dejima.lab.Interface;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Tries every cell of a matrix. A few hundred workers share the cells: each takes the next that
 * nobody has taken, so that those that have to wait for a timeout wait together.
 */
final class MatrixRun {
  private static final int WORKERS = 256;

  /** How often somebody is told of the progress. */
  private static final int PORTION = 1000;

  private final Network network;
  private final LabTest test;
  private final Step step;
  private final Matrix matrix;
  private final Progress progress;
  private final List<IpAddress> addresses = new ArrayList<>();
  private final int[] ports;
  private final AtomicInteger next = new AtomicInteger();
  private final Answer[] answers;

  MatrixRun(Network network, LabTest test, Step step, Matrix matrix, Progress progress) {
    this.network = network;
    this.test = test;
    this.step = step;
    this.matrix = matrix;
    this.progress = progress;
    matrix.to().forEach(target -> addresses.add(address(target)));
    this.ports =
        matrix.ports().stream()
            .flatMapToInt(r -> IntStream.rangeClosed(r.first(), r.last()))
            .toArray();
    this.answers = new Answer[matrix.from().size() * addresses.size() * ports.length];
  }

  private IpAddress address(MatrixTarget target) {
    return Optional.ofNullable(target.address())
        .or(
            () ->
                network.lab().topology().node(target.name()).stream()
                    .flatMap(node -> node.interfaces().stream())
                    .flatMap(device -> device.addresses().stream())
                    .map(Interface.Address::prefix)
                    .map(prefix -> prefix.address())
                    .findFirst())
        .orElseThrow(() -> new IllegalStateException(target.name() + " has no address"));
  }

  /** Tries all; returns once all have been tried. */
  StepResult.Table run(Process self) throws InterruptedException {
    Kernel kernel = network.kernel();
    long start = kernel.clock().nanoTime();
    List<Process> workers = new ArrayList<>();
    for (int i = 0; i < Math.min(WORKERS, answers.length); i++) {
      workers.add(self.start(kernel.initial(), "matrix " + i, StandardStreams.none(), _ -> work()));
    }
    for (Process worker : workers) {
      worker.await();
    }
    progress.tried(test, answers.length, answers.length);
    Duration took = Duration.ofNanos(kernel.clock().nanoTime() - start);
    return new StepResult.Table(step, cells(), took);
  }

  private int work() throws InterruptedException {
    for (int i = next.getAndIncrement(); i < answers.length; i = next.getAndIncrement()) {
      Namespace namespace = network.namespace(matrix.from().get(from(i)));
      Prober prober = new Prober(probe(i), network.kernel().clock(), step.within(), null);
      prober.run(namespace);
      answers[i] = prober.answer();
      if (i % PORTION == 0) {
        progress.tried(test, i, answers.length);
      }
    }
    return 0;
  }

  private int from(int cell) {
    return cell / (addresses.size() * ports.length);
  }

  private int to(int cell) {
    return cell / ports.length % addresses.size();
  }

  private int port(int cell) {
    return ports[cell % ports.length];
  }

  private Probe probe(int cell) {
    String from = matrix.from().get(from(cell));
    Endpoint to = new Endpoint(addresses.get(to(cell)), port(cell));
    return matrix.transport() == Transport.TCP
        ? new Probe.Connect(from, null, to, "", null, Place.NONE)
        : new Probe.Udp(from, null, to, "dejima", Place.NONE);
  }

  private List<StepResult.Cell> cells() {
    List<StepResult.Cell> cells = new ArrayList<>(answers.length);
    for (int i = 0; i < answers.length; i++) {
      String from = matrix.from().get(from(i));
      String to = matrix.to().get(to(i)).name();
      Answer answer = answers[i];
      cells.add(
          new StepResult.Cell(
              from,
              to,
              port(i),
              expected(from, to, port(i)),
              answer.outcome().orElse(Outcome.UNREACHABLE),
              answer.outcome().isEmpty() ? answer.detail() : ""));
    }
    return cells;
  }

  private Outcome expected(String from, String to, int port) {
    Outcome expected = matrix.expect();
    for (MatrixException exception : matrix.exceptions()) {
      boolean meant =
          (exception.from().isEmpty() || exception.from().contains(from))
              && (exception.to().isEmpty() || exception.to().contains(to))
              && (exception.ports().isEmpty() || in(exception.ports(), port));
      expected = meant ? exception.expect() : expected;
    }
    return expected;
  }

  private static boolean in(List<PortRange> ranges, int port) {
    return ranges.stream().anyMatch(range -> range.contains(port));
  }
}
