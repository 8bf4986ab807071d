package dev.dejima.netstack;

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
import dev.dejima.netstack.path.Paths;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Task;
import dev.dejima.netstack.sched.WaitQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A kernel in Java. */
public final class Netstack implements Kernel {
  /** The Linux whose behaviour is imitated. */
  static final String RELEASE = "6.18.44";

  private static final long GRACE = 1_000_000_000L;

  private final KernelLog log;
  private final EventLoop loop;
  final Paths paths;
  private final PacketPool packets = new PacketPool();
  private final Map<String, NetNamespace> named = new LinkedHashMap<>();
  private final List<NetNamespace> all = new ArrayList<>();
  private final NetNamespace initial;
  private NamespaceObserver observer = NamespaceObserver.NOBODY;
  private long inodes = 10_000;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Starts a kernel.
   *
   * @param diagnosis told, for people, what went wrong inside
   */
  public Netstack(KernelOptions options, Consumer<String> diagnosis) {
    this.loop =
        new EventLoop(
            options.seed(),
            options.wallClock(),
            diagnosis,
            options.here() ? () -> Thread.ofPlatform().daemon() : Thread::ofVirtual);
    this.log = new KernelLog(loop, diagnosis);
    this.paths = new Paths(loop);
    try (var _ = loop.enter()) {
      this.initial = make("");
    }
  }

  private NetNamespace make(String name) {
    NetNamespace namespace = new NetNamespace(this, name, all.size());
    all.add(namespace);
    return namespace;
  }

  /** The loop that all of this kernel runs in, for who drives it packet by packet. */
  public EventLoop loop() {
    return loop;
  }

  /** The packets that all namespaces share; for the holder of the baton. */
  public PacketPool packets() {
    return packets;
  }

  long nextInode() {
    return inodes++;
  }

  KernelLog log() {
    return log;
  }

  /** A namespace of this kernel as what it is. */
  NetNamespace own(Namespace namespace) {
    if (namespace instanceof NetNamespace own && all.contains(own)) {
      return own;
    }
    throw new IllegalArgumentException("a namespace of another kernel: " + namespace.name());
  }

  @Override
  public String name() {
    return "netstack";
  }

  @Override
  public String release() {
    return RELEASE;
  }

  @Override
  public Namespace initial() {
    return initial;
  }

  @Override
  public Namespace createNamespace(String name) throws KernelException {
    try (var _ = loop.enter()) {
      Namespace.checkName(name);
      if (named.containsKey(name)) {
        throw new KernelException(Errno.EEXIST);
      }
      NetNamespace namespace = make(name);
      named.put(name, namespace);
      observer.made(namespace);
      return namespace;
    }
  }

  @Override
  public void deleteNamespace(String name) throws KernelException {
    try (var _ = loop.enter()) {
      NetNamespace namespace = named.remove(name);
      if (namespace == null) {
        throw new KernelException(Errno.ENOENT);
      }
      observer.goes(namespace);
      namespace.unname();
    }
  }

  @Override
  public List<Namespace> namespaces() {
    try (var _ = loop.enter()) {
      return new ArrayList<Namespace>(named.values()).reversed();
    }
  }

  @Override
  public Optional<Namespace> namespace(String name) {
    try (var _ = loop.enter()) {
      return Optional.ofNullable(named.get(name));
    }
  }

  @Override
  public void observe(NamespaceObserver told) {
    try (var _ = loop.enter()) {
      observer = told;
      told.made(initial);
      named.values().forEach(told::made);
    }
  }

  @Override
  public Netlink.Subscription<PathEvent> paths() {
    try (var _ = loop.enter()) {
      return paths.subscribe();
    }
  }

  @Override
  public Clock clock() {
    return new LoopClock(loop);
  }

  private record LoopClock(EventLoop loop) implements Clock {
    @Override
    public Instant now() {
      return loop.wallTime();
    }

    @Override
    public long nanoTime() {
      return loop.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      try (var _ = loop.enter()) {
        long deadline = loop.nanoTime() + duration.toNanos();
        new WaitQueue(loop, "time to pass").await(deadline);
      }
    }
  }

  @Override
  public Process start(Namespace namespace, String name, StandardStreams streams, Program program) {
    try (var _ = loop.enter()) {
      return new NetstackProcess(this, own(namespace), name, streams, program);
    }
  }

  @Override
  public int run(Namespace namespace, String name, StandardStreams streams, Program program)
      throws InterruptedException {
    try (var _ = loop.enter()) {
      Process process = start(namespace, name, streams, program);
      try {
        return process.await();
      } catch (InterruptedException e) {
        process.interrupt();
        throw e;
      }
    }
  }

  @Override
  public Process exec(Namespace namespace, List<String> command, StandardStreams streams)
      throws KernelException {
    throw new KernelException(
        Errno.EOPNOTSUPP, "netstack runs no programs of the host: " + command.getFirst());
  }

  @Override
  public Pipe pipe() {
    return new PipeBuffer(loop).pipe();
  }

  @Override
  public <T> T external(Callable<T> work) throws Exception {
    return loop.external(work);
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try (var _ = loop.enter()) {
      loop.processes().forEach(loop::interrupt);
      awaitEnd();
      loop.processes().forEach(loop::kill);
      awaitEnd();
      for (Task left : loop.processes()) {
        log.print("process " + left.name() + " did not end: " + left.waitsFor());
      }
      all.forEach(NetNamespace::close);
    }
    loop.close();
  }

  private void awaitEnd() {
    long deadline = loop.nanoTime() + GRACE;
    while (!loop.processes().isEmpty() && loop.nanoTime() < deadline) {
      loop.runFor(Math.min(GRACE / 100, deadline - loop.nanoTime()));
    }
  }
}
