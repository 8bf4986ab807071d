package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelExpectation;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewExpectation;
import org.jspecify.annotations.Nullable;

/** Expected connections ({@code CTA_EXPECT_*}). */
final class ExpectationCodec {
  private static final int CTA_EXPECT_MASTER = 1;
  private static final int CTA_EXPECT_TUPLE = 2;
  private static final int CTA_EXPECT_MASK = 3;
  private static final int CTA_EXPECT_TIMEOUT = 4;
  private static final int CTA_EXPECT_ID = 5;
  private static final int CTA_EXPECT_HELP_NAME = 6;
  private static final int CTA_EXPECT_ZONE = 7;
  private static final int CTA_EXPECT_FLAGS = 8;
  private static final int CTA_EXPECT_CLASS = 9;
  private static final int CTA_EXPECT_NAT = 10;
  private static final int CTA_EXPECT_FN = 11;
  private static final int CTA_EXPECT_NAT_DIR = 1;
  private static final int CTA_EXPECT_NAT_TUPLE = 2;

  private ExpectationCodec() {}

  static AttributeEncoder encode(DelExpectation delete) {
    ConntrackTuple tuple = delete.tuple();
    if (tuple == null) {
      return Nfnetlink.payload(0, 0);
    }
    AttributeEncoder out = Nfnetlink.payload(TupleCodec.family(tuple), 0);
    TupleCodec.encode(out, CTA_EXPECT_TUPLE, tuple);
    zone(out, tuple.zone());
    return out;
  }

  private static void zone(AttributeEncoder out, int zone) {
    if (zone != 0) {
      out.be16(CTA_EXPECT_ZONE, zone);
    }
  }

  static AttributeEncoder encode(NewExpectation entry) {
    AttributeEncoder out = Nfnetlink.payload(TupleCodec.family(entry.tuple()), 0);
    TupleCodec.encode(out, CTA_EXPECT_MASTER, entry.master());
    TupleCodec.encode(out, CTA_EXPECT_TUPLE, entry.tuple());
    TupleCodec.encode(out, CTA_EXPECT_MASK, entry.mask());
    Long timeout = entry.timeout();
    if (timeout != null) {
      out.be32(CTA_EXPECT_TIMEOUT, (int) (long) timeout);
    }
    out.be32If(CTA_EXPECT_ID, entry.id()).stringIf(CTA_EXPECT_HELP_NAME, entry.helper());
    zone(out, entry.zone());
    out.be32Unless0(CTA_EXPECT_FLAGS, entry.flags()).be32Unless0(CTA_EXPECT_CLASS, entry.group());
    NewExpectation.Translation translation = entry.translation();
    if (translation != null) {
      AttributeEncoder.Mark mark = out.nest(CTA_EXPECT_NAT);
      out.be32(CTA_EXPECT_NAT_DIR, translation.direction());
      TupleCodec.encode(out, CTA_EXPECT_NAT_TUPLE, translation.tuple());
      out.end(mark);
    }
    return out.stringIf(CTA_EXPECT_FN, entry.function());
  }

  static NewExpectation decode(AttributeDecoder in, Mode mode) throws MalformedException {
    ConntrackTuple tuple = null;
    ConntrackTuple mask = null;
    ConntrackTuple master = null;
    Long timeout = null;
    Integer id = null;
    String helper = null;
    int zone = 0;
    int flags = 0;
    int group = 0;
    String function = null;
    NewExpectation.Translation translation = null;
    while (in.next()) {
      switch (in.type()) {
        case CTA_EXPECT_MASTER -> master = TupleCodec.decode(in.nested());
        case CTA_EXPECT_TUPLE -> tuple = TupleCodec.decode(in.nested());
        case CTA_EXPECT_MASK -> mask = TupleCodec.decode(in.nested());
        case CTA_EXPECT_TIMEOUT -> timeout = Integer.toUnsignedLong(in.be32());
        case CTA_EXPECT_ID -> id = in.be32();
        case CTA_EXPECT_HELP_NAME -> helper = in.string();
        case CTA_EXPECT_ZONE -> zone = in.be16();
        case CTA_EXPECT_FLAGS -> flags = in.be32();
        case CTA_EXPECT_CLASS -> group = in.be32();
        case CTA_EXPECT_FN -> function = in.string();
        case CTA_EXPECT_NAT -> translation = translation(in.nested());
        default -> {}
      }
    }
    in.check();
    if (tuple == null || mask == null || master == null) {
      throw new MalformedException("an expectation without a tuple");
    }
    return new NewExpectation(
        tuple, mask, master, timeout, id, helper, zone, flags, group, function, translation, mode);
  }

  private static NewExpectation.@Nullable Translation translation(AttributeDecoder in)
      throws MalformedException {
    int direction = 0;
    ConntrackTuple tuple = null;
    while (in.next()) {
      switch (in.type()) {
        case CTA_EXPECT_NAT_DIR -> direction = in.be32();
        case CTA_EXPECT_NAT_TUPLE -> tuple = TupleCodec.decode(in.nested());
        default -> {}
      }
    }
    return tuple == null ? null : new NewExpectation.Translation(direction, tuple);
  }
}
