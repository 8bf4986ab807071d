package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Data;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The elements of sets ({@code NFTA_SET_ELEM_*}). All are in one attribute, which holds less than
 * 64 KiB, so that a long list goes in several messages.
 */
final class ElementCodec {
  private static final int NFTA_SET_ELEM_LIST_TABLE = 1;
  private static final int NFTA_SET_ELEM_LIST_SET = 2;
  private static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
  private static final int NFTA_SET_ELEM_LIST_SET_ID = 4;
  private static final int NFTA_LIST_ELEM = 1;

  private static final int NFTA_SET_ELEM_KEY = 1;
  private static final int NFTA_SET_ELEM_DATA = 2;
  private static final int NFTA_SET_ELEM_FLAGS = 3;
  private static final int NFTA_SET_ELEM_TIMEOUT = 4;
  private static final int NFTA_SET_ELEM_EXPIRATION = 5;
  private static final int NFTA_SET_ELEM_USERDATA = 6;
  private static final int NFTA_SET_ELEM_EXPR = 7;
  private static final int NFTA_SET_ELEM_OBJREF = 9;
  private static final int NFTA_SET_ELEM_KEY_END = 10;
  private static final int NFTA_SET_ELEM_EXPRESSIONS = 11;

  /** Room for the largest element stays below the 64 KiB that an attribute holds. */
  private static final int FULL = 60_000;

  private ElementCodec() {}

  static List<AttributeEncoder> encode(NewSetElements message) {
    return encode(
        message.family(), message.table(), message.set(), message.setId(), message.elements());
  }

  static List<AttributeEncoder> encode(DelSetElements message) {
    if (message.elements().isEmpty()) {
      return List.of(header(message.family(), message.table(), message.set(), message.setId()));
    }
    return encode(
        message.family(), message.table(), message.set(), message.setId(), message.elements());
  }

  static AttributeEncoder encode(AttributeEncoder out, GetSetElements get) {
    out.string(NFTA_SET_ELEM_LIST_TABLE, get.table()).string(NFTA_SET_ELEM_LIST_SET, get.set());
    if (!get.elements().isEmpty()) {
      AttributeEncoder.Mark list = out.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
      get.elements().forEach(element -> element(out, element));
      out.end(list);
    }
    return out;
  }

  private static AttributeEncoder header(Family family, String table, String set, int setId) {
    AttributeEncoder out = Nfnetlink.payload(family.number(), 0);
    out.string(NFTA_SET_ELEM_LIST_TABLE, table).string(NFTA_SET_ELEM_LIST_SET, set);
    return out.be32Unless0(NFTA_SET_ELEM_LIST_SET_ID, setId);
  }

  private static List<AttributeEncoder> encode(
      Family family, String table, String set, int setId, List<SetElement> elements) {
    List<AttributeEncoder> payloads = new ArrayList<>();
    int done = 0;
    do {
      AttributeEncoder out = header(family, table, set, setId);
      AttributeEncoder.Mark list = out.nest(NFTA_SET_ELEM_LIST_ELEMENTS);
      while (done < elements.size() && out.size() - list.position() < FULL) {
        element(out, elements.get(done++));
      }
      out.end(list);
      payloads.add(out);
    } while (done < elements.size());
    return payloads;
  }

  private static void element(AttributeEncoder out, SetElement element) {
    AttributeEncoder.Mark mark = out.nest(NFTA_LIST_ELEM);
    out.be32Unless0(NFTA_SET_ELEM_FLAGS, element.flags());
    out.be64Unless0(NFTA_SET_ELEM_TIMEOUT, element.timeout());
    out.be64Unless0(NFTA_SET_ELEM_EXPIRATION, element.expiration());
    if ((element.flags() & SetElement.CATCH_ALL) == 0) {
      DataCodec.value(out, NFTA_SET_ELEM_KEY, element.key());
    }
    Bytes end = element.keyEnd();
    if (end != null) {
      DataCodec.value(out, NFTA_SET_ELEM_KEY_END, end);
    }
    Data data = element.data();
    if (data != null) {
      boolean object = data instanceof ObjectName;
      DataCodec.encode(out, object ? NFTA_SET_ELEM_OBJREF : NFTA_SET_ELEM_DATA, data);
    }
    out.bytesUnlessEmpty(NFTA_SET_ELEM_USERDATA, element.userData());
    ExprEncoder.oneOrMore(out, NFTA_SET_ELEM_EXPR, NFTA_SET_ELEM_EXPRESSIONS, element.exprs());
    out.end(mark);
  }

  /** What a message about elements says before it is known what it does with them. */
  private record Body(String table, String set, int setId, List<SetElement> elements) {}

  static NewSetElements decode(Family family, int mode, AttributeDecoder in) {
    Body body = body(in);
    return new NewSetElements(
        family, body.table, body.set, body.setId, body.elements, Codec.mode(mode));
  }

  static DelSetElements decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    Body body = body(in);
    return new DelSetElements(family, body.table, body.set, body.setId, body.elements, destroy);
  }

  private static Body body(AttributeDecoder in) {
    String table = "";
    String set = "";
    int setId = 0;
    List<SetElement> elements = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_ELEM_LIST_TABLE -> table = in.string();
        case NFTA_SET_ELEM_LIST_SET -> set = in.string();
        case NFTA_SET_ELEM_LIST_SET_ID -> setId = in.be32();
        case NFTA_SET_ELEM_LIST_ELEMENTS -> {
          for (AttributeDecoder all = in.nested(); all.next(); ) {
            elements.add(element(all.nested()));
          }
        }
        default -> {}
      }
    }
    return new Body(table, set, setId, elements);
  }

  private static SetElement element(AttributeDecoder in) {
    Bytes key = Bytes.EMPTY;
    Bytes keyEnd = null;
    Data data = null;
    int flags = 0;
    long timeout = 0;
    long expiration = 0;
    List<Expr> exprs = List.of();
    Bytes userData = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_SET_ELEM_KEY -> key = DataCodec.value(in.nested());
        case NFTA_SET_ELEM_KEY_END -> keyEnd = DataCodec.value(in.nested());
        case NFTA_SET_ELEM_DATA -> data = DataCodec.decode(in.nested());
        case NFTA_SET_ELEM_OBJREF -> data = new ObjectName(in.string());
        case NFTA_SET_ELEM_FLAGS -> flags = in.be32();
        case NFTA_SET_ELEM_TIMEOUT -> timeout = in.be64();
        case NFTA_SET_ELEM_EXPIRATION -> expiration = in.be64();
        case NFTA_SET_ELEM_USERDATA -> userData = in.bytes();
        case NFTA_SET_ELEM_EXPR -> exprs = List.of(ExprDecoder.one(in.nested()));
        case NFTA_SET_ELEM_EXPRESSIONS -> exprs = ExprDecoder.list(in.nested());
        default -> {}
      }
    }
    return new SetElement(key, keyEnd, data, flags, timeout, expiration, exprs, userData);
  }
}
