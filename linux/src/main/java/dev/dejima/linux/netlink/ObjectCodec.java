package dev.dejima.linux.netlink;

import static dev.dejima.linux.netlink.NftaExpr.NFTA_SYNPROXY_FLAGS;
import static dev.dejima.linux.netlink.NftaExpr.NFTA_SYNPROXY_MSS;
import static dev.dejima.linux.netlink.NftaExpr.NFTA_SYNPROXY_WSCALE;

import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.CtExpectationObject;
import dev.dejima.nft.expr.CtHelperObject;
import dev.dejima.nft.expr.CtTimeoutObject;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.SecmarkObject;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.nft.expr.TunnelObject;
import dev.dejima.nft.expr.UnknownObject;
import dev.dejima.packet.Bytes;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stateful objects ({@code NFTA_OBJ_*}). */
final class ObjectCodec {
  private static final int NFTA_OBJ_TABLE = 1;
  private static final int NFTA_OBJ_NAME = 2;
  private static final int NFTA_OBJ_TYPE = 3;
  private static final int NFTA_OBJ_DATA = 4;
  private static final int NFTA_OBJ_USE = 5;
  private static final int NFTA_OBJ_HANDLE = 6;
  private static final int NFTA_OBJ_USERDATA = 8;

  private static final int NFTA_CT_HELPER_NAME = 1;
  private static final int NFTA_CT_HELPER_L3PROTO = 2;
  private static final int NFTA_CT_HELPER_L4PROTO = 3;

  private static final int NFTA_CT_TIMEOUT_L3PROTO = 1;
  private static final int NFTA_CT_TIMEOUT_L4PROTO = 2;
  private static final int NFTA_CT_TIMEOUT_DATA = 3;

  private static final int NFTA_CT_EXPECT_L3PROTO = 1;
  private static final int NFTA_CT_EXPECT_L4PROTO = 2;
  private static final int NFTA_CT_EXPECT_DPORT = 3;
  private static final int NFTA_CT_EXPECT_TIMEOUT = 4;
  private static final int NFTA_CT_EXPECT_SIZE = 5;

  private static final int NFTA_SECMARK_CTX = 1;

  private ObjectCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewObject object) {
    out.string(NFTA_OBJ_TABLE, object.table()).string(NFTA_OBJ_NAME, object.name());
    out.be32(NFTA_OBJ_TYPE, object.data().objectType().number());
    out.be64Unless0(NFTA_OBJ_HANDLE, object.handle());
    AttributeEncoder.Mark data = out.nest(NFTA_OBJ_DATA);
    data(out, object.data());
    out.end(data);
    out.be32Unless0(NFTA_OBJ_USE, object.use());
    return out.bytesUnlessEmpty(NFTA_OBJ_USERDATA, object.userData());
  }

  private static void data(AttributeEncoder out, ObjectData data) {
    switch (data) {
      case Connlimit limit -> ExprEncoder.data(out, limit);
      case Counter counter -> ExprEncoder.data(out, counter);
      case Quota quota -> ExprEncoder.data(out, quota);
      case Limit limit -> ExprEncoder.data(out, limit);
      case CtHelperObject helper -> {
        out.string(NFTA_CT_HELPER_NAME, helper.name());
        family(out, NFTA_CT_HELPER_L3PROTO, helper.family());
        out.u8(NFTA_CT_HELPER_L4PROTO, helper.protocol());
      }
      case CtTimeoutObject timeout -> {
        family(out, NFTA_CT_TIMEOUT_L3PROTO, timeout.family());
        out.u8(NFTA_CT_TIMEOUT_L4PROTO, timeout.protocol());
        AttributeEncoder.Mark policy = out.nest(NFTA_CT_TIMEOUT_DATA);
        timeout.policy().forEach((state, seconds) -> out.be32(state + 1, seconds));
        out.end(policy);
      }
      case CtExpectationObject expected -> {
        family(out, NFTA_CT_EXPECT_L3PROTO, expected.family());
        out.u8(NFTA_CT_EXPECT_L4PROTO, expected.protocol());
        out.be16(NFTA_CT_EXPECT_DPORT, expected.port());
        out.u32(NFTA_CT_EXPECT_TIMEOUT, expected.timeout());
        out.u8(NFTA_CT_EXPECT_SIZE, expected.size());
      }
      case SecmarkObject(String context) -> out.string(NFTA_SECMARK_CTX, context);
      case Synproxy(int mss, int wscale, int flags) -> {
        out.be16(NFTA_SYNPROXY_MSS, mss).u8(NFTA_SYNPROXY_WSCALE, wscale);
        out.be32(NFTA_SYNPROXY_FLAGS, flags);
      }
      case TunnelObject tunnel -> TunnelCodec.encode(out, tunnel);
      case UnknownObject unknown -> out.raw(unknown.attributes());
    }
  }

  private static void family(AttributeEncoder out, int type, @Nullable Family family) {
    if (family != null) {
      out.be16(type, family.number());
    }
  }

  static AttributeEncoder encode(AttributeEncoder out, DelObject object) {
    out.string(NFTA_OBJ_TABLE, object.table()).stringIf(NFTA_OBJ_NAME, object.name());
    out.be32Unless0(NFTA_OBJ_TYPE, object.type().number());
    return out.be64Unless0(NFTA_OBJ_HANDLE, object.handle());
  }

  static AttributeEncoder encode(AttributeEncoder out, GetObjects get) {
    out.stringIf(NFTA_OBJ_TABLE, get.table()).stringIf(NFTA_OBJ_NAME, get.name());
    return out.be32Unless0(NFTA_OBJ_TYPE, get.type().number());
  }

  static NewObject decode(Family family, int mode, AttributeDecoder in) {
    String table = "";
    String name = "";
    long handle = 0;
    ObjectType type = ObjectType.UNSPEC;
    AttributeDecoder data = null;
    Bytes octets = Bytes.EMPTY;
    int use = 0;
    Bytes userData = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_OBJ_TABLE -> table = in.string();
        case NFTA_OBJ_NAME -> name = in.string();
        case NFTA_OBJ_TYPE -> type = ObjectType.of(in.be32());
        case NFTA_OBJ_HANDLE -> handle = in.be64();
        case NFTA_OBJ_DATA -> {
          data = in.nested();
          octets = in.bytes();
        }
        case NFTA_OBJ_USE -> use = in.be32();
        case NFTA_OBJ_USERDATA -> userData = in.bytes();
        default -> {}
      }
    }
    ObjectData decoded =
        data == null ? new UnknownObject(type, octets) : decode(type, data, octets);
    return new NewObject(family, table, name, handle, decoded, use, userData, Codec.mode(mode));
  }

  private static ObjectData decode(ObjectType type, AttributeDecoder in, Bytes octets) {
    return switch (type) {
      case COUNTER -> likeExpr("counter", type, in, octets);
      case QUOTA -> likeExpr("quota", type, in, octets);
      case LIMIT -> likeExpr("limit", type, in, octets);
      case CT_HELPER -> helper(in);
      case CT_TIMEOUT -> timeout(in);
      case CT_EXPECTATION -> expectation(in);
      case SECMARK -> secmark(in);
      case SYNPROXY -> synproxy(in);
      case TUNNEL -> TunnelCodec.decode(in);
      case CONNLIMIT -> likeExpr("connlimit", type, in, octets);
      case UNSPEC -> new UnknownObject(type, octets);
    };
  }

  private static ObjectData likeExpr(
      String name, ObjectType type, AttributeDecoder in, Bytes octets) {
    Expr expr = ExprDecoder.named(name, in, octets);
    return expr instanceof ObjectData data ? data : new UnknownObject(type, octets);
  }

  private static CtHelperObject helper(AttributeDecoder in) {
    String name = "";
    Family family = null;
    int protocol = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CT_HELPER_NAME -> name = in.string();
        case NFTA_CT_HELPER_L3PROTO -> family = Family.of(in.be16());
        case NFTA_CT_HELPER_L4PROTO -> protocol = in.u8();
        default -> {}
      }
    }
    return new CtHelperObject(name, family, protocol);
  }

  private static CtTimeoutObject timeout(AttributeDecoder in) {
    Family family = null;
    int protocol = 0;
    SortedMap<Integer, Integer> policy = new TreeMap<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CT_TIMEOUT_L3PROTO -> family = Family.of(in.be16());
        case NFTA_CT_TIMEOUT_L4PROTO -> protocol = in.u8();
        case NFTA_CT_TIMEOUT_DATA -> {
          for (AttributeDecoder states = in.nested(); states.next(); ) {
            policy.put(states.type() - 1, states.be32());
          }
        }
        default -> {}
      }
    }
    return new CtTimeoutObject(family, protocol, policy);
  }

  private static CtExpectationObject expectation(AttributeDecoder in) {
    Family family = null;
    int protocol = 0;
    int port = 0;
    int timeout = 0;
    int size = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CT_EXPECT_L3PROTO -> family = Family.of(in.be16());
        case NFTA_CT_EXPECT_L4PROTO -> protocol = in.u8();
        case NFTA_CT_EXPECT_DPORT -> port = in.be16();
        case NFTA_CT_EXPECT_TIMEOUT -> timeout = in.u32();
        case NFTA_CT_EXPECT_SIZE -> size = in.u8();
        default -> {}
      }
    }
    return new CtExpectationObject(family, protocol, port, timeout, size);
  }

  private static SecmarkObject secmark(AttributeDecoder in) {
    String context = "";
    while (in.next()) {
      if (in.type() == NFTA_SECMARK_CTX) {
        context = in.string();
      }
    }
    return new SecmarkObject(context);
  }

  private static Synproxy synproxy(AttributeDecoder in) {
    int mss = 0;
    int wscale = 0;
    int flags = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SYNPROXY_MSS -> mss = in.be16();
        case NFTA_SYNPROXY_WSCALE -> wscale = in.u8();
        case NFTA_SYNPROXY_FLAGS -> flags = in.be32();
        default -> {}
      }
    }
    return new Synproxy(mss, wscale, flags);
  }

  static DelObject decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String table = "";
    String name = null;
    ObjectType type = ObjectType.UNSPEC;
    long handle = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_OBJ_TABLE -> table = in.string();
        case NFTA_OBJ_NAME -> name = in.string();
        case NFTA_OBJ_TYPE -> type = ObjectType.of(in.be32());
        case NFTA_OBJ_HANDLE -> handle = in.be64();
        default -> {}
      }
    }
    return new DelObject(family, table, type, name, handle, destroy);
  }
}
