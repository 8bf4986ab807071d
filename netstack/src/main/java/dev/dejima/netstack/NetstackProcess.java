package dev.dejima.netstack;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Task;
import dev.dejima.netstack.sched.WaitQueue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A process: a task with a place, streams and children. */
final class NetstackProcess implements Process {
  /** What a shell says of a process that Ctrl-C ended. */
  private static final int INTERRUPTED = 130;

  private final Netstack kernel;
  private final EventLoop loop;
  private final NetNamespace namespace;
  private final String name;
  private final StandardStreams streams;
  private final Program program;
  private final List<NetstackProcess> children = new ArrayList<>();
  private final WaitQueue end;
  private final WaitQueue readiness;
  private final Task task;
  private boolean ready;
  private int status = -1;

  NetstackProcess(
      Netstack kernel,
      NetNamespace namespace,
      String name,
      StandardStreams streams,
      Program program) {
    this.kernel = kernel;
    this.loop = kernel.loop();
    this.namespace = namespace;
    this.name = name;
    this.streams = streams;
    this.program = program;
    this.end = new WaitQueue(loop, "the end of " + name);
    this.readiness = new WaitQueue(loop, "the readiness of " + name);
    namespace.entered();
    this.task = loop.start(name, self -> live());
    task.onComplaint(this::complain);
  }

  private void live() {
    int result = 1;
    try {
      result = program.run(this) & 0xff;
    } catch (InterruptedException | InterruptedIOException e) {
      result = INTERRUPTED;
    } catch (IOException e) {
      complain(e.getMessage() == null ? e.toString() : e.getMessage());
    } finally {
      try (var _ = loop.enter()) {
        status = result;
        children.forEach(NetstackProcess::kill);
        readiness.wakeAll();
        end.wakeAll();
        namespace.left();
      }
    }
  }

  private void complain(String text) {
    try {
      streams.err().write((name + ": " + text + "\n").getBytes(StandardCharsets.UTF_8));
      streams.err().flush();
    } catch (IOException e) {
      kernel.log().print(name + ": " + text);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Namespace namespace() {
    return namespace;
  }

  @Override
  public Kernel kernel() {
    return kernel;
  }

  @Override
  public StandardStreams streams() {
    return streams;
  }

  @Override
  public Process start(
      Namespace where, String childName, StandardStreams childStreams, Program childProgram) {
    try (var _ = loop.enter()) {
      NetstackProcess child =
          new NetstackProcess(kernel, kernel.own(where), childName, childStreams, childProgram);
      children.removeIf(NetstackProcess::hasEnded);
      children.add(child);
      if (task.killed()) {
        child.kill();
      }
      return child;
    }
  }

  @Override
  public void ready() {
    try (var _ = loop.enter()) {
      ready = true;
      readiness.wakeAll();
    }
  }

  @Override
  public void awaitReady() throws InterruptedException {
    try (var _ = loop.enter()) {
      boolean foreground = waitsInForeground();
      mark(foreground);
      try {
        while (!ready && !hasEnded()) {
          readiness.await();
        }
      } finally {
        unmark(foreground);
      }
    }
  }

  @Override
  public int await() throws InterruptedException {
    return awaitUntil(WaitQueue.FOREVER).orElseThrow();
  }

  @Override
  public OptionalInt await(Duration limit) throws InterruptedException {
    try (var _ = loop.enter()) {
      return awaitUntil(loop.nanoTime() + limit.toNanos());
    }
  }

  private OptionalInt awaitUntil(long deadline) throws InterruptedException {
    try (var _ = loop.enter()) {
      boolean foreground = waitsInForeground();
      mark(foreground);
      try {
        while (!hasEnded()) {
          if (!end.await(deadline)) {
            return OptionalInt.empty();
          }
        }
        return OptionalInt.of(status);
      } finally {
        unmark(foreground);
      }
    }
  }

  private boolean waitsInForeground() {
    Task waiter = loop.current();
    return waiter != null && loop.isForeground(waiter);
  }

  private void mark(boolean foreground) {
    if (foreground) {
      loop.foreground(task, true);
    }
  }

  private void unmark(boolean foreground) {
    if (foreground) {
      loop.foreground(task, false);
    }
  }

  private boolean hasEnded() {
    return status >= 0;
  }

  @Override
  public boolean ended() {
    try (var _ = loop.enter()) {
      return hasEnded();
    }
  }

  @Override
  public void interrupt() {
    try (var _ = loop.enter()) {
      children.forEach(NetstackProcess::interrupt);
      if (!hasEnded()) {
        loop.interrupt(task);
      }
    }
  }

  @Override
  public void kill() {
    try (var _ = loop.enter()) {
      children.forEach(NetstackProcess::kill);
      if (!hasEnded()) {
        loop.kill(task);
      }
    }
  }
}
