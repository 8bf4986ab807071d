package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.NetworkOrder;

/** Base chains of the types filter and route. */
final class ChainStage {
  private ChainStage() {}

  static Stage of(Chain chain, HookNumber hook) {
    if ("route".equals(chain.type) && hook == HookNumber.OUTPUT) {
      return e -> route(e, chain);
    }
    return e -> e.run(chain);
  }

  /** A packet whose mark, addresses or type of service were changed is routed again. */
  private static Fate route(Evaluation e, Chain chain) {
    Packet packet = e.packet;
    int mark = packet.mark;
    long before = routed(e);
    Fate fate = e.run(chain);
    if (fate != Fate.GOES_ON) {
      return fate;
    }
    if ((packet.mark != mark || routed(e) != before) && !e.environment.host().reroute(packet)) {
      return Fate.DROPPED;
    }
    return Fate.GOES_ON;
  }

  /** A number that differs where what routing looks at differs. */
  private static long routed(Evaluation e) {
    byte[] bytes = e.packet.bytes;
    int network = e.packet.network;
    if (e.version() == 4) {
      return NetworkOrder.get64(bytes, network + 12) * 31 + bytes[network + 1];
    }
    long number = NetworkOrder.get32(bytes, network);
    for (int i = 8; i < 40; i += 8) {
      number = number * 31 + NetworkOrder.get64(bytes, network + i);
    }
    return number;
  }
}
