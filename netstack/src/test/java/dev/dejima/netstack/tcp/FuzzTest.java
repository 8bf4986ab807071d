package dev.dejima.netstack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.WaitQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Segments at random, some of them plausible: nothing is thrown, and what is said stays sane. */
class FuzzTest {
  @Property(tries = 300)
  void anySegmentsAreBorne(@ForAll long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    try (Dialogue dialogue = new Dialogue()) {
      Socket listener = dialogue.listen();
      List<Socket> open = new ArrayList<>();
      listener.timeout(Duration.ZERO);
      for (int step = 0; step < 200; step++) {
        if (random.nextInt(6) == 0) {
          act(random, listener, open);
        } else if (random.nextInt(20) == 0) {
          new WaitQueue(dialogue.loop, "time")
              .await(dialogue.loop.nanoTime() + random.nextLong(3_000_000_000L));
        } else if (random.nextInt(8) == 0) {
          garbage(dialogue, random);
        } else {
          plausible(dialogue, random);
        }
        assertThat(dialogue.said.size()).isLessThan(3000);
        dialogue.said.clear();
      }
      open.forEach(Socket::close);
      listener.close();
      new WaitQueue(dialogue.loop, "time").await(dialogue.loop.nanoTime() + 3_600_000_000_000L);
      assertThat(dialogue.host.tcp.sockets(4)).isEmpty();
    }
  }

  private static void act(SplittableRandom random, Socket listener, List<Socket> open)
      throws InterruptedException {
    byte[] buffer = new byte[20_000];
    try {
      if (open.isEmpty() || random.nextInt(5) == 0) {
        Socket socket = listener.accept();
        socket.timeout(Duration.ZERO);
        open.add(socket);
        return;
      }
      Socket socket = open.get(random.nextInt(open.size()));
      switch (random.nextInt(5)) {
        case 0, 1 -> socket.send(buffer, 0, random.nextInt(buffer.length));
        case 2, 3 -> socket.receive(buffer, 0, 1 + random.nextInt(buffer.length - 1));
        default -> {
          if (random.nextInt(3) == 0) {
            open.remove(socket);
            socket.close();
          } else if (random.nextInt(3) == 0) {
            socket.shutdownOutput();
          }
        }
      }
    } catch (KernelException _) {
      // The peer is mad; that calls fail is to be expected.
    }
  }

  private static void plausible(Dialogue dialogue, SplittableRandom random) {
    String[] kinds = {"S", ".", ".", ".", "P.", "P.", "F.", "FP.", "R", "R.", "S.", "SF", ""};
    int near = random.nextInt(4) == 0 ? random.nextInt(-5, 100_000) : random.nextInt(3) * 1000;
    Dialogue.Spoken segment =
        dialogue.peer(kinds[random.nextInt(kinds.length)], near).win(random.nextInt(65536));
    segment.ack(random.nextInt(3) == 0 ? random.nextInt(-3, 40_000) : 1);
    segment.length(random.nextBoolean() ? 0 : random.nextInt(1461));
    switch (random.nextInt(6)) {
      case 0 -> segment.mss(random.nextInt(65536));
      case 1 -> segment.sackPermitted();
      case 2 -> segment.sack(random.nextInt(20_000), random.nextInt(40_000));
      case 3 -> segment.time(random.nextInt(), random.nextInt());
      default -> {}
    }
    segment.send();
  }

  private static void garbage(Dialogue dialogue, SplittableRandom random) {
    int length = random.nextInt(80);
    Packet packet = dialogue.host.packets.allocate(length);
    for (int i = packet.transport; i < packet.end; i++) {
      packet.bytes[i] = (byte) random.nextInt();
    }
    dialogue.deliver(packet, random.nextBoolean());
  }
}
