package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Register;
import org.jspecify.annotations.Nullable;

/** Loads what connection tracking knows ({@code nft_ct_get_eval}). */
final class CtStep implements Step {
  private static final int INVALID_BIT = 1;
  private static final int UNTRACKED_BIT = 64;
  private static final long MILLI = 1_000_000;

  private final CtKey key;
  private final Ct.@Nullable Direction direction;
  private final int target;

  CtStep(Ct ct) {
    this.key = ct.key();
    this.direction = ct.direction();
    this.target = Register.offset(ct.dreg());
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    byte[] registers = e.registers;
    if (key == CtKey.STATE) {
      Registers.setHostInt(registers, target, state(packet));
      return NEXT;
    }
    Flow flow = packet.flow;
    return flow == null ? BREAK : load(e, flow, registers);
  }

  /** The bit of {@code ct state} that a packet has. */
  static int state(Packet packet) {
    if (packet.flow != null) {
      return 1 << (packet.ctInfo % Packet.CT_REPLY + 1);
    }
    return packet.ctInfo == Packet.CT_UNTRACKED ? UNTRACKED_BIT : INVALID_BIT;
  }

  private int load(Evaluation e, Flow flow, byte[] registers) {
    Tuple tuple = direction == Ct.Direction.REPLY ? flow.reply : flow.original;
    switch (key) {
      case DIRECTION -> Registers.setByte(registers, target, Conntrack.direction(e.packet));
      case STATUS -> Registers.setHostInt(registers, target, flow.status);
      case MARK -> Registers.setHostInt(registers, target, flow.mark);
      case EXPIRATION ->
          Registers.setHostInt(
              registers, target, (int) Math.max(0, (flow.expires - e.environment.now()) / MILLI));
      case L3PROTOCOL ->
          Registers.setByte(
              registers, target, (flow.original.version == 4 ? Family.IP : Family.IP6).number());
      case PROTOCOL -> Registers.setByte(registers, target, flow.original.protocol);
      case SRC, DST, SRC_IP, DST_IP, SRC_IP6, DST_IP6 -> {
        return address(tuple, registers);
      }
      case PROTO_SRC -> Registers.setNetworkShort(registers, target, tuple.sourcePort);
      case PROTO_DST -> Registers.setNetworkShort(registers, target, tuple.destinationPort);
      case PKTS ->
          Registers.setHostLong(registers, target, chosen(flow.originalPackets, flow.replyPackets));
      case BYTES ->
          Registers.setHostLong(registers, target, chosen(flow.originalBytes, flow.replyBytes));
      case AVGPKT -> {
        long packets = chosen(flow.originalPackets, flow.replyPackets);
        long bytes = chosen(flow.originalBytes, flow.replyBytes);
        Registers.setHostLong(registers, target, packets == 0 ? 0 : bytes / packets);
      }
      case ZONE -> Registers.setHostShort(registers, target, zone(flow));
      case ID -> Registers.setHostInt(registers, target, flow.id);
      case LABELS -> {
        Registers.setHostLong(registers, target, flow.labelsLow);
        Registers.setHostLong(registers, target + 8, flow.labelsHigh);
      }
      case HELPER -> {
        return helper(flow, registers);
      }
      case SECMARK -> Registers.setHostInt(registers, target, flow.securityMark);
      case STATE, EVENTMASK -> throw new IllegalStateException(key.word());
    }
    return NEXT;
  }

  private int zone(Flow flow) {
    if (direction == Ct.Direction.REPLY) {
      return flow.reply.zone;
    }
    return direction == null ? flow.original.zone | flow.reply.zone : flow.original.zone;
  }

  /** The helper that has announced the flow. */
  private int helper(Flow flow, byte[] registers) {
    Flow master = flow.master;
    if (master == null || master.helper == null) {
      return BREAK;
    }
    String name = master.helper.name();
    for (int i = 0; i < CtKey.HELPER.length(); i++) {
      registers[target + i] = (byte) (i < name.length() ? name.charAt(i) : 0);
    }
    return NEXT;
  }

  /** Of one direction, or of both. */
  private long chosen(long original, long reply) {
    if (direction == null) {
      return original + reply;
    }
    return direction == Ct.Direction.ORIGINAL ? original : reply;
  }

  private int address(Tuple tuple, byte[] registers) {
    boolean source = key == CtKey.SRC || key == CtKey.SRC_IP || key == CtKey.SRC_IP6;
    int wanted =
        switch (key) {
          case SRC_IP, DST_IP -> 4;
          case SRC_IP6, DST_IP6 -> 6;
          default -> tuple.version;
        };
    if (wanted != tuple.version) {
      return BREAK;
    }
    long low = source ? tuple.sourceLow : tuple.destinationLow;
    if (tuple.version == 4) {
      Registers.setNetworkInt(registers, target, (int) low);
    } else {
      Registers.setNetworkLong(
          registers, target, source ? tuple.sourceHigh : tuple.destinationHigh);
      Registers.setNetworkLong(registers, target + 8, low);
    }
    return NEXT;
  }
}
