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
    return new ShellParser(new ShellLexer(text, firstLine)).script();
  }

  /**
   * Pipelines with {@code &&} or {@code ||} between them.
   *
   * @param line the line it begins in
   * @param first the first pipeline
   * @param rest the others
   * @param background whether an {@code &} follows
   * @param source as it is written
   */
  public record AndOrList(
      int line, Pipeline first, List<Link> rest, boolean background, String source) {
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
   * @param negated whether a {@code !} precedes
   * @param commands at least one
   */
  public record Pipeline(boolean negated, List<Command> commands) {
    /** Keeps a copy. */
    public Pipeline {
      commands = List.copyOf(commands);
    }
  }

  /** A command, simple or compound. */
  public sealed interface Command {
    /** The line it begins in. */
    int line();

    /** Where its streams come from and go to, in order. */
    List<Redirection> redirections();
  }

  /**
   * Assignments, then words: a name and its arguments. One of the two may be missing.
   *
   * @param assignments each its name before its value
   */
  public record Simple(
      int line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
      implements Command {
    /** Keeps copies. */
    public Simple {
      assignments = List.copyOf(assignments);
      words = List.copyOf(words);
      redirections = List.copyOf(redirections);
    }
  }

  /** {@code name=value}. */
  public record Assignment(String name, Word value) {}

  /** {@code { …; }}, or, with a shell of its own, {@code ( … )}. */
  public record Group(int line, boolean subshell, Script body, List<Redirection> redirections)
      implements Command {}

  /**
   * {@code if … then … else … fi}; {@code elif} is an {@code if} in the other branch.
   *
   * @param otherwise null where there is no {@code else}
   */
  public record If(
      int line,
      Script condition,
      Script then,
      @Nullable Script otherwise,
      List<Redirection> redirections)
      implements Command {}

  /** {@code while} or {@code until}. */
  public record Loop(
      int line, boolean until, Script condition, Script body, List<Redirection> redirections)
      implements Command {}

  /**
   * {@code for name in words}.
   *
   * @param words null for the positional parameters
   */
  public record For(
      int line,
      String name,
      @Nullable List<Word> words,
      Script body,
      List<Redirection> redirections)
      implements Command {}

  /** {@code case word in pattern) … ;; esac}. */
  public record Case(int line, Word subject, List<Branch> branches, List<Redirection> redirections)
      implements Command {}

  /** What a {@code case} does for words of some patterns. */
  public record Branch(List<Word> patterns, Script body) {}

  /** {@code name() { …; }}. */
  public record Function(int line, String name, Command body, List<Redirection> redirections)
      implements Command {}

  /** What a stream is made to be. */
  public sealed interface Redirection {
    /** The stream's number, 0 to 2. */
    int stream();
  }

  /** To or from a file. */
  public record ToFile(int stream, Mode mode, Word file) implements Redirection {}

  /** {@code 2>&1}: what another stream is. */
  public record ToStream(int stream, int other) implements Redirection {}

  /** {@code <<END}: the lines that follow. */
  public record HereDocument(int stream, Word text) implements Redirection {}

  /** What happens to a file. */
  public enum Mode {
    READ,
    WRITE,
    APPEND
  }
}
