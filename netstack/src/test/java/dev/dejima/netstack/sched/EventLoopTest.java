package dev.dejima.netstack.sched;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<String> diagnoses = new ArrayList<>();
  private final EventLoop loop = new EventLoop(1, false, diagnoses::add);
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  private long seconds() {
    return loop.nanoTime() / SECOND;
  }

  private void sleep(long seconds) throws InterruptedException {
    try (var _ = loop.enter()) {
      new WaitQueue(loop, "time").await(loop.nanoTime() + seconds * SECOND);
    }
  }

  @Test
  void timersGoOffByTimeAndThenInTheOrderTheyWereArmed() throws InterruptedException {
    try (var _ = loop.enter()) {
      loop.schedule(3 * SECOND, () -> log.add("c"));
      loop.schedule(2 * SECOND, () -> log.add("a"));
      loop.schedule(2 * SECOND, () -> log.add("b"));
      loop.schedule(SECOND, () -> log.add("never")).cancel();
      Timer moved = loop.schedule(SECOND, () -> log.add("d"));
      moved.arm(4 * SECOND);
    }
    sleep(5);
    assertThat(log).containsExactly("a", "b", "c", "d");
  }

  @Test
  void manyTimersComeInOrder() throws InterruptedException {
    List<Long> times = new ArrayList<>();
    try (var _ = loop.enter()) {
      var random = loop.random("test");
      List<Timer> timers = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        timers.add(loop.schedule(random.nextLong(100 * SECOND), () -> times.add(loop.nanoTime())));
      }
      for (int i = 0; i < 1000; i += 3) {
        timers.get(i).cancel();
      }
    }
    sleep(101);
    assertThat(times).hasSize(666).isSorted();
  }

  @Test
  void anHourPassesAtOnce() throws InterruptedException {
    long before = seconds();
    sleep(3600);
    assertThat(seconds() - before).isEqualTo(3600);
  }

  @Test
  void exactlyOneProcessRunsAndTheyTakeTurns() throws InterruptedException {
    WaitQueue end = new WaitQueue(loop, "the end");
    try (var _ = loop.enter()) {
      for (String name : List.of("a", "b")) {
        loop.start(
            name,
            self -> {
              for (int i = 0; i < 3; i++) {
                log.add(name + i);
                waitFor(1);
              }
              end.wakeAll();
            });
      }
      end.await();
    }
    assertThat(log).containsExactly("a0", "b0", "a1", "b1", "a2", "b2");
  }

  private void waitFor(long seconds) {
    try {
      new WaitQueue(loop, "time").await(loop.nanoTime() + seconds * SECOND);
    } catch (InterruptedException e) {
      log.add("interrupted");
    }
  }

  @Test
  void theClockStandsWhileNobodyOutsideWaits() {
    try (var _ = loop.enter()) {
      loop.start("sleeper", self -> waitFor(1000));
    }
    long before = seconds();
    try (var _ = loop.enter()) {
      assertThat(seconds()).isEqualTo(before);
    }
  }

  @Test
  void anInterruptEndsAWaitAndAKillAllOfThem() throws InterruptedException {
    Task task;
    try (var _ = loop.enter()) {
      task =
          loop.start(
              "sleeper",
              self -> {
                waitFor(1000);
                waitFor(1);
                log.add("slept");
                waitFor(1000);
                waitFor(1000);
              });
    }
    try (var _ = loop.enter()) {
      loop.interrupt(task);
    }
    sleep(10);
    assertThat(log).containsExactly("interrupted", "slept");
    try (var _ = loop.enter()) {
      loop.kill(task);
    }
    assertThat(log).containsExactly("interrupted", "slept", "interrupted", "interrupted");
    assertThat(task.ended()).isTrue();
  }

  @Test
  void whoeverWaitsForWhatCannotHappenIsToldWhat() {
    try (var _ = loop.enter()) {
      loop.start("server", self -> waitOn("a client"));
    }
    assertThatThrownBy(
            () -> {
              try (var _ = loop.enter()) {
                new WaitQueue(loop, "an answer").await();
              }
            })
        .isInstanceOf(InterruptedException.class)
        .hasMessageContaining("server (background) for a client")
        .hasMessageContaining("for an answer");
    assertThat(diagnoses).hasSize(1);
  }

  private void waitOn(String what) {
    try {
      new WaitQueue(loop, what).await();
    } catch (InterruptedException e) {
      log.add("interrupted");
    }
  }

  @Test
  void externalWorkLetsTheOthersGoOnAndTheClockWait() throws Exception {
    CountDownLatch key = new CountDownLatch(1);
    WaitQueue end = new WaitQueue(loop, "the end");
    try (var _ = loop.enter()) {
      loop.start(
          "reader",
          self -> {
            try {
              loop.external(
                  () -> {
                    key.await();
                    return 1;
                  });
              log.add("read at " + seconds());
            } catch (Exception e) {
              log.add(e.toString());
            }
            end.wakeAll();
          });
      loop.start("other", self -> log.add("other"));
    }
    key.countDown();
    try (var _ = loop.enter()) {
      if (log.size() < 2) {
        end.await(loop.nanoTime() + SECOND);
      }
    }
    assertThat(log).containsExactly("other", "read at 1");
  }

  @Test
  void chanceIsTheSameForTheSameSeedAndName() {
    EventLoop twin = new EventLoop(1, false, diagnoses::add);
    EventLoop other = new EventLoop(2, false, diagnoses::add);
    assertThat(twin.random("x").nextLong()).isEqualTo(loop.random("x").nextLong());
    assertThat(twin.random("y").nextLong()).isNotEqualTo(loop.random("x").nextLong());
    assertThat(other.random("x").nextLong()).isNotEqualTo(loop.random("x").nextLong());
    twin.close();
    other.close();
  }

  @Test
  void aThreadThatIsInterruptedLeavesItsWait() throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (var _ = loop.enter()) {
                    loop.schedule(Duration.ofDays(20).toNanos(), () -> {});
                    waitOn("nothing");
                  }
                });
    thread.interrupt();
    thread.join();
    assertThat(log).containsExactly("interrupted");
  }

  @Test
  void whoWaitsFromOutsideFailsWhenTheLoopEnds() throws InterruptedException {
    WaitQueue never = new WaitQueue(loop, "what never comes");
    List<Throwable> failures = new ArrayList<>();
    Thread waiter =
        new Thread(
            () -> {
              try (var _ = loop.enter()) {
                // Keeps the loop from calling the wait a stall.
                loop.schedule(3600 * SECOND, () -> {});
                loop.schedule(0, loop::close);
                never.await();
              } catch (InterruptedException | IllegalStateException e) {
                failures.add(e);
              }
            });
    waiter.start();
    waiter.join();
    assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(loop::enter).isInstanceOf(IllegalStateException.class);
  }
}
