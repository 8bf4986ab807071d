package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Counters;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewConntrack.Sequence;
import dev.dejima.kernel.conntrack.NewConntrack.Synproxy;
import dev.dejima.kernel.conntrack.NewConntrack.Times;
import dev.dejima.kernel.conntrack.NewConntrack.Translation;
import dev.dejima.kernel.conntrack.ProtocolState;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** Tracked connections ({@code CTA_*}). */
final class FlowCodec {
  private static final int CTA_TUPLE_ORIG = 1;
  private static final int CTA_TUPLE_REPLY = 2;
  private static final int CTA_STATUS = 3;
  private static final int CTA_PROTOINFO = 4;
  private static final int CTA_HELP = 5;
  private static final int CTA_NAT_SRC = 6;
  private static final int CTA_TIMEOUT = 7;
  private static final int CTA_MARK = 8;
  private static final int CTA_COUNTERS_ORIG = 9;
  private static final int CTA_COUNTERS_REPLY = 10;
  private static final int CTA_USE = 11;
  private static final int CTA_ID = 12;
  private static final int CTA_NAT_DST = 13;
  private static final int CTA_TUPLE_MASTER = 14;
  private static final int CTA_SEQ_ADJ_ORIG = 15;
  private static final int CTA_SEQ_ADJ_REPLY = 16;
  private static final int CTA_SECMARK = 17;
  private static final int CTA_ZONE = 18;
  private static final int CTA_SECCTX = 19;
  private static final int CTA_TIMESTAMP = 20;
  private static final int CTA_LABELS = 22;
  private static final int CTA_SYNPROXY = 24;

  private static final int CTA_HELP_NAME = 1;
  private static final int CTA_SECCTX_NAME = 1;
  private static final int CTA_COUNTERS_PACKETS = 1;
  private static final int CTA_COUNTERS_BYTES = 2;
  private static final int CTA_NAT_V4_MINIP = 1;
  private static final int CTA_NAT_V4_MAXIP = 2;
  private static final int CTA_NAT_PROTO = 3;
  private static final int CTA_NAT_V6_MINIP = 4;
  private static final int CTA_NAT_V6_MAXIP = 5;
  private static final int CTA_PROTONAT_PORT_MIN = 1;
  private static final int CTA_PROTONAT_PORT_MAX = 2;
  private static final int NFNETLINK_V1 = 1;

  private FlowCodec() {}

  /** Names one connection by one of its tuples. */
  static AttributeEncoder encode(ConntrackTuple tuple, boolean reply) {
    AttributeEncoder out = Nfnetlink.payload(TupleCodec.family(tuple), 0);
    TupleCodec.encode(out, reply ? CTA_TUPLE_REPLY : CTA_TUPLE_ORIG, tuple);
    zone(out, tuple.zone());
    return out;
  }

  private static void zone(AttributeEncoder out, int zone) {
    if (zone != 0) {
      out.be16(CTA_ZONE, zone);
    }
  }

  static AttributeEncoder encode(DelConntrack delete) {
    ConntrackTuple original = delete.original();
    ConntrackTuple reply = delete.reply();
    if (original != null) {
      return tuples(original, reply).be32If(CTA_ID, delete.id());
    }
    if (reply != null) {
      return encode(reply, true).be32If(CTA_ID, delete.id());
    }
    // Only a message of this version forgets those of one family alone.
    int version = delete.version() == 0 ? 0 : NFNETLINK_V1;
    return new AttributeEncoder().raw8(RouteCodec.family(delete.version())).raw8(version).raw16(0);
  }

  private static AttributeEncoder tuples(ConntrackTuple original, @Nullable ConntrackTuple reply) {
    AttributeEncoder out = Nfnetlink.payload(TupleCodec.family(original), 0);
    boolean one = reply == null || reply.zone() == original.zone();
    TupleCodec.encode(out, CTA_TUPLE_ORIG, original, one ? 0 : original.zone());
    if (reply != null) {
      TupleCodec.encode(out, CTA_TUPLE_REPLY, reply, one ? 0 : reply.zone());
    }
    zone(out, one ? original.zone() : 0);
    return out;
  }

  static AttributeEncoder encode(NewConntrack entry) {
    AttributeEncoder out = tuples(entry.original(), entry.reply());
    Long timeout = entry.timeout();
    out.be32If(CTA_STATUS, entry.status());
    if (timeout != null) {
      out.be32(CTA_TIMEOUT, (int) (long) timeout);
    }
    out.be32If(CTA_MARK, entry.mark());
    ProtocolCodec.encode(out, CTA_PROTOINFO, entry.protocol());
    counters(out, CTA_COUNTERS_ORIG, entry.originalCounters());
    counters(out, CTA_COUNTERS_REPLY, entry.replyCounters());
    out.be32If(CTA_USE, entry.use()).be32If(CTA_ID, entry.id());
    details(out, entry.details());
    return out;
  }

  private static void details(AttributeEncoder out, NewConntrack.Details details) {
    if (details.helper() != null) {
      AttributeEncoder.Mark mark = out.nest(CTA_HELP);
      out.string(CTA_HELP_NAME, details.helper()).end(mark);
    }
    out.bytesUnlessEmpty(CTA_LABELS, details.labels());
    if (details.master() != null) {
      TupleCodec.encode(out, CTA_TUPLE_MASTER, details.master());
    }
    sequence(out, CTA_SEQ_ADJ_ORIG, details.originalSequence());
    sequence(out, CTA_SEQ_ADJ_REPLY, details.replySequence());
    out.be32If(CTA_SECMARK, details.secmark());
    Times times = details.times();
    if (times != null) {
      AttributeEncoder.Mark mark = out.nest(CTA_TIMESTAMP);
      out.be64(1, times.start()).be64Unless0(2, times.stop()).end(mark);
    }
    Synproxy synproxy = details.synproxy();
    if (synproxy != null) {
      AttributeEncoder.Mark mark = out.nest(CTA_SYNPROXY);
      out.be32(1, synproxy.initial()).be32(2, synproxy.sent()).be32(3, synproxy.timestampOffset());
      out.end(mark);
    }
    Translation translation = details.translation();
    if (translation != null) {
      target(out, CTA_NAT_SRC, translation.source());
      target(out, CTA_NAT_DST, translation.destination());
    }
  }

  private static void target(AttributeEncoder out, int type, Translation.@Nullable Target target) {
    if (target == null) {
      return;
    }
    boolean v4 = target.address() instanceof Ipv4Address;
    AttributeEncoder.Mark mark = out.nest(type);
    out.bytes(v4 ? CTA_NAT_V4_MINIP : CTA_NAT_V6_MINIP, target.address().toBytes());
    out.bytes(v4 ? CTA_NAT_V4_MAXIP : CTA_NAT_V6_MAXIP, target.address().toBytes());
    if (target.port() != 0) {
      AttributeEncoder.Mark port = out.nest(CTA_NAT_PROTO);
      out.be16(CTA_PROTONAT_PORT_MIN, target.port());
      out.be16(CTA_PROTONAT_PORT_MAX, target.port()).end(port);
    }
    out.end(mark);
  }

  private static void sequence(AttributeEncoder out, int type, @Nullable Sequence sequence) {
    if (sequence != null) {
      AttributeEncoder.Mark mark = out.nest(type);
      out.be32(1, sequence.position()).be32(2, sequence.before()).be32(3, sequence.after());
      out.end(mark);
    }
  }

  private static void counters(AttributeEncoder out, int type, @Nullable Counters counters) {
    if (counters != null) {
      AttributeEncoder.Mark mark = out.nest(type);
      out.be64(CTA_COUNTERS_PACKETS, counters.packets());
      out.be64(CTA_COUNTERS_BYTES, counters.bytes()).end(mark);
    }
  }

  static NewConntrack decode(AttributeDecoder in, Mode mode) throws MalformedException {
    return new Reading(in).read(mode);
  }

  /** A message as it is read. */
  private static final class Reading {
    private final AttributeDecoder in;
    private @Nullable ConntrackTuple original;
    private @Nullable ConntrackTuple reply;
    private @Nullable Integer id;
    private @Nullable Integer status;
    private @Nullable Long timeout;
    private @Nullable ProtocolState protocol;
    private @Nullable Integer mark;
    private @Nullable Integer use;
    private @Nullable Counters originalCounters;
    private @Nullable Counters replyCounters;
    private @Nullable String helper;
    private Bytes labels = Bytes.EMPTY;
    private @Nullable Times times;
    private @Nullable ConntrackTuple master;
    private @Nullable Sequence originalSequence;
    private @Nullable Sequence replySequence;
    private @Nullable Integer secmark;
    private @Nullable String context;
    private @Nullable Synproxy synproxy;
    private int zone;

    Reading(AttributeDecoder in) {
      this.in = in;
    }

    NewConntrack read(Mode mode) throws MalformedException {
      while (in.next()) {
        attribute();
      }
      in.check();
      return new NewConntrack(
          present(original),
          present(reply),
          id,
          status,
          timeout,
          protocol,
          mark,
          originalCounters,
          replyCounters,
          use,
          new NewConntrack.Details(
              helper,
              labels,
              times,
              master,
              originalSequence,
              replySequence,
              secmark,
              context,
              synproxy,
              null),
          mode);
    }

    private void attribute() throws MalformedException {
      switch (in.type()) {
        case CTA_TUPLE_ORIG -> original = TupleCodec.decode(in.nested());
        case CTA_TUPLE_REPLY -> reply = TupleCodec.decode(in.nested());
        case CTA_ID -> id = in.be32();
        case CTA_STATUS -> status = in.be32();
        case CTA_TIMEOUT -> timeout = Integer.toUnsignedLong(in.be32());
        case CTA_PROTOINFO -> protocol = ProtocolCodec.decode(in.nested());
        case CTA_MARK -> mark = in.be32();
        case CTA_USE -> use = in.be32();
        case CTA_ZONE -> zone = in.be16();
        case CTA_COUNTERS_ORIG -> originalCounters = counters(in.nested());
        case CTA_COUNTERS_REPLY -> replyCounters = counters(in.nested());
        case CTA_HELP -> helper = name(in.nested(), CTA_HELP_NAME);
        case CTA_LABELS -> labels = in.bytes();
        case CTA_TIMESTAMP -> {
          long[] two = longs(in.nested());
          times = new Times(two[0], two[1]);
        }
        case CTA_TUPLE_MASTER -> master = TupleCodec.decode(in.nested());
        case CTA_SEQ_ADJ_ORIG -> originalSequence = sequence(in.nested());
        case CTA_SEQ_ADJ_REPLY -> replySequence = sequence(in.nested());
        case CTA_SECMARK -> secmark = in.be32();
        case CTA_SECCTX -> context = name(in.nested(), CTA_SECCTX_NAME);
        case CTA_SYNPROXY -> {
          int[] three = ints(in.nested());
          synproxy = new Synproxy(three[0], three[1], three[2]);
        }
        default -> {}
      }
    }

    private ConntrackTuple present(@Nullable ConntrackTuple tuple) throws MalformedException {
      if (tuple == null) {
        throw new MalformedException("a connection without a tuple");
      }
      return zone == 0 ? tuple : TupleCodec.inZone(tuple, zone);
    }

    private static @Nullable String name(AttributeDecoder in, int type) {
      String name = null;
      while (in.next()) {
        if (in.type() == type) {
          name = in.string();
        }
      }
      return name;
    }

    /** Attributes 1 and 2. */
    private static long[] longs(AttributeDecoder in) {
      long[] values = new long[2];
      while (in.next()) {
        if (in.type() >= 1 && in.type() <= 2) {
          values[in.type() - 1] = in.be64();
        }
      }
      return values;
    }

    /** Attributes 1 to 3. */
    private static int[] ints(AttributeDecoder in) {
      int[] values = new int[3];
      while (in.next()) {
        if (in.type() >= 1 && in.type() <= 3) {
          values[in.type() - 1] = in.be32();
        }
      }
      return values;
    }

    private static Sequence sequence(AttributeDecoder in) {
      int[] three = ints(in);
      return new Sequence(three[0], three[1], three[2]);
    }

    private static Counters counters(AttributeDecoder in) {
      long[] two = longs(in);
      return new Counters(two[0], two[1]);
    }
  }
}
