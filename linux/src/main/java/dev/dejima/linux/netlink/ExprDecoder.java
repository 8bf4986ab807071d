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
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.FlowOffload;
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
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NatRange;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Range;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.packet.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * {@code NFTA_EXPR_*} to expressions. One with a name, an attribute or a value that no record has a
 * place for becomes an {@link UnknownExpr}, so that nothing is lost.
 */
final class ExprDecoder {
  /** The attributes of one expression by their numbers; reading one takes it away. */
  private final Map<Integer, Bytes> attributes = new HashMap<>();

  /** Of an expression without data. */
  private ExprDecoder() {}

  private ExprDecoder(AttributeDecoder in) {
    while (in.next()) {
      attributes.put(in.type(), in.bytes());
    }
  }

  static List<Expr> list(AttributeDecoder in) {
    List<Expr> exprs = new ArrayList<>();
    while (in.next()) {
      exprs.add(one(in.nested()));
    }
    return exprs;
  }

  static Expr one(AttributeDecoder in) {
    String name = "";
    Bytes octets = Bytes.EMPTY;
    ExprDecoder data = new ExprDecoder();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_EXPR_NAME -> name = in.string();
        case NFTA_EXPR_DATA -> {
          octets = in.bytes();
          data = new ExprDecoder(in.nested());
        }
        default -> {}
      }
    }
    Expr expr = null;
    try {
      expr = data.decode(name);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // A value that no record has a place for: the expression is kept as it came.
    }
    return expr != null && data.attributes.isEmpty() ? expr : new UnknownExpr(name, octets);
  }

  /** An expression of a name, or {@link UnknownExpr}. */
  static Expr named(String name, AttributeDecoder in, Bytes octets) {
    Expr expr = null;
    ExprDecoder data = new ExprDecoder(in);
    try {
      expr = data.decode(name);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // A value that no record has a place for: the expression is kept as it came.
    }
    return expr != null && data.attributes.isEmpty() ? expr : new UnknownExpr(name, octets);
  }

  private @Nullable Expr decode(String name) {
    return switch (name) {
      case "bitwise" -> bitwise();
      case "byteorder" ->
          new Byteorder(
              number(NFTA_BYTEORDER_SREG),
              number(NFTA_BYTEORDER_DREG),
              number(NFTA_BYTEORDER_OP) == NFT_BYTEORDER_HTON,
              number(NFTA_BYTEORDER_LEN),
              number(NFTA_BYTEORDER_SIZE));
      case "cmp" ->
          new Cmp(number(NFTA_CMP_SREG), CmpOp.values()[number(NFTA_CMP_OP)], value(NFTA_CMP_DATA));
      case "connlimit" ->
          new Connlimit(
              number(NFTA_CONNLIMIT_COUNT), optional(NFTA_CONNLIMIT_FLAGS).orElse(0) != 0);
      case "counter" -> counter();
      case "ct" -> ct();
      case "dynset" -> dynset();
      case "exthdr" -> exthdr();
      case "hash" -> hash();
      case "immediate" -> new Immediate(number(NFTA_IMMEDIATE_DREG), data(NFTA_IMMEDIATE_DATA));
      case "inner" -> inner();
      case "last" -> last();
      case "limit" -> limit();
      case "log" -> log();
      case "lookup" -> lookup();
      case "masq" ->
          new Masquerade(ports(NFTA_MASQ_REG_PROTO_MIN, NFTA_MASQ_REG_PROTO_MAX, NFTA_MASQ_FLAGS));
      case "match", "target" ->
          new Compat(
              name.equals("target"),
              text(take(NFTA_COMPAT_NAME)),
              number(NFTA_COMPAT_REV),
              take(NFTA_COMPAT_INFO));
      case "meta" -> meta();
      case "nat" -> nat();
      case "notrack" -> new Notrack();
      case "objref" -> object();
      case "payload" -> payload();
      case "quota" -> quota();
      case "range" -> range();
      case "redir" ->
          new Redirect(ports(NFTA_REDIR_REG_PROTO_MIN, NFTA_REDIR_REG_PROTO_MAX, NFTA_REDIR_FLAGS));
      case "reject" ->
          new Reject(
              Reject.Type.values()[number(NFTA_REJECT_TYPE)],
              optional(NFTA_REJECT_ICMP_CODE).orElse(0));
      case "flow_offload" -> new FlowOffload(text(take(NFTA_FLOW_TABLE_NAME)));
      case "dup", "fwd", "queue", "synproxy", "tproxy" ->
          HandoverCodec.decode(name, this::optional);
      default -> SourceCodec.decode(name, this::optional);
    };
  }

  private Dynset dynset() {
    attributes.remove(NFTA_DYNSET_PAD);
    int flags = optional(NFTA_DYNSET_FLAGS).orElse(0);
    Bytes one = attributes.remove(NFTA_DYNSET_EXPR);
    Bytes more = attributes.remove(NFTA_DYNSET_EXPRESSIONS);
    List<Expr> exprs = List.of();
    if (more != null) {
      exprs = list(AttributeDecoder.of(more.toArray(), 0));
    } else if (one != null) {
      exprs = List.of(one(AttributeDecoder.of(one.toArray(), 0)));
    }
    return new Dynset(
        Dynset.Operation.values()[number(NFTA_DYNSET_OP)],
        number(NFTA_DYNSET_SREG_KEY),
        optional(NFTA_DYNSET_SREG_DATA),
        text(take(NFTA_DYNSET_SET_NAME)),
        optional(NFTA_DYNSET_SET_ID).orElse(0),
        long64(NFTA_DYNSET_TIMEOUT),
        exprs,
        (flags & NFT_DYNSET_F_INV) != 0);
  }

  private Expr object() {
    if (attributes.containsKey(NFTA_OBJREF_IMM_NAME)) {
      return new ObjRef(
          ObjectType.of(number(NFTA_OBJREF_IMM_TYPE)), text(take(NFTA_OBJREF_IMM_NAME)));
    }
    return new ObjRefMap(
        number(NFTA_OBJREF_SET_SREG),
        text(take(NFTA_OBJREF_SET_NAME)),
        optional(NFTA_OBJREF_SET_ID).orElse(0));
  }

  private Bitwise bitwise() {
    int sreg = number(NFTA_BITWISE_SREG);
    int dreg = number(NFTA_BITWISE_DREG);
    int length = number(NFTA_BITWISE_LEN);
    Bitwise.Operation operation =
        switch (optional(NFTA_BITWISE_OP).orElse(NFT_BITWISE_MASK_XOR)) {
          case NFT_BITWISE_MASK_XOR ->
              new Bitwise.MaskXor(value(NFTA_BITWISE_MASK), value(NFTA_BITWISE_XOR));
          case NFT_BITWISE_AND -> combine(Bitwise.Operator.AND);
          case NFT_BITWISE_OR -> combine(Bitwise.Operator.OR);
          case NFT_BITWISE_XOR -> combine(Bitwise.Operator.XOR);
          case NFT_BITWISE_LSHIFT -> new Bitwise.ShiftLeft(Host.u32(value(NFTA_BITWISE_DATA)));
          case NFT_BITWISE_RSHIFT -> new Bitwise.ShiftRight(Host.u32(value(NFTA_BITWISE_DATA)));
          default -> throw new IllegalArgumentException("operation");
        };
    return new Bitwise(sreg, dreg, length, operation);
  }

  private Bitwise.Combine combine(Bitwise.Operator operator) {
    return new Bitwise.Combine(operator, number(NFTA_BITWISE_SREG2));
  }

  private Counter counter() {
    attributes.remove(NFTA_COUNTER_PAD);
    return new Counter(long64(NFTA_COUNTER_PACKETS), long64(NFTA_COUNTER_BYTES));
  }

  private Expr ct() {
    CtKey key = CtKey.of(number(NFTA_CT_KEY));
    return attributes.containsKey(NFTA_CT_SREG)
        ? new CtSet(key, number(NFTA_CT_SREG), direction())
        : new Ct(number(NFTA_CT_DREG), key, direction());
  }

  /** Without a register it is the padding of an option; the kernel tells an empty place of that. */
  private Expr exthdr() {
    Exthdr.Op op = Exthdr.Op.values()[optional(NFTA_EXTHDR_OP).orElse(0)];
    int type = number(NFTA_EXTHDR_TYPE);
    int offset = optional(NFTA_EXTHDR_OFFSET).orElse(0);
    int length = optional(NFTA_EXTHDR_LEN).orElse(0);
    boolean present = flag(optional(NFTA_EXTHDR_FLAGS).orElse(0), NFT_EXTHDR_F_PRESENT);
    OptionalInt sreg = optional(NFTA_EXTHDR_SREG);
    OptionalInt dreg = optional(NFTA_EXTHDR_DREG);
    if (sreg.isPresent()) {
      return new ExthdrSet(sreg.getAsInt(), op, type, offset, length);
    }
    return dreg.isPresent()
        ? new Exthdr(dreg.getAsInt(), op, type, offset, length, present)
        : new ExthdrReset(op, type);
  }

  /** Whether the only flag that there is is set. */
  private static boolean flag(int flags, int only) {
    if ((flags & ~only) != 0) {
      throw new IllegalArgumentException("flags");
    }
    return flags != 0;
  }

  private Inner inner() {
    attributes.remove(NFTA_INNER_NUM);
    return new Inner(
        number(NFTA_INNER_TYPE),
        number(NFTA_INNER_HDRSIZE),
        number(NFTA_INNER_FLAGS),
        one(AttributeDecoder.of(take(NFTA_INNER_EXPR).toArray(), 0)));
  }

  private Expr hash() {
    if (optional(NFTA_HASH_TYPE).orElse(NFT_HASH_JENKINS) != NFT_HASH_JENKINS) {
      return new Load(
          number(NFTA_HASH_DREG),
          new Symhash(number(NFTA_HASH_MODULUS), optional(NFTA_HASH_OFFSET).orElse(0)));
    }
    return new Hash(
        number(NFTA_HASH_SREG),
        number(NFTA_HASH_LEN),
        number(NFTA_HASH_DREG),
        number(NFTA_HASH_MODULUS),
        boxed(NFTA_HASH_SEED),
        optional(NFTA_HASH_OFFSET).orElse(0));
  }

  private Last last() {
    attributes.remove(NFTA_LAST_PAD);
    return new Last(optional(NFTA_LAST_SET).orElse(0) != 0, long64(NFTA_LAST_MSECS));
  }

  private Limit limit() {
    attributes.remove(NFTA_LIMIT_PAD);
    return new Limit(
        take(NFTA_LIMIT_RATE).toLongBigEndian(),
        take(NFTA_LIMIT_UNIT).toLongBigEndian(),
        optional(NFTA_LIMIT_BURST).orElse(0),
        Limit.Type.values()[optional(NFTA_LIMIT_TYPE).orElse(0)],
        optional(NFTA_LIMIT_FLAGS).orElse(0) == NFT_LIMIT_F_INV);
  }

  private Expr payload() {
    Payload.Base base = Payload.Base.values()[number(NFTA_PAYLOAD_BASE)];
    int offset = number(NFTA_PAYLOAD_OFFSET);
    int length = number(NFTA_PAYLOAD_LEN);
    if (!attributes.containsKey(NFTA_PAYLOAD_SREG)) {
      return new Payload(number(NFTA_PAYLOAD_DREG), base, offset, length);
    }
    return new PayloadSet(
        number(NFTA_PAYLOAD_SREG),
        base,
        offset,
        length,
        optional(NFTA_PAYLOAD_CSUM_TYPE).orElse(0),
        optional(NFTA_PAYLOAD_CSUM_OFFSET).orElse(0),
        optional(NFTA_PAYLOAD_CSUM_FLAGS).orElse(0));
  }

  private Quota quota() {
    attributes.remove(NFTA_QUOTA_PAD);
    return new Quota(
        take(NFTA_QUOTA_BYTES).toLongBigEndian(),
        long64(NFTA_QUOTA_CONSUMED),
        (optional(NFTA_QUOTA_FLAGS).orElse(0) & NFT_QUOTA_F_INV) != 0);
  }

  private Ct.@Nullable Direction direction() {
    OptionalInt direction = optional(NFTA_CT_DIRECTION);
    return direction.isPresent() ? Ct.Direction.values()[direction.getAsInt()] : null;
  }

  private Log log() {
    Bytes prefix = attributes.remove(NFTA_LOG_PREFIX);
    return new Log(
        prefix == null ? null : text(prefix),
        boxed(NFTA_LOG_LEVEL),
        boxed(NFTA_LOG_FLAGS),
        boxed(NFTA_LOG_GROUP),
        boxed(NFTA_LOG_SNAPLEN),
        boxed(NFTA_LOG_QTHRESHOLD));
  }

  private Lookup lookup() {
    return new Lookup(
        number(NFTA_LOOKUP_SREG),
        text(take(NFTA_LOOKUP_SET)),
        optional(NFTA_LOOKUP_SET_ID).orElse(0),
        optional(NFTA_LOOKUP_DREG),
        optional(NFTA_LOOKUP_FLAGS).orElse(0) == NFT_LOOKUP_F_INV);
  }

  private Expr meta() {
    MetaKey key = MetaKey.of(number(NFTA_META_KEY));
    return attributes.containsKey(NFTA_META_SREG)
        ? new MetaSet(key, number(NFTA_META_SREG))
        : new Meta(number(NFTA_META_DREG), key);
  }

  private Nat nat() {
    return new Nat(
        number(NFTA_NAT_TYPE) == NFT_NAT_DNAT,
        Family.of(number(NFTA_NAT_FAMILY)),
        new NatRange(
            optional(NFTA_NAT_REG_ADDR_MIN),
            optional(NFTA_NAT_REG_ADDR_MAX),
            optional(NFTA_NAT_REG_PROTO_MIN),
            optional(NFTA_NAT_REG_PROTO_MAX),
            optional(NFTA_NAT_FLAGS).orElse(0)));
  }

  private NatRange ports(int min, int max, int flags) {
    return new NatRange(
        OptionalInt.empty(),
        OptionalInt.empty(),
        optional(min),
        optional(max),
        optional(flags).orElse(0));
  }

  private Range range() {
    return new Range(
        number(NFTA_RANGE_SREG),
        number(NFTA_RANGE_OP) == 0 ? CmpOp.EQ : CmpOp.NEQ,
        value(NFTA_RANGE_FROM_DATA),
        value(NFTA_RANGE_TO_DATA));
  }

  private Bytes take(int type) {
    Bytes octets = attributes.remove(type);
    if (octets == null) {
      throw new IllegalArgumentException("no attribute " + type);
    }
    return octets;
  }

  private int number(int type) {
    return (int) take(type).toLongBigEndian();
  }

  private long long64(int type) {
    Bytes octets = attributes.remove(type);
    return octets == null ? 0 : octets.toLongBigEndian();
  }

  private OptionalInt optional(int type) {
    return attributes.containsKey(type) ? OptionalInt.of(number(type)) : OptionalInt.empty();
  }

  private @Nullable Integer boxed(int type) {
    return attributes.containsKey(type) ? number(type) : null;
  }

  private Data data(int type) {
    Data data = DataCodec.decode(AttributeDecoder.of(take(type).toArray(), 0));
    if (data == null) {
      throw new IllegalArgumentException("no data");
    }
    return data;
  }

  private Bytes value(int type) {
    return DataCodec.value(AttributeDecoder.of(take(type).toArray(), 0));
  }

  private static String text(Bytes octets) {
    int length = octets.length();
    while (length > 0 && octets.at(length - 1) == 0) {
      length--;
    }
    return new String(octets.toArray(), 0, length, StandardCharsets.UTF_8);
  }
}
