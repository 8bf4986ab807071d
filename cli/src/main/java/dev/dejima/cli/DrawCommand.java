package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Place;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.picture.LadderSvg;
import dev.dejima.lab.picture.NetworkSvg;
import dev.dejima.lab.picture.NetworkText;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.trace.Trace;
import dev.dejima.lab.trace.TraceRequest;
import dev.dejima.lab.trace.TraceRequest.OfProbe;
import dev.dejima.lab.trace.Tracer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima draw}: the picture of a network, and of what happens on it. */
@Command(
    name = "draw",
    mixinStandardHelpOptions = true,
    description = "Draws the network of a lab file: in the terminal, or as SVG.")
final class DrawCommand implements Callable<Integer> {
  @Mixin KernelChoice kernel = new KernelChoice();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.svg",
      description = "Write the picture there, as SVG.")
  @Nullable Path output;

  @Option(
      names = "--ascii",
      description = "In the terminal, do with the letters of ASCII; so too where TERM is dumb.")
  boolean ascii;

  @Option(
      names = "--columns",
      paramLabel = "N",
      description = "In the terminal, how wide the picture may be; unless said, as the window.")
  int columns;

  @Option(
      names = "--flow",
      paramLabel = "PROBE",
      description = "Try it, and draw its way: 'NODE tcp ADDRESS:PORT', udp or ping.")
  @Nullable String flow;

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = "Run the test of that name, and draw the way of its first probe.")
  @Nullable String test;

  @Option(
      names = "--ladder",
      description = "With --flow or --test: draw the packets as a ladder, not the network.")
  boolean ladder;

  @Parameters(paramLabel = "LAB", description = "A lab file, or a directory with one.")
  Path path = Path.of("");

  /** A probe that was tried; the trace of another like it, where the kernel tells. */
  private record Shot(String name, Lab lab, Tried probe, Optional<Trace> trace) {}

  @Override
  public Integer call() throws InterruptedException {
    if (flow != null && test != null || ladder && flow == null && test == null) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima draw: give one of --flow and --test");
    }
    try {
      Lab lab = LabFile.read(path);
      String text = flow == null && test == null ? network(lab) : shot(shoot(lab));
      if (output == null) {
        System.out.print(text);
        System.out.flush();
      } else {
        Files.writeString(output, text);
      }
      return ExitStatus.OK;
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Problem(ExitStatus.REFUSED, "dejima draw: cannot write: " + e.getMessage());
    }
  }

  /** Where even the names are too many for the window, the network is listed. */
  private String network(Lab lab) {
    Style style = style();
    return output != null
        ? NetworkSvg.draw(lab)
        : NetworkText.draw(lab, style.width(), plain())
            .orElseGet(() -> ReportPrinter.network(style, lab.topology()));
  }

  private Style style() {
    Style style = RunCommand.style();
    return columns > 0 ? new Style(columns, style.color()) : style;
  }

  private boolean plain() {
    return ascii || "dumb".equals(System.getenv("TERM"));
  }

  private String shot(Shot shot) {
    Style style = style();
    if (ladder) {
      return output != null
          ? LadderSvg.draw(shot.name(), shot.lab().topology(), shot.probe().conversation())
          : new ReportPrinter(style).ladder(shot.name(), shot.probe().conversation());
    }
    return output != null
        ? NetworkSvg.draw(shot.lab(), shot.probe(), shot.trace())
        : NetworkText.draw(shot.lab(), shot.probe(), shot.trace(), style.width(), plain())
            .orElseGet(
                () -> new ReportPrinter(style).ladder(shot.name(), shot.probe().conversation()));
  }

  private Shot shoot(Lab lab) throws LabException, InterruptedException {
    String probe = flow;
    LabTest asked = probe == null ? named(lab) : asked(lab, probe);
    Lab alone = new Lab(lab.name(), lab.topology(), List.of(asked));
    try (Kernel open = kernel.open(false);
        Network network = Network.start(alone, open)) {
      List<Tried> probes = LabRun.test(network).tests().getFirst().probes();
      if (probes.isEmpty()) {
        throw new LabException("dejima draw: the test \"" + asked.name() + "\" tries nothing");
      }
      return new Shot(asked.name(), lab, probes.getFirst(), trace(network, lab, probes.getFirst()));
    }
  }

  private LabTest named(Lab lab) throws LabException {
    return lab.tests().stream()
        .filter(each -> each.name().equals(test))
        .findFirst()
        .orElseThrow(
            () ->
                new LabException(
                    "dejima draw: no test \"%s\"; there are:\n  %s"
                        .formatted(
                            test,
                            String.join(
                                "\n  ", lab.tests().stream().map(LabTest::name).toList()))));
  }

  /** A test that expects nothing of a probe. */
  private static LabTest asked(Lab lab, String words) throws LabException {
    String[] parts = words.strip().split("\\s+", 2);
    TraceRequest request =
        TraceRequest.probe(lab, parts[0], parts.length < 2 ? "" : parts[1], null, "");
    if (!(request instanceof OfProbe probe)) {
      throw new IllegalStateException(words);
    }
    List<Step> steps = new ArrayList<>();
    probe.listeners().forEach(listener -> steps.add(Step.of(listener, Place.NONE)));
    steps.add(Step.of(probe.probe(), Place.NONE));
    return new LabTest(words.strip(), steps, Place.NONE);
  }

  /** Why a probe ended that no rule dropped; where the kernel does not tell, nothing. */
  private static Optional<Trace> trace(Network network, Lab lab, Tried tried)
      throws LabException, InterruptedException {
    if (!(tried.step().action() instanceof Probe probe)) {
      return Optional.empty();
    }
    String words =
        switch (probe) {
          case Probe.Connect _ -> "tcp " + probe.target();
          case Probe.Udp _ -> "udp " + probe.target();
          case Probe.Ping _ -> "ping " + probe.target();
        };
    try {
      return Optional.of(
          TraceRequest.probe(lab, probe.from(), words, null, "").run(new Tracer(network)));
    } catch (KernelException e) {
      return Optional.empty();
    }
  }
}
