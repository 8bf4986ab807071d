package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Counter;

/** Counts packets and their octets from the network header on ({@code nft_counter.c}). */
final class CounterStep implements Stateful {
  private long packets;
  private long bytes;

  CounterStep(long packets, long bytes) {
    this.packets = packets;
    this.bytes = bytes;
  }

  @Override
  public int run(Evaluation e) {
    packets++;
    bytes += e.length();
    return NEXT;
  }

  @Override
  public Counter told(long now) {
    return new Counter(packets, bytes);
  }

  @Override
  public CounterStep copy(long now) {
    return new CounterStep(packets, bytes);
  }

  @Override
  public void reset() {
    packets = 0;
    bytes = 0;
  }
}
