package dev.dejima.linux;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A program that runs on a thread of its own, which has entered the namespace. */
final class LinuxProcess implements Process {
  private static final int FAILED = 1;
  private static final int KILLED = 137;
  private static final int INTERRUPTED = 130;

  private final LinuxKernel kernel;
  private final LinuxNamespace namespace;
  private final String name;
  private final StandardStreams streams;
  private final List<LinuxProcess> children = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ProcessThread thread;
  private volatile boolean killed;
  private volatile int status = KILLED;

  LinuxProcess(
      LinuxKernel kernel,
      LinuxNamespace namespace,
      String name,
      StandardStreams streams,
      Program program) {
    this.kernel = kernel;
    this.namespace = namespace;
    this.name = name;
    this.streams = streams;
    this.thread = new ProcessThread(this, () -> run(program));
  }

  /** Begins; the namespace stays as long as this runs. */
  void start() {
    namespace.hold();
    kernel.started(this);
    thread.start();
  }

  private void run(Program program) {
    try {
      namespace.enter();
      status = program.run(this) & 0xff;
    } catch (InterruptedException | InterruptedIOException e) {
      status = killed ? KILLED : INTERRUPTED;
    } catch (IOException e) {
      complain(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (RuntimeException | Error e) {
      complain(e.toString());
      status = FAILED;
      e.printStackTrace();
    } finally {
      Thread.interrupted();
      children.forEach(LinuxProcess::kill);
      namespace.release();
      kernel.ended(this);
      ended.countDown();
      ready.countDown();
    }
  }

  private void complain(String message) {
    status = FAILED;
    try {
      streams.err().write((name + ": " + message + "\n").getBytes(StandardCharsets.UTF_8));
      streams.err().flush();
    } catch (IOException e) {
      // Nobody reads what it had to say.
    }
  }

  boolean killed() {
    return killed;
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
      Namespace where, String childName, StandardStreams childStreams, Program program) {
    LinuxProcess child =
        new LinuxProcess(kernel, kernel.own(where), childName, childStreams, program);
    children.removeIf(LinuxProcess::ended);
    children.add(child);
    child.start();
    return child;
  }

  @Override
  public void ready() {
    ready.countDown();
  }

  @Override
  public void awaitReady() throws InterruptedException {
    ready.await();
  }

  @Override
  public int await() throws InterruptedException {
    ended.await();
    return status;
  }

  @Override
  public OptionalInt await(Duration limit) throws InterruptedException {
    return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)
        ? OptionalInt.of(status)
        : OptionalInt.empty();
  }

  @Override
  public boolean ended() {
    return ended.getCount() == 0;
  }

  @Override
  public void interrupt() {
    children.forEach(LinuxProcess::interrupt);
    thread.interrupt();
  }

  @Override
  public void kill() {
    killed = true;
    children.forEach(LinuxProcess::kill);
    thread.interrupt();
  }
}
