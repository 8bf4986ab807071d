package dev.dejima.linux.netlink;

import static dev.dejima.linux.netlink.NftaExpr.*;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Log;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expressions to {@code NFTA_EXPR_*}; attributes come in the order in which libnftnl has them. */
final class ExprEncoder {
  private ExprEncoder() {}

  static void list(AttributeEncoder out, List<Expr> exprs) {
    exprs.forEach(expr -> element(out, NFTA_LIST_ELEM, expr));
  }

  /** The one expression of a set or an element, or, as newer kernels have it, several. */
  static void oneOrMore(AttributeEncoder out, int one, int more, List<Expr> exprs) {
    if (exprs.size() == 1) {
      element(out, one, exprs.getFirst());
    } else if (!exprs.isEmpty()) {
      AttributeEncoder.Mark mark = out.nest(more);
      list(out, exprs);
      out.end(mark);
    }
  }

  private static void element(AttributeEncoder out, int type, Expr expr) {
    AttributeEncoder.Mark mark = out.nest(type);
    out.string(NFTA_EXPR_NAME, name(expr));
    AttributeEncoder.Mark data = out.nest(NFTA_EXPR_DATA);
    data(out, expr);
    out.end(data);
    out.end(mark);
  }

  private static String name(Expr expr) {
    return switch (expr) {
      case Bitwise _ -> "bitwise";
      case Byteorder _ -> "byteorder";
      case Cmp _ -> "cmp";
      case Compat compat -> compat.target() ? "target" : "match";
      case Connlimit _ -> "connlimit";
      case Counter _ -> "counter";
      case Ct _, CtSet _ -> "ct";
      case Dynset _ -> "dynset";
      case Exthdr _, ExthdrReset _, ExthdrSet _ -> "exthdr";
      case Handover handover -> HandoverCodec.name(handover);
      case Hash _ -> "hash";
      case Immediate _ -> "immediate";
      case Inner _ -> "inner";
      case Last _ -> "last";
      case Limit _ -> "limit";
      case Load load -> SourceCodec.name(load.source());
      case Log _ -> "log";
      case Lookup _ -> "lookup";
      case Masquerade _ -> "masq";
      case Meta _, MetaSet _ -> "meta";
      case Nat _ -> "nat";
      case Notrack _ -> "notrack";
      case ObjRef _, ObjRefMap _ -> "objref";
      case Payload _, PayloadSet _ -> "payload";
      case Quota _ -> "quota";
      case Range _ -> "range";
      case Redirect _ -> "redir";
      case Reject _ -> "reject";
      case UnknownExpr unknown -> unknown.name();
    };
  }

  /** The attributes of an expression, without its name. */
  static void data(AttributeEncoder out, Expr expr) {
    switch (expr) {
      case Bitwise bitwise -> bitwise(out, bitwise);
      case Byteorder order -> {
        out.be32(NFTA_BYTEORDER_SREG, order.sreg()).be32(NFTA_BYTEORDER_DREG, order.dreg());
        out.be32(NFTA_BYTEORDER_OP, order.toNetwork() ? NFT_BYTEORDER_HTON : NFT_BYTEORDER_NTOH);
        out.be32(NFTA_BYTEORDER_LEN, order.length()).be32(NFTA_BYTEORDER_SIZE, order.size());
      }
      case Cmp cmp -> {
        out.be32(NFTA_CMP_SREG, cmp.sreg()).be32(NFTA_CMP_OP, cmp.op().ordinal());
        DataCodec.value(out, NFTA_CMP_DATA, cmp.data());
      }
      case Compat(boolean _, String name, int revision, Bytes info) ->
          out.string(NFTA_COMPAT_NAME, name)
              .be32(NFTA_COMPAT_REV, revision)
              .bytes(NFTA_COMPAT_INFO, info);
      case Connlimit(int count, boolean over) ->
          out.be32(NFTA_CONNLIMIT_COUNT, count)
              .be32Unless0(NFTA_CONNLIMIT_FLAGS, over ? NFT_CONNLIMIT_F_INV : 0);
      case Counter counter -> {
        out.be64Unless0(NFTA_COUNTER_BYTES, counter.bytes());
        out.be64Unless0(NFTA_COUNTER_PACKETS, counter.packets());
      }
      case Ct ct -> {
        out.be32(NFTA_CT_KEY, ct.key().number()).be32(NFTA_CT_DREG, ct.dreg());
        direction(out, ct.direction());
      }
      case CtSet ct -> {
        out.be32(NFTA_CT_KEY, ct.key().number());
        direction(out, ct.direction());
        out.be32(NFTA_CT_SREG, ct.sreg());
      }
      case Dynset dynset -> dynset(out, dynset);
      case Exthdr exthdr -> {
        out.be32(NFTA_EXTHDR_DREG, exthdr.dreg());
        exthdr(out, exthdr.type(), exthdr.offset(), exthdr.length());
        out.be32(NFTA_EXTHDR_OP, exthdr.op().ordinal());
        out.be32Unless0(NFTA_EXTHDR_FLAGS, exthdr.present() ? NFT_EXTHDR_F_PRESENT : 0);
      }
      case ExthdrReset reset -> {
        out.u8(NFTA_EXTHDR_TYPE, reset.type());
        out.be32(NFTA_EXTHDR_OP, reset.op().ordinal());
      }
      case ExthdrSet set -> {
        out.be32(NFTA_EXTHDR_SREG, set.sreg());
        exthdr(out, set.type(), set.offset(), set.length());
        out.be32(NFTA_EXTHDR_OP, set.op().ordinal());
      }
      case Handover handover -> HandoverCodec.encode(out, handover);
      case Hash hash -> hash(out, hash);
      case Last(boolean used, long milliseconds) ->
          out.be32(NFTA_LAST_SET, used ? 1 : 0).be64(NFTA_LAST_MSECS, milliseconds);
      case Immediate immediate -> {
        out.be32(NFTA_IMMEDIATE_DREG, immediate.dreg());
        DataCodec.encode(out, NFTA_IMMEDIATE_DATA, immediate.data());
      }
      case Inner inner -> {
        out.be32(NFTA_INNER_NUM, 0).be32(NFTA_INNER_TYPE, inner.type());
        out.be32(NFTA_INNER_FLAGS, inner.flags());
        out.be32(NFTA_INNER_HDRSIZE, inner.headerSize());
        element(out, NFTA_INNER_EXPR, inner.expr());
      }
      case Limit limit -> {
        out.be64(NFTA_LIMIT_RATE, limit.rate()).be64(NFTA_LIMIT_UNIT, limit.unit());
        out.be32(NFTA_LIMIT_BURST, limit.burst()).be32(NFTA_LIMIT_TYPE, limit.type().ordinal());
        out.be32(NFTA_LIMIT_FLAGS, limit.over() ? NFT_LIMIT_F_INV : 0);
      }
      case Load load -> SourceCodec.encode(out, load);
      case Log log -> log(out, log);
      case Lookup lookup -> lookup(out, lookup);
      case Masquerade(NatRange range) -> {
        out.be32Unless0(NFTA_MASQ_FLAGS, range.flags());
        out.be32If(NFTA_MASQ_REG_PROTO_MIN, range.portMin());
        out.be32If(NFTA_MASQ_REG_PROTO_MAX, range.portMax());
      }
      case Meta meta ->
          out.be32(NFTA_META_KEY, meta.key().number()).be32(NFTA_META_DREG, meta.dreg());
      case MetaSet meta ->
          out.be32(NFTA_META_KEY, meta.key().number()).be32(NFTA_META_SREG, meta.sreg());
      case Nat nat -> nat(out, nat);
      case ObjRef ref ->
          out.be32(NFTA_OBJREF_IMM_TYPE, ref.type().number())
              .string(NFTA_OBJREF_IMM_NAME, ref.name());
      case ObjRefMap ref -> {
        out.be32(NFTA_OBJREF_SET_SREG, ref.sreg()).string(NFTA_OBJREF_SET_NAME, ref.set());
        out.be32Unless0(NFTA_OBJREF_SET_ID, ref.setId());
      }
      case Payload payload -> {
        out.be32(NFTA_PAYLOAD_DREG, payload.dreg());
        out.be32(NFTA_PAYLOAD_BASE, payload.base().ordinal());
        out.be32(NFTA_PAYLOAD_OFFSET, payload.offset()).be32(NFTA_PAYLOAD_LEN, payload.length());
      }
      case Notrack _ -> {}
      case PayloadSet set -> {
        out.be32(NFTA_PAYLOAD_SREG, set.sreg()).be32(NFTA_PAYLOAD_BASE, set.base().ordinal());
        out.be32(NFTA_PAYLOAD_OFFSET, set.offset()).be32(NFTA_PAYLOAD_LEN, set.length());
        out.be32(NFTA_PAYLOAD_CSUM_TYPE, set.checksumType());
        out.be32(NFTA_PAYLOAD_CSUM_OFFSET, set.checksumOffset());
        out.be32Unless0(NFTA_PAYLOAD_CSUM_FLAGS, set.checksumFlags());
      }
      case Quota quota -> {
        out.be64(NFTA_QUOTA_BYTES, quota.bytes());
        out.be64(NFTA_QUOTA_CONSUMED, quota.consumed());
        out.be32(NFTA_QUOTA_FLAGS, quota.over() ? NFT_QUOTA_F_INV : 0);
      }
      case Range range -> {
        out.be32(NFTA_RANGE_SREG, range.sreg());
        out.be32(NFTA_RANGE_OP, range.op() == CmpOp.EQ ? 0 : 1);
        DataCodec.value(out, NFTA_RANGE_FROM_DATA, range.from());
        DataCodec.value(out, NFTA_RANGE_TO_DATA, range.to());
      }
      case Redirect(NatRange range) -> {
        out.be32If(NFTA_REDIR_REG_PROTO_MIN, range.portMin());
        out.be32If(NFTA_REDIR_REG_PROTO_MAX, range.portMax());
        out.be32Unless0(NFTA_REDIR_FLAGS, range.flags());
      }
      case Reject reject -> {
        out.be32(NFTA_REJECT_TYPE, reject.type().ordinal());
        out.u8(NFTA_REJECT_ICMP_CODE, reject.code());
      }
      case UnknownExpr unknown -> out.raw(unknown.attributes());
    }
  }

  private static void exthdr(AttributeEncoder out, int type, int offset, int length) {
    out.u8(NFTA_EXTHDR_TYPE, type);
    out.be32(NFTA_EXTHDR_OFFSET, offset).be32(NFTA_EXTHDR_LEN, length);
  }

  private static void hash(AttributeEncoder out, Hash hash) {
    out.be32(NFTA_HASH_SREG, hash.sreg()).be32(NFTA_HASH_DREG, hash.dreg());
    out.be32(NFTA_HASH_LEN, hash.length()).be32(NFTA_HASH_MODULUS, hash.modulus());
    out.be32If(NFTA_HASH_SEED, hash.seed()).be32(NFTA_HASH_OFFSET, hash.offset());
    out.be32(NFTA_HASH_TYPE, NFT_HASH_JENKINS);
  }

  private static void bitwise(AttributeEncoder out, Bitwise bitwise) {
    out.be32(NFTA_BITWISE_SREG, bitwise.sreg()).be32(NFTA_BITWISE_DREG, bitwise.dreg());
    out.be32(NFTA_BITWISE_LEN, bitwise.length());
    switch (bitwise.operation()) {
      case Bitwise.MaskXor(Bytes mask, Bytes xor) -> {
        out.be32(NFTA_BITWISE_OP, NFT_BITWISE_MASK_XOR);
        DataCodec.value(out, NFTA_BITWISE_MASK, mask);
        DataCodec.value(out, NFTA_BITWISE_XOR, xor);
      }
      case Bitwise.Combine(Bitwise.Operator operator, int sreg2) -> {
        out.be32(NFTA_BITWISE_OP, operation(operator));
        out.be32(NFTA_BITWISE_SREG2, sreg2);
      }
      case Bitwise.ShiftLeft(int bits) -> shift(out, NFT_BITWISE_LSHIFT, bits);
      case Bitwise.ShiftRight(int bits) -> shift(out, NFT_BITWISE_RSHIFT, bits);
    }
  }

  private static int operation(Bitwise.Operator operator) {
    return switch (operator) {
      case AND -> NFT_BITWISE_AND;
      case OR -> NFT_BITWISE_OR;
      case XOR -> NFT_BITWISE_XOR;
    };
  }

  /** The kernel reads the distance in its own byte order (nft_bitwise_init_shift()). */
  private static void shift(AttributeEncoder out, int operation, int bits) {
    out.be32(NFTA_BITWISE_OP, operation);
    DataCodec.value(out, NFTA_BITWISE_DATA, Host.u32(bits));
  }

  private static void dynset(AttributeEncoder out, Dynset dynset) {
    out.be32(NFTA_DYNSET_SREG_KEY, dynset.sregKey());
    out.be32If(NFTA_DYNSET_SREG_DATA, dynset.sregData());
    out.be32(NFTA_DYNSET_OP, dynset.operation().ordinal());
    out.be64Unless0(NFTA_DYNSET_TIMEOUT, dynset.timeout());
    out.string(NFTA_DYNSET_SET_NAME, dynset.set());
    out.be32Unless0(NFTA_DYNSET_SET_ID, dynset.setId());
    oneOrMore(out, NFTA_DYNSET_EXPR, NFTA_DYNSET_EXPRESSIONS, dynset.exprs());
    int flags =
        (dynset.inverted() ? NFT_DYNSET_F_INV : 0)
            | (dynset.exprs().size() > 1 ? NFT_DYNSET_F_EXPR : 0);
    out.be32Unless0(NFTA_DYNSET_FLAGS, flags);
  }

  private static void direction(AttributeEncoder out, Ct.@Nullable Direction direction) {
    if (direction != null) {
      out.u8(NFTA_CT_DIRECTION, direction.ordinal());
    }
  }

  private static void log(AttributeEncoder out, Log log) {
    out.stringIf(NFTA_LOG_PREFIX, log.prefix());
    Integer group = log.group();
    if (group != null) {
      out.be16(NFTA_LOG_GROUP, group);
    }
    out.be32If(NFTA_LOG_SNAPLEN, log.snaplen());
    Integer threshold = log.qthreshold();
    if (threshold != null) {
      out.be16(NFTA_LOG_QTHRESHOLD, threshold);
    }
    out.be32If(NFTA_LOG_LEVEL, log.level());
    out.be32If(NFTA_LOG_FLAGS, log.flags());
  }

  private static void lookup(AttributeEncoder out, Lookup lookup) {
    out.be32(NFTA_LOOKUP_SREG, lookup.sreg()).be32If(NFTA_LOOKUP_DREG, lookup.dreg());
    out.string(NFTA_LOOKUP_SET, lookup.set()).be32Unless0(NFTA_LOOKUP_SET_ID, lookup.setId());
    out.be32Unless0(NFTA_LOOKUP_FLAGS, lookup.inverted() ? NFT_LOOKUP_F_INV : 0);
  }

  private static void nat(AttributeEncoder out, Nat nat) {
    NatRange range = nat.range();
    out.be32(NFTA_NAT_TYPE, nat.destination() ? NFT_NAT_DNAT : NFT_NAT_SNAT);
    out.be32(NFTA_NAT_FAMILY, nat.family().number());
    out.be32If(NFTA_NAT_REG_ADDR_MIN, range.addressMin());
    out.be32If(NFTA_NAT_REG_ADDR_MAX, range.addressMax());
    out.be32If(NFTA_NAT_REG_PROTO_MIN, range.portMin());
    out.be32If(NFTA_NAT_REG_PROTO_MAX, range.portMax());
    out.be32Unless0(NFTA_NAT_FLAGS, range.flags());
  }
}
