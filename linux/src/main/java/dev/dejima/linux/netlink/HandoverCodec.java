package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Dup;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
import dev.dejima.nft.expr.Fwd;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.Tproxy;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The expressions that give packets to somebody else: {@code NFTA_QUEUE_*} and the like. */
final class HandoverCodec {
  private static final int NFTA_DUP_SREG_ADDR = 1;
  private static final int NFTA_DUP_SREG_DEV = 2;
  private static final int NFTA_FWD_SREG_DEV = 1;
  private static final int NFTA_FWD_SREG_ADDR = 2;
  private static final int NFTA_FWD_NFPROTO = 3;
  private static final int NFTA_QUEUE_NUM = 1;
  private static final int NFTA_QUEUE_TOTAL = 2;
  private static final int NFTA_QUEUE_FLAGS = 3;
  private static final int NFTA_QUEUE_SREG_QNUM = 4;
  private static final int NFTA_SYNPROXY_MSS = 1;
  private static final int NFTA_SYNPROXY_WSCALE = 2;
  private static final int NFTA_SYNPROXY_FLAGS = 3;
  private static final int NFTA_TPROXY_FAMILY = 1;
  private static final int NFTA_TPROXY_REG_ADDR = 2;
  private static final int NFTA_TPROXY_REG_PORT = 3;

  private HandoverCodec() {}

  static String name(Handover handover) {
    return switch (handover) {
      case Dup _ -> "dup";
      case FlowOffload _ -> "flow_offload";
      case Fwd _ -> "fwd";
      case Queue _ -> "queue";
      case Synproxy _ -> "synproxy";
      case Tproxy _ -> "tproxy";
    };
  }

  static void encode(AttributeEncoder out, Handover handover) {
    switch (handover) {
      case Dup(OptionalInt address, OptionalInt device) ->
          out.be32If(NFTA_DUP_SREG_ADDR, address).be32If(NFTA_DUP_SREG_DEV, device);
      case FlowOffload(String flowtable) -> out.string(NftaExpr.NFTA_FLOW_TABLE_NAME, flowtable);
      case Fwd(int device, OptionalInt address, Family family) -> {
        out.be32(NFTA_FWD_SREG_DEV, device).be32If(NFTA_FWD_SREG_ADDR, address);
        out.be32Unless0(NFTA_FWD_NFPROTO, family == null ? 0 : family.number());
      }
      case Queue queue -> queue(out, queue);
      case Synproxy(int mss, int wscale, int flags) -> {
        out.be16(NFTA_SYNPROXY_MSS, mss).u8(NFTA_SYNPROXY_WSCALE, wscale);
        out.be32(NFTA_SYNPROXY_FLAGS, flags);
      }
      case Tproxy(Family family, OptionalInt address, OptionalInt port) -> {
        out.be32(NFTA_TPROXY_FAMILY, family.number()).be32If(NFTA_TPROXY_REG_ADDR, address);
        out.be32If(NFTA_TPROXY_REG_PORT, port);
      }
    }
  }

  private static void queue(AttributeEncoder out, Queue queue) {
    if (queue.sreg().isEmpty()) {
      out.be16(NFTA_QUEUE_NUM, queue.number()).be16(NFTA_QUEUE_TOTAL, queue.total());
    }
    if (queue.flags() != 0) {
      out.be16(NFTA_QUEUE_FLAGS, queue.flags());
    }
    out.be32If(NFTA_QUEUE_SREG_QNUM, queue.sreg());
  }

  /**
   * The expression of a name.
   *
   * @param attributes the numbers that its attributes hold, each asked for once
   * @return null if none of these has that name
   * @throws IllegalArgumentException if an attribute is missing
   */
  static @Nullable Handover decode(String name, IntFunction<OptionalInt> attributes) {
    return switch (name) {
      case "dup" ->
          new Dup(attributes.apply(NFTA_DUP_SREG_ADDR), attributes.apply(NFTA_DUP_SREG_DEV));
      case "fwd" -> {
        OptionalInt family = attributes.apply(NFTA_FWD_NFPROTO);
        yield new Fwd(
            attributes
                .apply(NFTA_FWD_SREG_DEV)
                .orElseThrow(() -> new IllegalArgumentException("no device")),
            attributes.apply(NFTA_FWD_SREG_ADDR),
            family.isPresent() ? Family.of(family.getAsInt()) : null);
      }
      case "queue" ->
          new Queue(
              attributes.apply(NFTA_QUEUE_NUM).orElse(0),
              attributes.apply(NFTA_QUEUE_TOTAL).orElse(1),
              attributes.apply(NFTA_QUEUE_FLAGS).orElse(0),
              attributes.apply(NFTA_QUEUE_SREG_QNUM));
      case "synproxy" ->
          new Synproxy(
              attributes.apply(NFTA_SYNPROXY_MSS).orElse(0),
              attributes.apply(NFTA_SYNPROXY_WSCALE).orElse(0),
              attributes.apply(NFTA_SYNPROXY_FLAGS).orElse(0));
      case "tproxy" ->
          new Tproxy(
              Family.of(attributes.apply(NFTA_TPROXY_FAMILY).orElse(0)),
              attributes.apply(NFTA_TPROXY_REG_ADDR),
              attributes.apply(NFTA_TPROXY_REG_PORT));
      default -> null;
    };
  }
}
