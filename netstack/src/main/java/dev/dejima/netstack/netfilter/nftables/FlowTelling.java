package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.FlowEvent.FlowState;
import dev.dejima.kernel.path.FlowEvent.State;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.inet.Delivery;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Nat;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/** Tells who listens how packets are tracked and translated. */
final class FlowTelling {
  private FlowTelling() {}

  static void tracked(Packet packet) {
    PacketPath path = packet.path;
    if (path != null) {
      Flow flow = packet.flow;
      path.tell(
          new FlowEvent.Tracked(
              path.now(),
              state(packet),
              flow != null && Conntrack.direction(packet) == 1,
              flow == null ? null : state(flow)));
    }
  }

  private static State state(Packet packet) {
    if (packet.flow == null) {
      return packet.ctInfo == Packet.CT_UNTRACKED ? State.UNTRACKED : State.INVALID;
    }
    return switch (packet.ctInfo % Packet.CT_REPLY) {
      case Packet.CT_ESTABLISHED -> State.ESTABLISHED;
      case Packet.CT_RELATED -> State.RELATED;
      default -> State.NEW;
    };
  }

  private static FlowState state(Flow flow) {
    return new FlowState(flow.id, flow.original.message(), flow.reply.message(), flow.status);
  }

  static void confirmed(Packet packet) {
    PacketPath path = packet.path;
    Flow flow = packet.flow;
    if (path != null && flow != null && flow.isConfirmed()) {
      path.tell(new FlowEvent.Confirmed(path.now(), state(flow)));
    }
  }

  /** The original direction as it is translated so far. */
  static ConntrackTuple original(Flow flow) {
    Tuple tuple = new Tuple();
    tuple.setInverse(flow.reply);
    tuple.zone = flow.original.zone;
    return tuple.message();
  }

  static void chosen(
      Packet packet, boolean source, @Nullable Rule by, @Nullable ConntrackTuple before) {
    PacketPath path = packet.path;
    Flow flow = packet.flow;
    if (path != null && flow != null && before != null) {
      path.tell(
          new FlowEvent.TranslationChosen(
              path.now(),
              source,
              by == null ? null : Telling.name(by.chain),
              by == null ? 0 : by.handle,
              before,
              original(flow)));
    }
  }

  static void translated(Packet packet, HookNumber hook, @Nullable ConntrackTuple before) {
    PacketPath path = packet.path;
    if (path != null && before != null) {
      ConntrackTuple after = Delivery.tuple(packet);
      if (!after.equals(before)) {
        path.tell(new FlowEvent.Translated(path.now(), hook, Nat.isSource(hook), before, after));
      }
    }
  }
}
