package dev.dejima.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Packets forwarded past rules of plain matches, without connection tracking. Every packet meets
 * every rule; for half of them only the port differs, for the others the address already. Rules
 * cost the difference to {@code rules=0}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {
  /** Rules that every packet meets. */
  @Param({"0", "10", "1000"})
  public int rules = 0;

  @SuppressWarnings("NullAway.Init") // made by start
  private RouterNetwork network;

  private long before;

  private String ruleset() {
    StringBuilder text = new StringBuilder("table ip filter {\nchain forward {\n");
    text.append("type filter hook forward priority filter; policy drop;\n");
    for (int i = 0; i < rules; i++) {
      String match = i % 2 == 0 ? "ip daddr 192.0.2.1 tcp dport " : "ip saddr 192.0.2.1 tcp sport ";
      text.append(match).append(1 + i).append(" drop\n");
    }
    return text.append("counter accept\n}\n}\n").toString();
  }

  /** Loads the rules and looks at what comes through. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    network = new RouterNetwork(ruleset(), RouterNetwork.SERVER, 1);
    before = network.counted("filter", "forward");
    network.verify(RouterNetwork.SERVER);
  }

  /** Begins to send. */
  @Setup(Level.Iteration)
  public void enter() {
    network.enter();
  }

  /** A burst to the server and a burst back. */
  @Benchmark
  @OperationsPerInvocation(2 * RouterNetwork.BURST)
  public void packets() {
    network.exchange();
  }

  /** Stops to send. */
  @TearDown(Level.Iteration)
  public void leave() {
    network.leave();
  }

  /** Proves that every packet reached the last rule. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    long counted = network.counted("filter", "forward") - before;
    if (counted != network.forwarded()) {
      throw new IllegalStateException(
          "%d packets counted instead of %d".formatted(counted, network.forwarded()));
    }
    network.close();
  }
}
