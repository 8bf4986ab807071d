package dev.dejima.netstack.sched;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One that takes turns: a process, or a thread from outside for as long as it is in a call. All but
 * the thread's own parking happens while the baton is held.
 */
public final class Task {
  enum State {
    /** Waits for the baton. */
    READY,
    RUNNING,
    /** In a wait queue. */
    BLOCKED,
    /** Busy with the world outside, without the baton. */
    EXTERNAL,
    /** An outside thread whose call is done, and that leaves when the network is at rest. */
    RETURNING,
    ENDED
  }

  private final String name;
  final boolean outside;
  final Timer deadline;

  @SuppressWarnings("NullAway.Init") // set before the task is shared
  Thread thread;

  volatile State state = State.READY;
  volatile boolean released;

  /** How many calls deep it is in the kernel. */
  int depth;

  boolean interrupted;
  boolean killed;
  boolean timedOut;

  /** What an interrupt says, where it is not simply Ctrl-C. */
  @Nullable String reason;

  /** In how many ways the foreground waits for it. */
  int foreground;

  boolean stalledOnce;

  /** An external call that lasts so long that the clock no longer waits for it. */
  boolean parked;

  @Nullable WaitQueue waiting;
  Consumer<String> complaints = text -> {};

  Task(EventLoop loop, String name, boolean outside) {
    this.name = name;
    this.outside = outside;
    this.deadline = new Timer(loop, () -> loop.timeOut(this), false, true);
  }

  /** What diagnoses call it. */
  public String name() {
    return name;
  }

  /** What it waits for, for people. */
  public String waitsFor() {
    WaitQueue queue = waiting;
    return queue == null ? state.toString() : queue.name();
  }

  /** Whether it has been killed: every call of it that blocks fails. */
  public boolean killed() {
    return killed;
  }

  /** Whether it has come to its end. */
  public boolean ended() {
    return state == State.ENDED;
  }

  /** Whom to tell when it had to be ended because nothing could happen any more. */
  public void onComplaint(Consumer<String> consumer) {
    complaints = consumer;
  }

  boolean isForeground() {
    return outside || foreground > 0;
  }
}
