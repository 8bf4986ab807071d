package dev.dejima.kernel;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A running program. Processes of netstack run one at a time, each until it blocks, so that the
 * same seed gives the same run; on linux each has a thread of its own that has entered the
 * namespace.
 */
@SuppressWarnings("AvoidCommonTypeNames") // it is what every reader will look for
public interface Process {
  /** What diagnoses call it. */
  String name();

  /** Where it runs. */
  Namespace namespace();

  Kernel kernel();

  StandardStreams streams();

  /**
   * Starts a child. It is interrupted when its parent is, and killed when its parent ends.
   *
   * @param name what diagnoses call it
   */
  Process start(Namespace namespace, String name, StandardStreams streams, Program program);

  /** Says that the program now does what it was started for: it listens, or captures. */
  void ready();

  /** Waits until the program has said {@link #ready}, or has ended. */
  void awaitReady() throws InterruptedException;

  /**
   * Waits for the end.
   *
   * @return the exit status
   */
  int await() throws InterruptedException;

  /**
   * Waits for the end, but no longer than {@code limit}.
   *
   * @return the exit status, if it has ended by then
   */
  OptionalInt await(Duration limit) throws InterruptedException;

  /** Whether it has ended. */
  boolean ended();

  /** What Ctrl-C does: the call it blocks in, or its next that would, is interrupted. */
  void interrupt();

  /** Ends it: every call that blocks from now on is interrupted, and its children are killed. */
  void kill();
}
