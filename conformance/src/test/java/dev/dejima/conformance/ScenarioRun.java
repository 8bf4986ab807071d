package dev.dejima.conformance;

import dev.dejima.cli.Tools;
import dev.dejima.conformance.Scenario.Step;
import dev.dejima.conformance.Transcript.Section;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.shell.Script;
import dev.dejima.tools.shell.Shell;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Runs a scenario through the shell and the tools on a kernel of its own. */
final class ScenarioRun {
  private record Running(Step step, Shell shell, ByteArrayOutputStream output) {}

  private ScenarioRun() {}

  /** The kernel called {@code name}. */
  static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Runs it, and shows what each command wrote. */
  static Transcript run(Scenario scenario, String kernelName, long seed)
      throws KernelException, InterruptedException {
    KernelOptions options = new KernelOptions(seed, false, false);
    List<Running> running = new ArrayList<>();
    try (Kernel kernel = provider(kernelName).open(options)) {
      for (Step step : scenario.steps()) {
        running.add(start(kernel, step, running));
      }
      for (Running each : running) {
        each.shell.close();
      }
    }
    return new Transcript(running.stream().map(ScenarioRun::section).toList());
  }

  private static Running start(Kernel kernel, Step step, List<Running> before)
      throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(InputStream.nullInputStream(), lasting(output), lasting(output));
    Shell shell = new Shell(kernel, Tools.all(), streams, Scenario.DIRECTORY);
    Script script = new Script(List.of(step.list()));
    if (step.text().equals("wait")) {
      for (Running each : before) {
        each.shell.run(script);
      }
    } else {
      int status = shell.run(script);
      if (status != 0) {
        output.writeBytes(("[status " + status + "]\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Running(step, shell, output);
  }

  /** The streams of a process are closed when it ends; several share one here. */
  private static OutputStream lasting(ByteArrayOutputStream output) {
    return new OutputStream() {
      @Override
      public void write(int octet) {
        output.write(octet);
      }

      @Override
      public void write(byte[] octets, int offset, int length) {
        output.write(octets, offset, length);
      }
    };
  }

  private static Section section(Running running) {
    String text = running.output.toString(StandardCharsets.UTF_8);
    return new Section(running.step.text(), text.lines().toList());
  }
}
