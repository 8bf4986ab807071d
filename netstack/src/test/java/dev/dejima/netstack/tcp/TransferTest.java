package dev.dejima.netstack.tcp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.netstack.sched.WaitQueue;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Megabytes both ways over links that lose, delay, reorder and double: what arrives is equal. */
class TransferTest {
  private static TwoHosts.Fate link(double loss, double twice, int millis, int jitter) {
    return new TwoHosts.Fate() {
      @Override
      public int copies(RandomGenerator random) {
        if (random.nextDouble() < loss) {
          return 0;
        }
        return random.nextDouble() < twice ? 2 : 1;
      }

      @Override
      public long delay(RandomGenerator random) {
        return millis * 1_000_000L + (jitter == 0 ? 0 : random.nextInt(jitter * 1000) * 1000L);
      }
    };
  }

  private static byte[] octets(long seed, int length) {
    byte[] octets = new byte[length];
    new SplittableRandom(seed).nextBytes(octets);
    return octets;
  }

  private static void exchange(TwoHosts net, Socket socket, byte[] sends, byte[] expects)
      throws Exception {
    WaitQueue written = new WaitQueue(net.loop, "the writer");
    boolean[] done = {false};
    net.start(
        "writer",
        () -> {
          SplittableRandom sizes = new SplittableRandom(sends.length);
          int at = 0;
          while (at < sends.length) {
            int part = Math.min(1 + sizes.nextInt(100_000), sends.length - at);
            socket.send(sends, at, part);
            at += part;
          }
          socket.shutdownOutput();
          done[0] = true;
          written.wakeAll();
        });
    byte[] got = new byte[expects.length + 1];
    int at = 0;
    int read;
    while ((read = socket.receive(got, at, Math.min(7000, got.length - at))) > 0) {
      at += read;
    }
    assertThat(at).isEqualTo(expects.length);
    assertThat(Arrays.equals(got, 0, at, expects, 0, at)).isTrue();
    while (!done[0]) {
      written.await();
    }
    socket.close();
  }

  /** On the worst links nine losses in a row do happen; Linux would give up. */
  private static void bePatient(TestHost host) throws KernelException {
    for (String name : List.of("orphan_retries", "retries2", "synack_retries")) {
      requireNonNull(host.variables.get("net/ipv4/tcp_" + name)).write("100");
    }
  }

  private static void transfer(long seed, TwoHosts.Fate fate, int length) throws Exception {
    try (TwoHosts net = new TwoHosts(seed)) {
      net.record = false;
      bePatient(net.a);
      bePatient(net.b);
      net.fate = fate;
      byte[] forth = octets(seed, length);
      byte[] back = octets(seed + 1, length / 2);
      int[] done = {0};
      net.start(
          "server",
          () -> {
            Socket listener = net.listen(1);
            exchange(net, listener.accept(), back, forth);
            listener.close();
            done[0]++;
          });
      net.start(
          "client",
          () -> {
            Socket socket = net.open();
            socket.connect(net.server());
            exchange(net, socket, forth, back);
            done[0]++;
          });
      for (int minute = 0; minute < 1000 && done[0] < 2; minute++) {
        net.pass(60_000);
      }
      assertThat(done[0]).isEqualTo(2);
      net.pass(3_600_000);
      assertThat(net.a.tcp.sockets(4)).isEmpty();
      assertThat(net.b.tcp.sockets(4)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 20000000",
    "0, 0, 20, 0, 8000000",
    "0.01, 0.01, 10, 0, 4000000",
    "0.02, 0.02, 10, 5, 4000000",
    "0.1, 0.1, 5, 20, 500000",
    "0.3, 0, 1, 0, 100000",
  })
  void bytesAreEqual(double loss, double twice, int delay, int jitter, int length)
      throws Exception {
    transfer(42, link(loss, twice, delay, jitter), length);
  }

  @Property(tries = 30)
  void bytesAreEqualOnAnyLink(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0, max = 0.3) double loss,
      @ForAll @DoubleRange(min = 0, max = 0.3) double twice,
      @ForAll @IntRange(min = 0, max = 100) int delay,
      @ForAll @IntRange(min = 0, max = 50) int jitter)
      throws Exception {
    transfer(seed, link(loss, twice, delay, jitter), 60_000);
  }
}
