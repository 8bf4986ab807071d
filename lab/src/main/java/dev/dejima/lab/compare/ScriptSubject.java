package dev.dejima.lab.compare;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.compare.Section.Kind;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.Shell;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A script. Each of its steps has a shell of its own, so that what a background command writes is
 * not mixed with others' lines.
 *
 * @param name what people call it
 * @param text the whole of it
 * @param steps its commands, in order
 * @param directory where file names in it start
 * @param tools makes the commands that it may use
 */
public record ScriptSubject(
    String name, String text, List<Step> steps, Path directory, Supplier<Toolbox> tools)
    implements Subject {
  /** Keeps a copy. */
  public ScriptSubject {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a script.
   *
   * @throws ShellSyntaxException if the shell cannot read it
   */
  public static ScriptSubject of(String name, String text, Path directory, Supplier<Toolbox> tools)
      throws ShellSyntaxException {
    return new ScriptSubject(name, text, Step.of(text), directory, tools);
  }

  private record Running(Step step, Shell shell, ByteArrayOutputStream output) {
    Section section() {
      String text = output.toString(StandardCharsets.UTF_8);
      return new Section(Kind.OUTPUT, step.text(), text.lines().toList());
    }
  }

  @Override
  public Observation run(Kernel kernel) throws KernelException, InterruptedException {
    List<Running> running = new ArrayList<>();
    try (Witness witness = Witness.of(kernel)) {
      for (Step step : steps) {
        Running started = start(kernel, step, running);
        running.add(started);
        if (started.shell.exited() != null) {
          break;
        }
      }
      Aftermath aftermath = Aftermath.of(kernel, tools.get(), witness);
      for (Running each : running) {
        each.shell.close();
      }
      List<Section> outputs = running.stream().map(Running::section).toList();
      return aftermath.observation(this, kernel, outputs);
    }
  }

  private Running start(Kernel kernel, Step step, List<Running> before)
      throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(InputStream.nullInputStream(), lasting(output), lasting(output));
    Shell shell = new Shell(kernel, tools.get(), streams, directory);
    if (step.text().equals("wait")) {
      for (Running each : before) {
        each.shell.run(step.script());
      }
    } else {
      int status = shell.run(step.script());
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

  @Override
  public String toString() {
    return name;
  }
}
