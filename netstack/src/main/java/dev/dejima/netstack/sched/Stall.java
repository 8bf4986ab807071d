package dev.dejima.netstack.sched;

import java.util.List;
import java.util.function.Consumer;

/**
 * The end of a stall: somebody outside waits, and nothing can happen any more. The foreground's
 * processes are interrupted, then killed; where there is none that waits, the outside calls fail.
 */
final class Stall {
  private final List<Task> processes;
  private final List<Task> outside;
  private final String what;

  /**
   * A stall.
   *
   * @param why for people
   * @param processes all that live
   * @param outside threads from outside that wait
   */
  Stall(String why, List<Task> processes, List<Task> outside) {
    this.processes = List.copyOf(processes);
    this.outside = List.copyOf(outside);
    this.what = "stalled: " + why + "; still waiting: " + waitingList();
  }

  /**
   * Ends it.
   *
   * @param diagnosis told where no process is there to be told
   */
  void end(EventLoop loop, Consumer<String> diagnosis) {
    boolean told = false;
    for (Task task : processes) {
      if (task.foreground > 0 && task.state == Task.State.BLOCKED && !task.killed) {
        task.killed = task.stalledOnce;
        task.stalledOnce = true;
        if (!told) {
          task.complaints.accept(what);
        }
        told = true;
        loop.interrupt(task, what);
      }
    }
    if (!told) {
      diagnosis.accept(what);
      outside.forEach(task -> loop.interrupt(task, what));
    }
  }

  private String waitingList() {
    StringBuilder text = new StringBuilder();
    for (Task task : processes) {
      text.append(text.isEmpty() ? "" : ", ").append(task.name());
      text.append(task.foreground > 0 ? "" : " (background)").append(" for ");
      text.append(task.waitsFor());
    }
    for (Task task : outside) {
      text.append(text.isEmpty() ? "" : ", ").append("thread ").append(task.name());
      text.append(" for ").append(task.waitsFor());
    }
    return text.toString();
  }
}
