package dev.dejima.netstack.netfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.sched.EventLoop;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  @Test
  void packetsAreBoundedByTheirOctetsAndLossIsTold() throws Exception {
    try (EventLoop loop = new EventLoop(1, false, _ -> {})) {
      EventQueue<byte[]> queue = EventQueue.ofPackets(loop, "packets", packet -> packet.length);
      int taken = 0;
      while (queue.add(new byte[64_000])) {
        taken++;
      }
      assertThat(taken).isEqualTo(4);
      for (int i = 0; i < taken; i++) {
        assertThat(queue.poll()).isPresent();
      }
      assertThatThrownBy(queue::poll).isInstanceOf(KernelException.class);
      assertThat(queue.add(new byte[1])).isTrue();
      assertThat(queue.poll()).isPresent();
      assertThat(queue.poll()).isEmpty();
    }
  }
}
