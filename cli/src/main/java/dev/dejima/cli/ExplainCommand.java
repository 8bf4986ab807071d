package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.explain.Explanation;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima explain}: why a probe fails, and what helps. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Says why a probe fails in a lab's network, and what to do about it.",
    footer = {
      "",
      "PROBE is what to send: 'tcp ADDRESS:PORT', 'udp ADDRESS:PORT' or 'ping ADDRESS'.",
      "Exit status: 0 the probe comes through, 1 it does not, 2 the input is wrong, 3 the system"
          + " refuses."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Parameters(index = "0", paramLabel = "LAB", description = "A lab file, or its directory.")
  Path lab = Path.of("");

  @Parameters(index = "1", paramLabel = "FROM", description = "The node that sends.")
  String from = "";

  @Parameters(index = "2", paramLabel = "PROBE", description = "What is sent.")
  String probe = "";

  @Option(
      names = "--source",
      paramLabel = "ADDRESS[:PORT]",
      description = "The address and port to send from.")
  @Nullable String source;

  @Option(
      names = "--no-listen",
      description = "Start no listeners; otherwise those of the lab's tests listen.")
  boolean noListen;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Lab read = LabFile.read(RunCommand.files(lab).getFirst());
      TraceRequest request = TraceRequest.probe(read, from, probe, source, "");
      return explain(read, noListen ? request.withoutListeners() : request);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    } catch (KernelException e) {
      throw new Problem(
          ExitStatus.REFUSED, "dejima explain: the kernel refuses: " + e.getMessage());
    }
  }

  private int explain(Lab read, TraceRequest request)
      throws InterruptedException, LabException, KernelException {
    boolean real = !kernel.name.equals("netstack");
    try (Kernel open = kernel.open(false);
        Network network = Network.start(read, open);
        Kernel twin = real ? Kernels.open("netstack", KernelOptions.DEFAULT) : null) {
      Trace trace = request.run(new Tracer(network, twin));
      System.out.printf(
          "%s from %s: %s%n", trace.probe(), trace.from(), trace.disposition().word());
      Optional<Explanation> explanation = Explanation.of(trace);
      System.out.print(explanation.map(Explanation::print).orElse(trace.reason() + "\n"));
      trace.notes().forEach(note -> System.out.println("note     " + note));
      System.out.flush();
      return explanation.isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }
  }
}
