package dev.dejima.netstack.sched;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stacks as text. */
final class Stacks {
  private Stacks() {}

  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  static String of(Thread thread) {
    StringBuilder text = new StringBuilder();
    for (StackTraceElement frame : thread.getStackTrace()) {
      text.append("    at ").append(frame).append('\n');
    }
    return text.toString();
  }

  /** Whether a thread waits, or is in a system call; not if it is merely busy. */
  static boolean isBlocked(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return thread.getState() != Thread.State.RUNNABLE
        || stack.length > 0 && stack[0].isNativeMethod();
  }
}
