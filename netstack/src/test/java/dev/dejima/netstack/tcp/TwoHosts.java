package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.Task;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Two hosts joined by a link that can be slow, lossy and unfair; what passes is written down. */
final class TwoHosts implements AutoCloseable {
  /** How the link treats a frame. */
  interface Fate {
    /** How often it arrives: 0, 1 or 2 times. */
    default int copies(RandomGenerator random) {
      return 1;
    }

    /** Nanoseconds until it does. */
    default long delay(RandomGenerator random) {
      return 0;
    }
  }

  /** What a process does. */
  interface Script {
    void run() throws Exception;
  }

  final EventLoop loop;
  final TestHost a;
  final TestHost b;
  final List<String> lines = new ArrayList<>();
  final Line line = new Line();
  Fate fate = new Fate() {};
  boolean record = true;
  private final RandomGenerator random;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final EventLoop.Entry entry;

  TwoHosts(long seed) {
    loop = new EventLoop(seed, false, text -> failure.set(new AssertionError(text)));
    entry = loop.enter();
    a = new TestHost(loop, "192.0.2.1");
    b = new TestHost(loop, "192.0.2.2");
    a.wire = packet -> carry(packet, a, b);
    b.wire = packet -> carry(packet, b, a);
    random = loop.random("link");
    line.name(80, "B");
  }

  private void carry(Packet packet, TestHost from, TestHost to) {
    if (record) {
      String text = line.of(packet);
      lines.add(text.startsWith("B") ? text : "A " + text);
    }
    int copies = fate.copies(random);
    for (int i = 0; i < copies; i++) {
      Packet copy = to.packets.allocate(packet.end - Packet.HEADROOM);
      System.arraycopy(
          packet.bytes, packet.network, copy.bytes, packet.network, packet.end - packet.network);
      copy.network = packet.network;
      copy.transport = packet.transport;
      copy.end = packet.end;
      copy.etherType = packet.etherType;
      copy.protocol = packet.protocol;
      copy.checksumVerified = true;
      long delay = fate.delay(random);
      if (delay == 0) {
        loop.defer(() -> to.tcp.input(copy));
      } else {
        loop.schedule(delay, () -> to.tcp.input(copy));
      }
    }
    packet.release();
    assert from != to;
  }

  /** A socket of B's that listens at port 80. */
  Socket listen(int backlog) throws Exception {
    Socket socket = b.tcp.open(SocketType.TCP4, false);
    socket.option(SocketOption.REUSEADDR, true);
    socket.bind(Endpoint.parse("0.0.0.0:80"));
    socket.listen(backlog);
    return socket;
  }

  Socket open() throws Exception {
    return a.tcp.open(SocketType.TCP4, false);
  }

  Endpoint server() {
    return Endpoint.parse("192.0.2.2:80");
  }

  /** Starts a process; its failure fails the test. */
  Task start(String name, Script script) {
    return loop.start(
        name,
        _ -> {
          try {
            script.run();
          } catch (Throwable e) {
            failure.compareAndSet(null, e);
          }
        });
  }

  /** Lets so many milliseconds pass. */
  void pass(long millis) throws Exception {
    WaitQueue nobody = new WaitQueue(loop, "time");
    nobody.await(loop.nanoTime() + millis * 1_000_000);
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new AssertionError(thrown);
    }
  }

  /** The lines since the last call. */
  List<String> taken() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  @Override
  public void close() {
    entry.close();
    loop.close();
  }
}
