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
 * Packets of established connections through a router that translates their destination, from link
 * to link: prerouting with connection tracking, translation and a filter, the route, forward,
 * postrouting. TCP, 64 octets of data, both directions in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ForwardingBenchmark {
  private static final String RULESET =
      """
      table ip nat {
        chain prerouting {
          type nat hook prerouting priority dstnat; policy accept;
          ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
        }
        chain postrouting {
          type nat hook postrouting priority srcnat; policy accept;
        }
      }
      table ip filter {
        chain prerouting {
          type filter hook prerouting priority filter; policy accept;
          counter
        }
        chain forward {
          type filter hook forward priority filter; policy drop;
          ct state established,related counter accept
          ct state new ct status dnat accept
        }
        chain postrouting {
          type filter hook postrouting priority filter; policy accept;
          counter
        }
      }
      """;

  /** Connections that take turns, packet by packet. */
  @Param({"1", "1000", "100000"})
  public int flows = 1;

  @SuppressWarnings("NullAway.Init") // made by start
  private RouterNetwork network;

  private long before;

  /** Opens the connections and looks at what becomes of their packets. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    network = new RouterNetwork(RULESET, RouterNetwork.OUTER, flows);
    before = network.counted("filter", "forward");
    network.verify(RouterNetwork.OUTER);
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

  /** Proves that every packet met the rules and belongs to a translated connection. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    network.verify(RouterNetwork.OUTER);
    long counted = network.counted("filter", "forward") - before;
    if (counted != network.forwarded() || network.translatedFlows() != flows) {
      throw new IllegalStateException(
          "%d packets counted instead of %d; %d translated flows"
              .formatted(counted, network.forwarded(), network.translatedFlows()));
    }
    network.close();
  }
}
