package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.RouteLookup;
import dev.dejima.netstack.netfilter.RouteLookup.Question;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.NetworkOrder;
import org.jspecify.annotations.Nullable;

/**
 * Asks the routing tables about one of a packet's addresses ({@code nft_fib_ipv4.c}, {@code
 * nft_fib_ipv6.c}).
 */
final class FibStep implements Step {
  private static final int LOCAL_GROUPS = 0xe00000; // 224.0.0.0/24

  private final Fib fib;
  private final int target;
  private final boolean destination;
  private final Question fromHere;

  FibStep(Fib fib, int target) {
    this.fib = fib;
    this.target = target;
    this.destination = has(fib, Fib.DADDR);
    this.fromHere = new Question(destination, null, has(fib, Fib.MARK));
  }

  private static boolean has(Fib fib, int flag) {
    return (fib.flags() & flag) != 0;
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    return switch (packet.etherType) {
      case EtherType.IPV4 -> {
        int address = packet.network + (destination ? 16 : 12);
        yield ask(e, 4, 0, NetworkOrder.get32(packet.bytes, address) & 0xffff_ffffL);
      }
      case EtherType.IPV6 -> {
        int address = packet.network + (destination ? 24 : 8);
        yield ask(
            e,
            6,
            NetworkOrder.get64(packet.bytes, address),
            NetworkOrder.get64(packet.bytes, address + 8));
      }
      default -> BREAK;
    };
  }

  private int ask(Evaluation e, int version, long high, long low) {
    RouteLookup routes = e.environment.host().routes();
    Device asked = has(fib, Fib.IIF) ? e.in : has(fib, Fib.OIF) ? e.out : null;
    if (fib.result() == Fib.Result.TYPE) {
      int type = routes.type(version, high, low, asked).ordinal();
      Registers.setHostInt(e.registers, target, type);
    } else if (isFromHere(e) || isUnnumbered(e.packet)) {
      store(e, e.in);
    } else {
      store(e, routes.device(e.packet, question(e), asked == null ? e.in : asked, asked));
    }
    return NEXT;
  }

  /** The way back of what is forwarded begins where it leaves. */
  private Question question(Evaluation e) {
    return e.hook == HookNumber.FORWARD && !destination && has(fib, Fib.IIF)
        ? new Question(false, e.out, has(fib, Fib.MARK))
        : fromHere;
  }

  /** What the loopback device brings in has come by no other. */
  private static boolean isFromHere(Evaluation e) {
    boolean incoming =
        e.hook == HookNumber.PREROUTING
            || e.hook == HookNumber.INPUT
            || e.hook == HookNumber.INGRESS;
    return incoming && e.in != null && e.in.isLoopback();
  }

  /** Hosts that look for an address of their own have none to be asked about. */
  private static boolean isUnnumbered(Packet packet) {
    byte[] bytes = packet.bytes;
    int network = packet.network;
    if (packet.etherType == EtherType.IPV4) {
      int to = NetworkOrder.get32(bytes, network + 16);
      return NetworkOrder.get32(bytes, network + 12) == 0 && (to == -1 || to >>> 8 == LOCAL_GROUPS);
    }
    return packet.protocol == IpProtocol.ICMPV6
        && NetworkOrder.get64(bytes, network + 8) == 0
        && NetworkOrder.get64(bytes, network + 16) == 0
        && isLinkLocal(NetworkOrder.get64(bytes, network + 24));
  }

  /** Unicast and multicast addresses of the link ({@code ipv6_addr_type}). */
  private static boolean isLinkLocal(long high) {
    return high >>> 54 == 0xfe80 >>> 6 || high >>> 56 == 0xff && (high >>> 48 & 15) == 2;
  }

  private void store(Evaluation e, @Nullable Device found) {
    int index = found == null ? 0 : found.index();
    if (fib.isPresence()) {
      Registers.setByte(e.registers, target, index == 0 ? 0 : 1);
    } else if (fib.result() == Fib.Result.OIFNAME) {
      Registers.setText(e.registers, target, found == null ? "" : found.name());
    } else {
      Registers.setHostInt(e.registers, target, index);
    }
  }
}
