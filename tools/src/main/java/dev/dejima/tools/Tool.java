package dev.dejima.tools;

import java.io.IOException;

/** A command. */
public interface Tool {
  /** The word it is called by. */
  String name();

  /**
   * Does it.
   *
   * @return the exit status
   * @throws UsageException if the arguments make no sense
   * @throws InterruptedException if it was sent a signal that it does not handle
   */
  int run(Invocation call) throws IOException, InterruptedException;

  /**
   * Whether it says itself, by {@link Invocation#ready}, when it does what it was started for.
   * Others count as ready from the start.
   */
  default boolean announcesReady() {
    return false;
  }

  /** Whether it is a prompt at which somebody types, where it is called without arguments. */
  default boolean isInteractive() {
    return false;
  }
}
