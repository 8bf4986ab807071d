package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetSets;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Sets and maps ({@code NFTA_SET_*}). */
final class SetCodec {
  private static final int NFTA_SET_TABLE = 1;
  private static final int NFTA_SET_NAME = 2;
  private static final int NFTA_SET_FLAGS = 3;
  private static final int NFTA_SET_KEY_TYPE = 4;
  private static final int NFTA_SET_KEY_LEN = 5;
  private static final int NFTA_SET_DATA_TYPE = 6;
  private static final int NFTA_SET_DATA_LEN = 7;
  private static final int NFTA_SET_POLICY = 8;
  private static final int NFTA_SET_DESC = 9;
  private static final int NFTA_SET_ID = 10;
  private static final int NFTA_SET_TIMEOUT = 11;
  private static final int NFTA_SET_GC_INTERVAL = 12;
  private static final int NFTA_SET_USERDATA = 13;
  private static final int NFTA_SET_OBJ_TYPE = 15;
  private static final int NFTA_SET_HANDLE = 16;
  private static final int NFTA_SET_EXPR = 17;
  private static final int NFTA_SET_EXPRESSIONS = 18;
  private static final int NFTA_SET_COUNT = 20;

  private static final int NFTA_SET_DESC_SIZE = 1;
  private static final int NFTA_SET_DESC_CONCAT = 2;
  private static final int NFTA_LIST_ELEM = 1;
  private static final int NFTA_SET_FIELD_LEN = 1;

  private SetCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewSet set) {
    out.string(NFTA_SET_TABLE, set.table()).string(NFTA_SET_NAME, set.name());
    out.be64Unless0(NFTA_SET_HANDLE, set.handle());
    out.be32(NFTA_SET_FLAGS, set.flags());
    out.be32(NFTA_SET_KEY_TYPE, set.keyType()).be32(NFTA_SET_KEY_LEN, set.keyLength());
    if ((set.flags() & NewSet.MAP) != 0) {
      out.be32(NFTA_SET_DATA_TYPE, set.dataType()).be32(NFTA_SET_DATA_LEN, set.dataLength());
    }
    out.be32Unless0(NFTA_SET_OBJ_TYPE, set.objectType().number());
    out.be32Unless0(NFTA_SET_ID, set.id());
    out.be32Unless0(NFTA_SET_POLICY, set.policy());
    description(out, set);
    out.be64Unless0(NFTA_SET_TIMEOUT, set.timeout());
    out.be32Unless0(NFTA_SET_GC_INTERVAL, set.gcInterval());
    out.be32Unless0(NFTA_SET_COUNT, set.count());
    out.bytesUnlessEmpty(NFTA_SET_USERDATA, set.userData());
    ExprEncoder.oneOrMore(out, NFTA_SET_EXPR, NFTA_SET_EXPRESSIONS, set.exprs());
    return out;
  }

  /** The kernel refuses lengths of fields for sets whose fields it does not look at one by one. */
  private static void description(AttributeEncoder out, NewSet set) {
    boolean fields = (set.flags() & NewSet.CONCAT) != 0;
    if (set.size() == 0 && !fields) {
      return;
    }
    AttributeEncoder.Mark mark = out.nest(NFTA_SET_DESC);
    out.be32Unless0(NFTA_SET_DESC_SIZE, set.size());
    if (fields) {
      AttributeEncoder.Mark concat = out.nest(NFTA_SET_DESC_CONCAT);
      for (int length : set.fieldLengths()) {
        AttributeEncoder.Mark field = out.nest(NFTA_LIST_ELEM);
        out.be32(NFTA_SET_FIELD_LEN, length);
        out.end(field);
      }
      out.end(concat);
    }
    out.end(mark);
  }

  static AttributeEncoder encode(AttributeEncoder out, DelSet set) {
    out.string(NFTA_SET_TABLE, set.table()).stringIf(NFTA_SET_NAME, set.name());
    return out.be64Unless0(NFTA_SET_HANDLE, set.handle());
  }

  static AttributeEncoder encode(AttributeEncoder out, GetSets get) {
    return out.stringIf(NFTA_SET_TABLE, get.table());
  }

  static NewSet decode(Family family, int mode, AttributeDecoder in) {
    String table = "";
    String name = "";
    int id = 0;
    long handle = 0;
    int flags = 0;
    int keyType = 0;
    int keyLength = 0;
    int dataType = 0;
    int dataLength = 0;
    ObjectType objectType = ObjectType.UNSPEC;
    int policy = 0;
    Description description = new Description(0, List.of());
    long timeout = 0;
    int gcInterval = 0;
    List<Expr> exprs = List.of();
    Bytes userData = Bytes.EMPTY;
    int count = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_TABLE -> table = in.string();
        case NFTA_SET_NAME -> name = in.string();
        case NFTA_SET_ID -> id = in.be32();
        case NFTA_SET_HANDLE -> handle = in.be64();
        case NFTA_SET_FLAGS -> flags = in.be32();
        case NFTA_SET_KEY_TYPE -> keyType = in.be32();
        case NFTA_SET_KEY_LEN -> keyLength = in.be32();
        case NFTA_SET_DATA_TYPE -> dataType = in.be32();
        case NFTA_SET_DATA_LEN -> dataLength = in.be32();
        case NFTA_SET_OBJ_TYPE -> objectType = ObjectType.of(in.be32());
        case NFTA_SET_POLICY -> policy = in.be32();
        case NFTA_SET_DESC -> description = description(in.nested());
        case NFTA_SET_TIMEOUT -> timeout = in.be64();
        case NFTA_SET_GC_INTERVAL -> gcInterval = in.be32();
        case NFTA_SET_USERDATA -> userData = in.bytes();
        case NFTA_SET_EXPR -> exprs = List.of(ExprDecoder.one(in.nested()));
        case NFTA_SET_EXPRESSIONS -> exprs = ExprDecoder.list(in.nested());
        case NFTA_SET_COUNT -> count = in.be32();
        default -> {}
      }
    }
    return new NewSet(
        family,
        table,
        name,
        id,
        handle,
        flags,
        keyType,
        keyLength,
        dataType,
        dataLength,
        objectType,
        description.size,
        policy,
        description.fields,
        timeout,
        gcInterval,
        exprs,
        userData,
        Codec.mode(mode),
        count);
  }

  private record Description(int size, List<Integer> fields) {}

  private static Description description(AttributeDecoder in) {
    int size = 0;
    List<Integer> fields = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_DESC_SIZE -> size = in.be32();
        case NFTA_SET_DESC_CONCAT -> {
          for (AttributeDecoder all = in.nested(); all.next(); ) {
            for (AttributeDecoder field = all.nested(); field.next(); ) {
              fields.add(field.be32());
            }
          }
        }
        default -> {}
      }
    }
    return new Description(size, fields);
  }

  static DelSet decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String table = "";
    String name = null;
    long handle = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_TABLE -> table = in.string();
        case NFTA_SET_NAME -> name = in.string();
        case NFTA_SET_HANDLE -> handle = in.be64();
        default -> {}
      }
    }
    return new DelSet(family, table, name, handle, destroy);
  }
}
