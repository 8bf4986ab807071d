package dev.dejima.lab.run;

import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.lab.Command;
import dev.dejima.lab.CommandLine;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Mistake;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.IOException;
import java.util.List;

/** Makes programs of what a lab wants to run. */
final class Programs {
  private Programs() {}

  /**
   * The program of a command.
   *
   * @throws LabException if there is no such class, or it is no program
   */
  static Program of(Command command) throws LabException {
    return switch (command) {
      case Command.Line line -> {
        Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);
        List<String> words = CommandLine.words(line.text());
        yield self -> run(toolbox, self, words);
      }
      case Command.JavaClass type -> java(type);
    };
  }

  private static int run(Toolbox toolbox, Process self, List<String> words)
      throws IOException, InterruptedException {
    return toolbox.run(new Invocation(toolbox, self, self, self.streams(), words));
  }

  private static Program java(Command.JavaClass type) throws LabException {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<? extends Program> program =
          Class.forName(type.name(), true, loader).asSubclass(Program.class);
      return type.arguments().isEmpty()
          ? program.getConstructor().newInstance()
          : program.getConstructor(List.class).newInstance(type.arguments());
    } catch (ReflectiveOperationException | ClassCastException e) {
      String message =
          "%s: expected a class on the class path that implements %s, with a public constructor %s"
              .formatted(
                  type.name(),
                  Program.class.getName(),
                  type.arguments().isEmpty()
                      ? "without parameters"
                      : "that takes a List of strings");
      throw new LabException(
          new Mistake(type.place(), message, type.place().source(), null).format(), e);
    }
  }
}
