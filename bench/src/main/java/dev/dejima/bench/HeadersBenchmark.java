package dev.dejima.bench;

import dev.dejima.packet.EthernetView;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Views put on Ethernet, IPv4 and TCP, and both checksums verified. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadersBenchmark {
  private static final int FRAMES = 256;

  /** Octets of data behind the headers. */
  @Param({"64", "1460"})
  public int payload = 64;

  private final EthernetView ethernet = new EthernetView();
  private final Ipv4View ip = new Ipv4View();
  private final TcpView tcp = new TcpView();
  private final byte[][] frames = new byte[FRAMES][];
  private int next;

  /** Makes frames, and sees that a damaged one is found out. */
  @Setup
  public void start() {
    Segments segments =
        new Segments(2, RouterNetwork.SERVER, RouterNetwork.PORT, TcpView.ACK, payload, true);
    for (int i = 0; i < FRAMES; i++) {
      frames[i] = new byte[segments.length()];
      segments.write(frames[i], 0, i, i * payload, 1);
      verify();
    }
    frames[0][frames[0].length - 1] ^= 1;
    next = 0;
    boolean found = false;
    try {
      verify();
    } catch (IllegalStateException e) {
      found = true;
    }
    frames[0][frames[0].length - 1] ^= 1;
    if (!found) {
      throw new IllegalStateException("damage went unnoticed");
    }
  }

  /**
   * Verifies the next frame.
   *
   * @throws IllegalStateException if it is damaged
   */
  @Benchmark
  public int verify() {
    byte[] frame = frames[next];
    next = (next + 1) % FRAMES;
    if (!ethernet.wrap(frame, 0, frame.length)
        || !ip.wrap(frame, ethernet.payloadOffset(), ethernet.end())
        || !ip.hasValidChecksum()
        || !tcp.wrap(frame, ip.payloadOffset(), ip.end())
        || !tcp.hasValidChecksum(ip.pseudoSum())) {
      throw new IllegalStateException("a frame is damaged");
    }
    return tcp.sequence();
  }
}
