package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.nat.NatBounds;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NetworkOrder;
import java.util.OptionalInt;

/** Decides translations. A flow that has none set up ends the rule with {@code accept}. */
final class NatSteps {
  private static final int NONE = -1;

  private NatSteps() {}

  private static int offset(OptionalInt register) {
    return register.isPresent() ? Register.offset(register.getAsInt()) : NONE;
  }

  private static int port(Evaluation e, int offset) {
    return offset == NONE ? 0 : Registers.networkShort(e.registers, offset);
  }

  private static long high(Evaluation e, boolean v4, int offset) {
    return v4 || offset == NONE ? 0 : Registers.networkLong(e.registers, offset);
  }

  private static long low(Evaluation e, boolean v4, int offset) {
    if (offset == NONE) {
      return 0;
    }
    return v4
        ? Registers.networkInt(e.registers, offset) & 0xffff_ffffL
        : Registers.networkLong(e.registers, offset + 8);
  }

  private static int decide(Evaluation e, boolean goesOn) {
    e.verdict = goesOn ? Decision.ACCEPT : Decision.DROP;
    return Step.VERDICT;
  }

  static Step of(Nat nat) {
    NatRange range = nat.range();
    boolean v4 = nat.family() == Family.IP;
    int addressMin = offset(range.addressMin());
    int addressMax = offset(range.addressMax());
    int portMin = offset(range.portMin());
    int portMax = offset(range.portMax());
    boolean netmap = (range.flags() & NatRange.NETMAP) != 0;
    return e -> {
      Flow flow = e.packet.flow;
      if (flow == null || e.family != nat.family()) {
        return Step.BREAK;
      }
      NatBounds bounds =
          new NatBounds(
              high(e, v4, addressMin),
              low(e, v4, addressMin),
              high(e, v4, addressMax),
              low(e, v4, addressMax),
              port(e, portMin),
              port(e, portMax),
              range.flags());
      if (netmap) {
        bounds = mapped(bounds, flow, nat.destination());
      }
      e.environment.nat().setUp(flow, bounds, !nat.destination());
      return decide(e, true);
    };
  }

  /** One network onto another: the host's part stays ({@code nft_nat_setup_netmap}). */
  private static NatBounds mapped(NatBounds bounds, Flow flow, boolean destination) {
    long maskHigh = ~(bounds.minHigh() ^ bounds.maxHigh());
    long maskLow = ~(bounds.minLow() ^ bounds.maxLow());
    long high = destination ? flow.original.destinationHigh : flow.original.sourceHigh;
    long low = destination ? flow.original.destinationLow : flow.original.sourceLow;
    long newHigh = (bounds.minHigh() & maskHigh) | (high & ~maskHigh);
    long newLow = (bounds.minLow() & maskLow) | (low & ~maskLow);
    return new NatBounds(
        newHigh, newLow, newHigh, newLow, bounds.minPort(), bounds.maxPort(), bounds.flags());
  }

  static Step of(Masquerade masquerade) {
    int portMin = offset(masquerade.range().portMin());
    int portMax = offset(masquerade.range().portMax());
    int flags = masquerade.range().flags();
    return e -> {
      Packet packet = e.packet;
      if (packet.flow == null || e.out == null) {
        return Step.BREAK;
      }
      return decide(
          e,
          e.environment
              .nat()
              .masquerade(
                  packet,
                  packet.flow,
                  e.out,
                  toward(e),
                  port(e, portMin),
                  port(e, portMax),
                  flags));
    };
  }

  /** The next hop, or the destination itself. */
  private static IpAddress toward(Evaluation e) {
    Packet packet = e.packet;
    if (e.version() == 4) {
      return new Ipv4Address(
          packet.nextHop4 != 0
              ? packet.nextHop4
              : NetworkOrder.get32(packet.bytes, packet.network + 16));
    }
    return new Ipv6Address(
        NetworkOrder.get64(packet.bytes, packet.network + 24),
        NetworkOrder.get64(packet.bytes, packet.network + 32));
  }

  static Step of(Redirect redirect) {
    int portMin = offset(redirect.range().portMin());
    int portMax = offset(redirect.range().portMax());
    int flags = redirect.range().flags();
    return e -> {
      Flow flow = e.packet.flow;
      if (flow == null) {
        return Step.BREAK;
      }
      return decide(
          e,
          e.environment
              .nat()
              .redirect(
                  e.hook, e.version(), flow, e.in, port(e, portMin), port(e, portMax), flags));
    };
  }
}
