package dev.dejima.tools.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script, read.
 *
 * @param lists its commands, in order
 */
public record Script(List<AndOrList> lists) {
  /** Keeps a copy. */
  public Script {
    lists = List.copyOf(lists);
  }

  /**
   * Reads a script.
   *
   * @param firstLine the number of the text's first line, for messages
   * @throws ShellSyntaxException if the shell cannot read it
   */
  public static Script parse(String text, int firstLine) throws ShellSyntaxException {
    return new ShellParser(ShellLexer.scan(text, firstLine)).script();
  }

  /**
   * Pipelines with {@code &&} or {@code ||} between them.
   *
   * @param line the line it begins in
   * @param first the first pipeline
   * @param rest the others
   * @param background whether an {@code &} follows
   */
  public record AndOrList(int line, Pipeline first, List<Link> rest, boolean background) {
    /** Keeps a copy. */
    public AndOrList {
      rest = List.copyOf(rest);
    }
  }

  /**
   * A pipeline behind another.
   *
   * @param ifSucceeded whether it runs if the one before succeeded ({@code &&}) or failed ({@code
   *     ||})
   */
  public record Link(boolean ifSucceeded, Pipeline pipeline) {}

  /**
   * Commands, the output of each being the input of the next.
   *
   * @param commands at least one
   */
  public record Pipeline(List<Command> commands) {
    /** Keeps a copy. */
    public Pipeline {
      commands = List.copyOf(commands);
    }
  }

  /**
   * A command.
   *
   * @param words its name and arguments
   * @param input the file that {@code <} names
   * @param output the file that {@code >} or {@code >>} names
   * @param append whether it was {@code >>}
   */
  public record Command(
      List<String> words, @Nullable String input, @Nullable String output, boolean append) {
    /** Keeps a copy. */
    public Command {
      words = List.copyOf(words);
    }
  }
}
