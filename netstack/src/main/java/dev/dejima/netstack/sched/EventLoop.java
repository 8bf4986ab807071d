package dev.dejima.netstack.sched;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The clock, and whose turn it is.
 *
 * <p><b>The baton.</b> All of netstack's state belongs to whoever holds the baton ({@code holder}):
 * the loop itself, a process, or a thread from outside that is in a call. A holder gives it up when
 * it blocks in a {@link WaitQueue}, ends, or goes {@link #external}; it always goes back to the
 * loop, which runs what is due in this order: deferred work (the softirqs of Linux), tasks that are
 * ready, timers of this moment. Only when none is left does the clock jump to the next timer, and
 * only while somebody outside waits for something: the order of everything that happens follows
 * from the seed and the programs alone.
 *
 * <p><b>Threads from outside</b> (main, a test) call in through {@link #enter}: they queue for the
 * baton as tasks do. When their call is done they leave once the network is at rest, that is when
 * nothing more can happen without time passing; so what a process does after it was started does
 * not race with the starter's next call.
 *
 * <p><b>External work.</b> While a process of the foreground is busy outside (a key is awaited) the
 * clock stands. It stands likewise for a background process, but no longer than a moment of the
 * wall's time, so that a server that reads a terminal does not stop the world.
 *
 * <p><b>A stalled foreground.</b> When somebody outside waits and neither task, timer nor external
 * work is left, nobody can ever wake him but another thread from outside. That is given a second;
 * then the foreground's processes are interrupted, then killed, then the outside call fails.
 */
public final class EventLoop implements AutoCloseable {
  /** The longest that the clock runs for one thing that the foreground waits for. */
  private static final long FOREGROUND_LIMIT = 7L * 24 * 3600 * 1_000_000_000L;

  private static final long EXTERNAL_GRACE = 100_000_000L;
  private static final long STALL_GRACE = 1_000_000_000L;

  /** Turns after which an outside thread leaves though the network is not at rest. */
  private static final long RESTLESS = 1_000_000;

  private static final long BOOT = 1_000_000_000L;

  /** The first of January 2026, UTC. */
  private static final Instant EPOCH = Instant.ofEpochSecond(1_767_225_600);

  private final long seed;
  private final boolean wallClock;
  private final Instant bootTime;
  private final Consumer<String> diagnosis;
  private final Supplier<Thread.Builder> threads;
  private final TimerHeap timers = new TimerHeap();
  private final ArrayDeque<Runnable> deferred = new ArrayDeque<>();
  private final ArrayDeque<Task> ready = new ArrayDeque<>();
  private final ArrayDeque<Task> returning = new ArrayDeque<>();
  private final List<Task> processes = new ArrayList<>();
  private final List<Task> externals = new ArrayList<>();
  private final List<Task> outsideWaiting = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> arrivals = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<Thread, Task> taskOfThread = new ConcurrentHashMap<>();
  private final Task loopTask = new Task(this, "event loop", false);
  private final Entry entry = this::leave;
  private volatile Task holder = loopTask;
  private volatile long turns;
  private volatile boolean closed;

  /** The loop has run its last turn: nobody gets the baton any more. */
  private volatile boolean stopped;

  private volatile long now = BOOT;
  private long sequence;
  private long foregroundSince = BOOT;
  private long turnsAtReturn;

  /** A call into the kernel, to be closed at its end. */
  @FunctionalInterface
  public interface Entry extends AutoCloseable {
    @Override
    void close();
  }

  /** What a process does. */
  @FunctionalInterface
  public interface Body {
    void run(Task self);
  }

  /**
   * Starts a loop whose threads are virtual.
   *
   * @param seed the source of all chance
   * @param wallClock whether time that passes takes as long as in the world
   * @param diagnosis told, for people, what went wrong with turns
   */
  public EventLoop(long seed, boolean wallClock, Consumer<String> diagnosis) {
    this(seed, wallClock, diagnosis, Thread::ofVirtual);
  }

  /**
   * Starts a loop.
   *
   * @param seed the source of all chance
   * @param wallClock whether time that passes takes as long as in the world
   * @param diagnosis told, for people, what went wrong with turns
   * @param threads what the loop and the processes run on: virtual threads hand the baton on ten
   *     times as fast, threads of the system need no scheduler to be there first
   */
  public EventLoop(
      long seed, boolean wallClock, Consumer<String> diagnosis, Supplier<Thread.Builder> threads) {
    this.threads = threads;
    this.seed = seed;
    this.wallClock = wallClock;
    this.bootTime = (wallClock ? Wall.now() : EPOCH).minusNanos(BOOT);
    this.diagnosis = diagnosis;
    loopTask.thread = threads.get().name("netstack event loop").start(this::loop);
    Watchdog.watch(this, diagnosis);
  }

  // ---- the clock

  /** Nanoseconds since some moment before the kernel started; never 0, never goes back. */
  public long nanoTime() {
    return now;
  }

  /** The time of day: it starts with the year 2026, or now if the clock is paced by the wall. */
  public Instant wallTime() {
    return bootTime.plusNanos(now);
  }

  /** A timer that is not armed yet. */
  public Timer timer(Runnable action) {
    return new Timer(this, action, false, false);
  }

  /**
   * A timer for periodic upkeep, not armed yet: the clock does not run for its sake alone, so that
   * a foreground that waits for nothing else counts as stalled.
   */
  public Timer backgroundTimer(Runnable action) {
    return new Timer(this, action, true, false);
  }

  /** Runs something once, so many nanoseconds from now. */
  public Timer schedule(long delayNanos, Runnable action) {
    Timer timer = timer(action);
    timer.arm(delayNanos);
    return timer;
  }

  /** Runs something soon: before any task runs or time passes (a softirq). */
  public void defer(Runnable action) {
    deferred.add(action);
  }

  /**
   * A stream of chance of its own: the same for the same seed and name, whatever else is drawn.
   *
   * @param stream what it is for, "lan/tcp/isn"
   */
  public RandomGenerator random(String stream) {
    long hash = seed;
    for (int i = 0; i < stream.length(); i++) {
      hash = hash * 0x100000001b3L ^ stream.charAt(i);
    }
    return new SplittableRandom(hash);
  }

  void arm(Timer timer, long nanoTime) {
    disarm(timer);
    timer.expires = Math.max(nanoTime, now);
    timer.sequence = ++sequence;
    timers.add(timer);
  }

  void disarm(Timer timer) {
    if (timer.slot >= 0) {
      timers.remove(timer);
    }
  }

  // ---- tasks

  /** Starts a process. It runs when it is its turn. */
  public Task start(String name, Body body) {
    Task task = new Task(this, name, false);
    processes.add(task);
    task.thread = threads.get().name(name).unstarted(() -> live(task, body));
    ready.add(task);
    task.thread.start();
    return task;
  }

  private void live(Task task, Body body) {
    taskOfThread.put(task.thread, task);
    awaitBaton(task);
    try {
      body.run(task);
    } catch (RuntimeException | Error e) {
      diagnosis.accept("process " + task.name() + " failed: " + Stacks.of(e));
    } finally {
      processes.remove(task);
      taskOfThread.remove(task.thread);
      task.deadline.cancel();
      task.state = Task.State.ENDED;
      giveBaton();
    }
  }

  /** The processes that have not ended, oldest first. */
  public List<Task> processes() {
    return List.copyOf(processes);
  }

  /** The task that runs now; null while the loop itself does. */
  public @Nullable Task current() {
    Task task = holder;
    return task == loopTask ? null : task;
  }

  /** What Ctrl-C does: the wait it is in, or its next, is interrupted. */
  public void interrupt(Task task) {
    interrupt(task, null);
  }

  /** Interrupts, and every wait of it from now on. */
  public void kill(Task task) {
    task.killed = true;
    interrupt(task, null);
    if (task.state == Task.State.EXTERNAL) {
      task.thread.interrupt();
    }
  }

  void interrupt(Task task, @Nullable String reason) {
    task.interrupted = true;
    task.reason = reason;
    if (task.state == Task.State.BLOCKED) {
      unblock(task);
    }
  }

  /** Marks that the foreground waits for a task's end, or no more. */
  public void foreground(Task task, boolean waits) {
    task.foreground += waits ? 1 : -1;
  }

  /** Whether the foreground, directly or not, waits for this task. */
  public boolean isForeground(Task task) {
    return task.isForeground();
  }

  /**
   * Begins a call: takes the baton if the thread has not got it. To be closed by the same thread.
   *
   * @throws IllegalStateException if the loop is closed
   */
  public Entry enter() {
    Task task = holder;
    if (!isCurrent(task)) {
      task = taskOfThread.get(Thread.currentThread());
      if (task == null || task.state == Task.State.ENDED) {
        task = new Task(this, Thread.currentThread().getName(), true);
        task.thread = Thread.currentThread();
        taskOfThread.put(task.thread, task);
      }
      acquire(task);
    }
    task.depth++;
    return entry;
  }

  @SuppressWarnings("ReferenceEquality") // threads have no other
  private static boolean isCurrent(Task task) {
    return task.thread == Thread.currentThread();
  }

  private void acquire(Task task) {
    if (closed) {
      throw new IllegalStateException("the kernel is closed");
    }
    task.state = Task.State.READY;
    arrive(() -> ready.add(task));
    awaitBaton(task);
  }

  private void leave() {
    Task task = holder;
    if (task == loopTask || --task.depth > 0) {
      return;
    }
    runDeferred();
    if (task.outside) {
      task.released = false;
      task.state = Task.State.RETURNING;
      returning.add(task);
      turnsAtReturn = turns;
      giveBaton();
      while (!task.released) {
        LockSupport.park(this);
      }
      taskOfThread.remove(task.thread);
    }
  }

  /**
   * Does something that blocks on the world outside while the others go on. The caller holds no
   * invariant across it.
   */
  public <T> T external(Callable<T> work) throws Exception {
    Task task = holder;
    if (!isCurrent(task) || task.outside || task == loopTask) {
      return work.call();
    }
    task.state = Task.State.EXTERNAL;
    task.parked = false;
    externals.add(task);
    giveBaton();
    try {
      return work.call();
    } finally {
      arrive(
          () -> {
            externals.remove(task);
            task.state = Task.State.READY;
            ready.add(task);
          });
      awaitBaton(task);
    }
  }

  boolean block(WaitQueue queue, long deadline) throws InterruptedException {
    Task task = holder;
    if (task == loopTask) {
      throw new IllegalStateException("the event loop must not wait for " + queue.name());
    }
    if (!task.interrupted && !task.killed && deadline > now) {
      sleep(task, queue, deadline);
    } else {
      task.timedOut = true;
    }
    if (task.interrupted || task.killed) {
      task.interrupted = false;
      String reason = task.reason;
      task.reason = null;
      throw reason == null ? new InterruptedException() : new InterruptedException(reason);
    }
    return !task.timedOut;
  }

  private void sleep(Task task, WaitQueue queue, long deadline) {
    task.timedOut = false;
    task.waiting = queue;
    task.state = Task.State.BLOCKED;
    queue.tasks.add(task);
    if (deadline != WaitQueue.FOREVER) {
      task.deadline.armAt(deadline);
    }
    if (task.outside) {
      foregroundSince = outsideWaiting.isEmpty() ? now : foregroundSince;
      outsideWaiting.add(task);
    }
    giveBaton();
    awaitBaton(task);
    task.deadline.cancel();
    task.waiting = null;
    if (task.outside) {
      outsideWaiting.remove(task);
    }
  }

  void timeOut(Task task) {
    if (task.state == Task.State.BLOCKED) {
      task.timedOut = true;
      unblock(task);
    }
  }

  private void unblock(Task task) {
    WaitQueue queue = task.waiting;
    if (queue != null) {
      queue.tasks.remove(task);
    }
    wake(task);
  }

  void wake(Task task) {
    task.state = Task.State.READY;
    ready.add(task);
  }

  // ---- the baton

  private void giveBaton() {
    holder = loopTask;
    LockSupport.unpark(loopTask.thread);
  }

  private void awaitBaton(Task task) {
    boolean signalled = false;
    while (holder != task) {
      if (stopped && task.outside) {
        taskOfThread.remove(task.thread);
        throw new IllegalStateException("the kernel is closed");
      }
      LockSupport.park(this);
      if (Thread.interrupted()) {
        signalled = true;
        arrive(() -> threadInterrupted(task));
      }
    }
    task.state = Task.State.RUNNING;
    if (signalled && !task.interrupted && task.waiting == null) {
      Thread.currentThread().interrupt();
    }
  }

  private void threadInterrupted(Task task) {
    if (task.state == Task.State.BLOCKED) {
      interrupt(task, null);
    }
  }

  private void arrive(Runnable what) {
    arrivals.add(what);
    LockSupport.unpark(loopTask.thread);
  }

  // ---- the loop

  private void loop() {
    while (!closed) {
      try {
        if (!turn()) {
          rest();
        }
      } catch (RuntimeException | Error e) {
        diagnosis.accept("the kernel failed: " + Stacks.of(e));
      }
    }
    for (Task task = returning.poll(); task != null; task = returning.poll()) {
      release(task);
    }
    stopped = true;
    taskOfThread.keySet().forEach(LockSupport::unpark);
  }

  /** Does one thing that is due now; false if nothing is. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop writes it
  private boolean turn() {
    turns++;
    for (Runnable arrival = arrivals.poll(); arrival != null; arrival = arrivals.poll()) {
      arrival.run();
    }
    if (!deferred.isEmpty()) {
      runDeferred();
      return true;
    }
    Task task = ready.poll();
    if (task != null) {
      runTask(task);
      return true;
    }
    Timer timer = timers.first();
    if (timer != null && timer.expires <= now) {
      timers.remove(timer);
      timer.action.run();
      return true;
    }
    return false;
  }

  private void runTask(Task task) {
    holder = task;
    LockSupport.unpark(task.thread);
    while (holder != loopTask) {
      LockSupport.park(this);
    }
    if (turns - turnsAtReturn > RESTLESS) {
      releaseOne();
    }
  }

  /** Runs what was deferred, in the task that has the baton or in the loop. */
  public void runDeferred() {
    for (Runnable action = deferred.poll(); action != null; action = deferred.poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        diagnosis.accept("the kernel failed: " + Stacks.of(e));
      }
    }
  }

  private boolean releaseOne() {
    Task task = returning.poll();
    if (task == null) {
      return false;
    }
    release(task);
    return true;
  }

  private static void release(Task task) {
    task.released = true;
    LockSupport.unpark(task.thread);
  }

  /** Nothing is due: lets an outside thread go, lets time pass, or waits for the world outside. */
  private void rest() {
    if (releaseOne()) {
      return;
    }
    Timer next = timers.first();
    if (outsideWaiting.isEmpty() || foregroundIsOutside()) {
      idle(Long.MAX_VALUE);
    } else if (wallClock) {
      pace(next);
    } else if (waitsForExternal()) {
      if (!idle(EXTERNAL_GRACE)) {
        externals.forEach(task -> task.parked = true);
      }
    } else if (next == null
        || !timers.hasForeground()
        || next.expires - foregroundSince > FOREGROUND_LIMIT) {
      if (!externals.isEmpty()) {
        idle(Long.MAX_VALUE);
      } else if (!idle(STALL_GRACE)) {
        endStall();
      }
    } else {
      now = next.expires;
    }
  }

  private boolean foregroundIsOutside() {
    for (int i = 0; i < externals.size(); i++) {
      if (externals.get(i).foreground > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean waitsForExternal() {
    for (int i = 0; i < externals.size(); i++) {
      if (!externals.get(i).parked) {
        return true;
      }
    }
    return false;
  }

  /** Parks until somebody arrives; false if the wall's time passed first. */
  private boolean idle(long wallNanos) {
    long start = Wall.nanoTime();
    while (arrivals.isEmpty() && !closed) {
      long left = wallNanos - (Wall.nanoTime() - start);
      if (left <= 0) {
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    return true;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop writes it
  private void pace(@Nullable Timer next) {
    long before = Wall.nanoTime();
    long wait = next == null ? Long.MAX_VALUE : next.expires - now;
    idle(wait);
    now += Math.min(Wall.nanoTime() - before, wait);
  }

  private void endStall() {
    String why =
        timers.hasForeground()
            ? "what was waited for did not come in seven days of the clock"
            : "nothing is left that could happen";
    new Stall(why, processes, outsideWaiting).end(this, diagnosis);
  }

  // ---- the end

  /** Lets the clock run for as long as this takes, whoever waits; for the end of a kernel. */
  public void runFor(long nanos) {
    try {
      new WaitQueue(this, "the kernel's end").await(now + nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops for good. Tasks that still wait never run again; calls from outside fail. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(loopTask.thread);
  }

  boolean isClosed() {
    return closed;
  }

  /** How many turns there have been; for who watches from outside. */
  long turns() {
    return turns;
  }
}
