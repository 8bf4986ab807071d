package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.explain.Explainer;
import dev.dejima.lab.explain.Explanation;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.Tracer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima explain}: why a probe failed, and what to do about it. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Says why a probe or a test of a lab failed: the cause, what shows it, the mend.",
    footer = {
      "",
      "PROBE is what to send: 'tcp ADDRESS:PORT', 'udp ADDRESS:PORT' or 'ping ADDRESS'.",
      "Without FROM, the lab's tests are run, and each that fails is explained.",
      "Exit status: 0 nothing failed, 1 something did, 2 the input is wrong, 3 the system refuses."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Parameters(index = "0", paramLabel = "LAB", description = "A lab file, or its directory.")
  Path lab = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FROM",
      description = "The node that sends a probe.")
  @Nullable String from;

  @Parameters(index = "2", arity = "0..1", paramLabel = "PROBE", description = "What is sent.")
  @Nullable String probe;

  @Option(names = "--test", paramLabel = "NAME", description = "Run this test alone.")
  @Nullable String test;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Lab read = LabFile.read(RunCommand.files(lab).getFirst());
      if (from != null) {
        if (test != null) {
          throw new Problem(
              ExitStatus.WRONG_INPUT, "dejima explain: either FROM 'PROBE' or --test NAME");
        }
        String words = probe == null ? "" : probe;
        TraceRequest request = TraceRequest.probe(read, from, words, null, "");
        return on(read, (network, tracer) -> probe(network, tracer, request));
      }
      Lab chosen = chosen(read);
      return on(chosen, ExplainCommand::tests);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private Lab chosen(Lab read) {
    String name = test;
    if (name == null) {
      return read;
    }
    List<LabTest> tests = read.tests().stream().filter(each -> each.name().equals(name)).toList();
    if (tests.isEmpty()) {
      throw new Problem(
          ExitStatus.WRONG_INPUT,
          "dejima explain: no test '%s'; there are: %s"
              .formatted(
                  name, String.join(", ", read.tests().stream().map(LabTest::name).toList())));
    }
    return new Lab(read.name(), read.topology(), tests);
  }

  private interface Work {
    boolean isWell(Network network, Tracer tracer)
        throws KernelException, LabException, InterruptedException;
  }

  private int on(Lab read, Work work) throws InterruptedException, LabException {
    try (Kernel open = kernel.open(false);
        Network network = Network.start(read, open);
        Spare spare = new Spare(open)) {
      boolean well = work.isWell(network, new Tracer(network, spare.kernel()));
      System.out.flush();
      return well ? ExitStatus.OK : ExitStatus.FAILED;
    } catch (KernelException e) {
      throw new Problem(
          ExitStatus.REFUSED, "dejima explain: the kernel refuses: " + e.getMessage());
    }
  }

  private static boolean probe(Network network, Tracer tracer, TraceRequest request)
      throws KernelException, InterruptedException {
    Trace trace = request.run(tracer);
    heading("%s from %s: %s".formatted(trace.probe(), trace.from(), trace.disposition().word()));
    boolean well = trace.disposition().isSuccess();
    if (!well) {
      print(new Explainer(network, tracer).explain(trace, request.listeners()));
    }
    return well;
  }

  private static boolean tests(Network network, Tracer tracer)
      throws KernelException, LabException, InterruptedException {
    Explainer explainer = new Explainer(network, tracer);
    boolean well = true;
    for (LabTest each : network.lab().tests()) {
      TestResult result = LabRun.test(network, each);
      well &= result.passed();
      if (!result.passed()) {
        failed(explainer, result);
      }
    }
    if (well) {
      System.out.println("nothing failed");
    }
    return well;
  }

  private static void failed(Explainer explainer, TestResult result)
      throws KernelException, InterruptedException {
    heading("%s: %s".formatted(result.test().name(), result.summary()));
    List<Tried> wrong = Explainer.wrong(result);
    if (wrong.isEmpty()) {
      System.out.println("its probes ended as expected, but:");
      result.failures().forEach(line -> System.out.println("  " + line));
    }
    for (Tried tried : wrong) {
      print(explainer.explain(result.test(), tried));
    }
    System.out.println();
  }

  private static void heading(String text) {
    System.out.println(RunCommand.style().bold(text));
  }

  private static void print(Explanation explanation) {
    explanation.lines().forEach(line -> System.out.println("  " + line));
  }
}
