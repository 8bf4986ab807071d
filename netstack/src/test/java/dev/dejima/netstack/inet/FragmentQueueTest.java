package dev.dejima.netstack.inet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.inet.FragmentQueue.Outcome;
import org.junit.jupiter.api.Test;

/** What inet_frag_queue_insert() makes of fragments that were there, whole or in part. */
class FragmentQueueTest {
  private final PacketPool pool = new PacketPool();
  private final FragmentQueue queue = new FragmentQueue(new FragmentLimits(30));

  private Outcome put(int from, int to) {
    Packet packet = pool.allocate(to - from);
    packet.network = packet.transport - 20;
    return queue.put(packet, from, true);
  }

  @Test
  void aPartOfSeveralThatCameInOrderIsARepetition() {
    assertThat(put(0, 1000)).isEqualTo(Outcome.TAKEN);
    assertThat(put(1000, 2000)).isEqualTo(Outcome.TAKEN);
    assertThat(put(504, 1496)).isEqualTo(Outcome.REPEATED);
    assertThat(put(0, 2000)).isEqualTo(Outcome.REPEATED);
    assertThat(put(1496, 2008)).isEqualTo(Outcome.OVERLAPPING);
  }

  @Test
  void whatFilledAGapIsNoPartOfARun() {
    assertThat(put(0, 800)).isEqualTo(Outcome.TAKEN);
    assertThat(put(1600, 2400)).isEqualTo(Outcome.TAKEN);
    assertThat(put(800, 1600)).isEqualTo(Outcome.TAKEN);
    assertThat(put(400, 1200)).isEqualTo(Outcome.OVERLAPPING);
    assertThat(put(800, 1600)).isEqualTo(Outcome.REPEATED);
    assertThat(put(880, 960)).isEqualTo(Outcome.REPEATED);
  }
}
