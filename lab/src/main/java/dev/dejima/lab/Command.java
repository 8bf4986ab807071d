package dev.dejima.lab;

import java.util.List;

/** A program that runs in a node. */
public sealed interface Command {
  /** What reports call it. */
  String text();

  Place place();

  /**
   * A line of the shell: built-in tools, and on the real kernel any program.
   *
   * @param text as in {@code nc -lk 80}
   */
  record Line(String text, Place place) implements Command {}

  /**
   * Java code: a class that implements {@link dev.dejima.kernel.Program}.
   *
   * @param name the class's full name
   * @param arguments what its constructor takes, as a list of strings; without any, it may have a
   *     constructor without parameters
   */
  record JavaClass(String name, List<String> arguments, Place place) implements Command {
    /** Keeps a copy. */
    public JavaClass {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String text() {
      return arguments.isEmpty()
          ? "java " + name
          : "java " + name + " " + String.join(" ", arguments);
    }
  }
}
