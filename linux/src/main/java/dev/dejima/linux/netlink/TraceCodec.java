package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;

/** What a traced packet met ({@code NFTA_TRACE_*}). */
final class TraceCodec {
  private static final int NFTA_TRACE_TABLE = 1;
  private static final int NFTA_TRACE_CHAIN = 2;
  private static final int NFTA_TRACE_RULE_HANDLE = 3;
  private static final int NFTA_TRACE_TYPE = 4;
  private static final int NFTA_TRACE_VERDICT = 5;
  private static final int NFTA_TRACE_ID = 6;
  private static final int NFTA_TRACE_LL_HEADER = 7;
  private static final int NFTA_TRACE_NETWORK_HEADER = 8;
  private static final int NFTA_TRACE_TRANSPORT_HEADER = 9;
  private static final int NFTA_TRACE_IIF = 10;
  private static final int NFTA_TRACE_IIFTYPE = 11;
  private static final int NFTA_TRACE_OIF = 12;
  private static final int NFTA_TRACE_MARK = 14;
  private static final int NFTA_TRACE_NFPROTO = 15;
  private static final int NFTA_TRACE_POLICY = 16;
  private static final int NFTA_TRACE_CT_ID = 18;
  private static final int NFTA_TRACE_CT_DIRECTION = 19;
  private static final int NFTA_TRACE_CT_STATUS = 20;
  private static final int NFTA_TRACE_CT_STATE = 21;

  private TraceCodec() {}

  static TraceEvent decode(Family family, AttributeDecoder in) {
    String table = "";
    String chain = "";
    int id = 0;
    int type = 0;
    long handle = 0;
    Verdict verdict = null;
    Verdict policy = null;
    int mark = 0;
    int nfproto = family.number();
    int iif = 0;
    int iifType = 0;
    int oif = 0;
    int ctId = 0;
    int ctDirection = -1;
    int ctStatus = 0;
    int ctState = 0;
    Bytes link = Bytes.EMPTY;
    Bytes network = Bytes.EMPTY;
    Bytes transport = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_TRACE_TABLE -> table = in.string();
        case NFTA_TRACE_CHAIN -> chain = in.string();
        case NFTA_TRACE_RULE_HANDLE -> handle = in.be64();
        case NFTA_TRACE_TYPE -> type = in.be32();
        case NFTA_TRACE_VERDICT -> verdict = DataCodec.verdict(in.nested());
        case NFTA_TRACE_ID -> id = in.be32();
        case NFTA_TRACE_LL_HEADER -> link = in.bytes();
        case NFTA_TRACE_NETWORK_HEADER -> network = in.bytes();
        case NFTA_TRACE_TRANSPORT_HEADER -> transport = in.bytes();
        case NFTA_TRACE_IIF -> iif = in.be32();
        case NFTA_TRACE_IIFTYPE -> iifType = in.be16();
        case NFTA_TRACE_OIF -> oif = in.be32();
        case NFTA_TRACE_MARK -> mark = in.be32();
        case NFTA_TRACE_NFPROTO -> nfproto = in.be32();
        case NFTA_TRACE_POLICY -> policy = DataCodec.verdict(in.be32(), null);
        case NFTA_TRACE_CT_ID -> ctId = in.be32();
        case NFTA_TRACE_CT_DIRECTION -> ctDirection = in.u8();
        case NFTA_TRACE_CT_STATUS -> ctStatus = in.be32();
        case NFTA_TRACE_CT_STATE -> ctState = in.be32();
        default -> {}
      }
    }
    TraceEvent.Connection connection =
        ctDirection < 0 ? null : new TraceEvent.Connection(ctId, ctDirection, ctStatus);
    return new TraceEvent(
        family,
        table,
        chain,
        id,
        TraceEvent.Type.values()[type],
        handle,
        verdict,
        policy,
        mark,
        Family.of(nfproto),
        iif,
        iifType,
        oif,
        ctState == 0 ? null : new TraceEvent.Tracked(ctState, connection),
        link,
        network,
        transport);
  }
}
