package dev.dejima.linux;

import dev.dejima.kernel.Clock;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NamespaceObserver;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.path.PathEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The real kernel, seen through namespaces of our own.
 *
 * <p>All that it makes hangs on file descriptors of this process: when the process goes, however it
 * goes, all is gone. The exception is what is {@link Published}.
 */
final class LinuxKernel implements Kernel {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Entrance entrance = new Entrance();
  private final Wakeups wakeups = new Wakeups();
  private final LinuxClock clock = new LinuxClock();
  private final Map<String, LinuxNamespace> named = new LinkedHashMap<>();
  private final Set<LinuxProcess> processes = ConcurrentHashMap.newKeySet();
  private final Set<Descriptor> descriptors = ConcurrentHashMap.newKeySet();
  private final @Nullable Published published;
  private final LinuxNamespace initial;
  private final String release;
  private NamespaceObserver observer = NamespaceObserver.NOBODY;
  private boolean closed;

  LinuxKernel(KernelOptions options) throws KernelException {
    release = readRelease();
    published = options.publish() ? new Published() : null;
    try {
      initial = new LinuxNamespace(this, "", options.here() ? entrance.own() : entrance.create());
    } catch (KernelException e) {
      entrance.close();
      throw e;
    }
  }

  private static String readRelease() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    } catch (IOException e) {
      return System.getProperty("os.version", "unknown");
    }
  }

  Entrance entrance() {
    return entrance;
  }

  Wakeups wakeups() {
    return wakeups;
  }

  void opened(Descriptor descriptor) {
    descriptors.add(descriptor);
  }

  void closed(Descriptor descriptor) {
    descriptors.remove(descriptor);
  }

  void started(LinuxProcess process) {
    processes.add(process);
  }

  void ended(LinuxProcess process) {
    processes.remove(process);
  }

  /** A namespace as this kernel's own. */
  LinuxNamespace own(Namespace namespace) {
    if (namespace instanceof LinuxNamespace own && own.kernel() == this) {
      return own;
    }
    throw new IllegalArgumentException("a namespace of another kernel: " + namespace);
  }

  @Override
  public String name() {
    return LinuxKernelProvider.NAME;
  }

  @Override
  public String release() {
    return release;
  }

  @Override
  public Namespace initial() {
    return initial;
  }

  @Override
  public Namespace createNamespace(String name) throws KernelException {
    Namespace.checkName(name);
    synchronized (named) {
      if (named.containsKey(name)) {
        throw new KernelException(Errno.EEXIST, Published.taken(name) + Errno.EEXIST.text());
      }
      LinuxNamespace namespace = new LinuxNamespace(this, name, entrance.create());
      if (published != null) {
        publish(published, namespace);
      }
      named.put(name, namespace);
      observer.made(namespace);
      return namespace;
    }
  }

  private void publish(Published place, LinuxNamespace namespace) throws KernelException {
    try {
      place.add(namespace.name(), namespace.fd());
    } catch (KernelException e) {
      namespace.release();
      throw e;
    }
  }

  @Override
  public void deleteNamespace(String name) throws KernelException {
    synchronized (named) {
      LinuxNamespace namespace = named.remove(name);
      if (namespace == null) {
        throw new KernelException(
            Errno.ENOENT,
            "Cannot remove namespace file \""
                + Published.path(name)
                + "\": "
                + Errno.ENOENT.text());
      }
      observer.goes(namespace);
      if (published != null) {
        published.remove(name);
      }
      namespace.release();
    }
  }

  @Override
  public List<Namespace> namespaces() {
    synchronized (named) {
      return List.copyOf(named.values()).reversed().stream().map(n -> (Namespace) n).toList();
    }
  }

  /** The initial namespace and the named ones. */
  List<LinuxNamespace> all() {
    synchronized (named) {
      List<LinuxNamespace> all = new ArrayList<>(named.values());
      all.add(initial);
      return all;
    }
  }

  @Override
  public Optional<Namespace> namespace(String name) {
    synchronized (named) {
      return Optional.ofNullable(named.get(name));
    }
  }

  @Override
  public void observe(NamespaceObserver told) {
    synchronized (named) {
      observer = told;
      told.made(initial);
      named.values().forEach(told::made);
    }
  }

  @Override
  public Netlink.Subscription<PathEvent> paths() throws KernelException {
    throw new KernelException(Errno.EOPNOTSUPP, "Linux does not tell the paths of packets");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Process start(Namespace namespace, String name, StandardStreams streams, Program program) {
    LinuxProcess process = new LinuxProcess(this, own(namespace), name, streams, program);
    process.start();
    return process;
  }

  /** The process is interrupted when the caller is; a second time, it is killed. */
  @Override
  public int run(Namespace namespace, String name, StandardStreams streams, Program program)
      throws InterruptedException {
    Process process = start(namespace, name, streams, program);
    try {
      return process.await();
    } catch (InterruptedException e) {
      process.interrupt();
      try {
        process.await();
      } catch (InterruptedException again) {
        process.kill();
      }
      throw e;
    }
  }

  @Override
  public Process exec(Namespace namespace, List<String> command, StandardStreams streams)
      throws KernelException {
    return LinuxProgram.start(own(namespace), command, streams);
  }

  @Override
  public Pipe pipe() {
    return LinuxPipe.open();
  }

  @Override
  public <T> T external(Callable<T> work) throws Exception {
    return work.call();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted();
    end(Process::interrupt);
    end(Process::kill);
    synchronized (named) {
      if (published != null) {
        named.keySet().forEach(published::remove);
        published.close();
      }
      named.values().forEach(LinuxNamespace::release);
      named.clear();
    }
    initial.release();
    List.copyOf(descriptors).forEach(Descriptor::close);
    wakeups.close();
    entrance.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Signal {
    void send(Process process);
  }

  /** Sends a signal to all processes and gives them time to end. */
  private void end(Signal signal) {
    List<LinuxProcess> left = new ArrayList<>(processes);
    left.forEach(signal::send);
    long deadline = System.nanoTime() + GRACE.toNanos();
    for (LinuxProcess process : left) {
      try {
        process.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
