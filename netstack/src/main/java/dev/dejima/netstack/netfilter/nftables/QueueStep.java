package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.JenkinsHash;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.NetworkOrder;

/** Puts packets into queues ({@code nft_queue_eval}). */
final class QueueStep implements Step {
  private final Queue queue;
  private final byte[] key = new byte[12];

  QueueStep(Queue queue) {
    this.queue = queue;
  }

  @Override
  public int run(Evaluation e) {
    e.queue = number(e);
    e.bypass = (queue.flags() & Queue.BYPASS) != 0;
    e.verdict = Decision.QUEUE;
    return VERDICT;
  }

  private int number(Evaluation e) {
    if (queue.sreg().isPresent()) {
      int offset = Register.offset(queue.sreg().getAsInt());
      return Registers.hostInt(e.registers, offset) & 0xffff;
    }
    // there is one processor, the first
    if (queue.total() < 2 || (queue.flags() & Queue.FANOUT) != 0) {
      return queue.number();
    }
    return queue.number() + JenkinsHash.scale(hash(e), queue.total());
  }

  /** The same for both directions of a flow ({@code nfqueue_hash}). */
  private int hash(Evaluation e) {
    Packet packet = e.packet;
    byte[] bytes = packet.bytes;
    int at = packet.network;
    switch (packet.etherType) {
      case EtherType.IPV4 ->
          fill(
              NetworkOrder.get32(bytes, at + 12),
              NetworkOrder.get32(bytes, at + 16),
              packet.protocol);
      case EtherType.IPV6 ->
          fill(
              NetworkOrder.get32(bytes, at + 20),
              NetworkOrder.get32(bytes, at + 36),
              lower(NetworkOrder.get32(bytes, at + 12), NetworkOrder.get32(bytes, at + 28)));
      default -> {
        return 0;
      }
    }
    return JenkinsHash.hash(key, 0, key.length, e.environment.hashSecret());
  }

  private void fill(int source, int destination, int third) {
    int first = lower(source, destination);
    NetworkOrder.put32(key, 0, first);
    NetworkOrder.put32(key, 4, source ^ destination ^ first);
    NetworkOrder.put32(key, 8, third);
  }

  private static int lower(int a, int b) {
    return Integer.compareUnsigned(a, b) < 0 ? a : b;
  }
}
