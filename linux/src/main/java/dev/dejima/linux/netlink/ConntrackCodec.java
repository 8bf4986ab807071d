package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.conntrack.ConntrackCount;
import dev.dejima.kernel.conntrack.ConntrackMessage;
import dev.dejima.kernel.conntrack.ConntrackStatistics;
import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.DelConntrack;
import dev.dejima.kernel.conntrack.DelExpectation;
import dev.dejima.kernel.conntrack.ExpectationStatistics;
import dev.dejima.kernel.conntrack.GetConntracks;
import dev.dejima.kernel.conntrack.GetExpectations;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewExpectation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tracked connections and expectations ({@code linux/netfilter/nfnetlink_conntrack.h}): which
 * message is which record.
 */
public final class ConntrackCodec implements Codec<ConntrackMessage> {
  private static final int IPCTNL_MSG_CT_NEW = 0;
  private static final int IPCTNL_MSG_CT_GET = 1;
  private static final int IPCTNL_MSG_CT_DELETE = 2;
  private static final int IPCTNL_MSG_CT_GET_CTRZERO = 3;
  private static final int IPCTNL_MSG_CT_GET_STATS_CPU = 4;
  private static final int IPCTNL_MSG_CT_GET_STATS = 5;
  private static final int IPCTNL_MSG_CT_GET_DYING = 6;
  private static final int IPCTNL_MSG_CT_GET_UNCONFIRMED = 7;

  private static final int IPCTNL_MSG_EXP_NEW = 0;
  private static final int IPCTNL_MSG_EXP_GET = 1;
  private static final int IPCTNL_MSG_EXP_DELETE = 2;
  private static final int IPCTNL_MSG_EXP_GET_STATS_CPU = 3;

  private static final int NLM_F_MULTI = 0x2;
  private static final int NLM_F_EXCL = 0x200;
  private static final int NLM_F_CREATE = 0x400;

  @Override
  public int protocol() {
    return Nfnetlink.NETLINK_NETFILTER;
  }

  @Override
  public List<NetlinkMessage> encode(ConntrackMessage message) throws KernelException {
    return List.of(
        switch (message) {
          case GetConntracks get -> encode(get);
          case NewConntrack entry ->
              flow(IPCTNL_MSG_CT_NEW, flags(entry.mode()), FlowCodec.encode(entry));
          case DelConntrack delete -> flow(IPCTNL_MSG_CT_DELETE, 0, FlowCodec.encode(delete));
          case GetExpectations get -> encode(get);
          case NewExpectation entry ->
              expectation(IPCTNL_MSG_EXP_NEW, flags(entry.mode()), ExpectationCodec.encode(entry));
          case DelExpectation delete ->
              expectation(IPCTNL_MSG_EXP_DELETE, 0, ExpectationCodec.encode(delete));
          case ConntrackStatistics _, ConntrackCount _, ExpectationStatistics _ ->
              throw new KernelException(Errno.EOPNOTSUPP);
        });
  }

  private static int flags(Mode mode) {
    return mode == Mode.CREATE ? NLM_F_CREATE | NLM_F_EXCL : 0;
  }

  private static NetlinkMessage encode(GetConntracks get) {
    int type =
        switch (get.what()) {
          case CONFIRMED -> IPCTNL_MSG_CT_GET;
          case CONFIRMED_ZEROED -> IPCTNL_MSG_CT_GET_CTRZERO;
          case DYING -> IPCTNL_MSG_CT_GET_DYING;
          case UNCONFIRMED -> IPCTNL_MSG_CT_GET_UNCONFIRMED;
          case STATISTICS -> IPCTNL_MSG_CT_GET_STATS_CPU;
          case COUNT -> IPCTNL_MSG_CT_GET_STATS;
        };
    ConntrackTuple tuple = get.tuple();
    return flow(
        type,
        0,
        tuple == null
            ? Nfnetlink.payload(RouteCodec.family(get.version()), 0)
            : FlowCodec.encode(tuple, get.reply()));
  }

  private static NetlinkMessage encode(GetExpectations get) {
    ConntrackTuple tuple = get.tuple();
    return expectation(
        get.statistics() ? IPCTNL_MSG_EXP_GET_STATS_CPU : IPCTNL_MSG_EXP_GET,
        0,
        tuple == null
            ? Nfnetlink.payload(RouteCodec.family(get.version()), 0)
            : ExpectationCodec.encode(new DelExpectation(tuple, null)));
  }

  private static NetlinkMessage flow(int type, int flags, AttributeEncoder payload) {
    return Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_CTNETLINK, type, flags, payload);
  }

  private static NetlinkMessage expectation(int type, int flags, AttributeEncoder payload) {
    return Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_CTNETLINK_EXP, type, flags, payload);
  }

  /** One connection is asked for by its tuple, and how many there are is one number. */
  @Override
  public boolean isDump(ConntrackMessage message) {
    return switch (message) {
      case GetConntracks get -> get.tuple() == null && get.what() != GetConntracks.What.COUNT;
      case GetExpectations get -> get.tuple() == null;
      default -> true;
    };
  }

  @Override
  public @Nullable ConntrackMessage decode(NetlinkMessage message) throws MalformedException {
    AttributeDecoder in = AttributeDecoder.of(message.payload(), Nfnetlink.NFGENMSG);
    in.check();
    boolean empty = message.payload().length == Nfnetlink.NFGENMSG;
    return switch (message.type() >>> 8) {
      case Nfnetlink.NFNL_SUBSYS_CTNETLINK ->
          switch (message.type() & 0xff) {
            case IPCTNL_MSG_CT_NEW -> FlowCodec.decode(in, mode(message.flags()));
            case IPCTNL_MSG_CT_DELETE ->
                empty ? new DelConntrack(null) : deleted(FlowCodec.decode(in, Mode.LISTED));
            case IPCTNL_MSG_CT_GET_STATS_CPU -> StatisticsCodec.decodeFlows(in, cpu(message));
            case IPCTNL_MSG_CT_GET_STATS -> StatisticsCodec.decodeCount(in);
            default -> null;
          };
      case Nfnetlink.NFNL_SUBSYS_CTNETLINK_EXP ->
          switch (message.type() & 0xff) {
            case IPCTNL_MSG_EXP_NEW -> ExpectationCodec.decode(in, mode(message.flags()));
            case IPCTNL_MSG_EXP_DELETE ->
                empty
                    ? new DelExpectation(null, null)
                    : deleted(ExpectationCodec.decode(in, Mode.LISTED));
            case IPCTNL_MSG_EXP_GET_STATS_CPU ->
                StatisticsCodec.decodeExpectations(in, cpu(message));
            default -> null;
          };
      default -> null;
    };
  }

  private static Mode mode(int flags) {
    if ((flags & NLM_F_MULTI) != 0) {
      return Mode.LISTED;
    }
    return (flags & NLM_F_CREATE) != 0 ? Mode.CREATE : Mode.UPDATE;
  }

  private static DelConntrack deleted(NewConntrack last) {
    return new DelConntrack(last.original(), last.reply(), 0, last.id(), last);
  }

  private static DelExpectation deleted(NewExpectation last) {
    return new DelExpectation(last.tuple(), last);
  }

  /** The processor's number stands where others have a resource's. */
  private static int cpu(NetlinkMessage message) {
    return (message.payload()[2] & 0xff) << 8 | message.payload()[3] & 0xff;
  }

  @Override
  public List<Integer> groups(Group group) {
    return switch (group) {
      case CONNTRACK_NEW -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_NEW);
      case CONNTRACK_UPDATE -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_UPDATE);
      case CONNTRACK_DESTROY -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_DESTROY);
      case EXPECTATION_NEW -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_EXP_NEW);
      case EXPECTATION_DESTROY -> List.of(Nfnetlink.NFNLGRP_CONNTRACK_EXP_DESTROY);
      case LINK, ADDRESS, ROUTE, NEIGHBOUR, NFTABLES, NFTRACE -> List.of();
    };
  }

  @Override
  public String typeName(int type) {
    boolean flow = type >>> 8 == Nfnetlink.NFNL_SUBSYS_CTNETLINK;
    String prefix = flow ? "IPCTNL_MSG_CT_" : "IPCTNL_MSG_EXP_";
    return prefix
        + switch (type & 0xff) {
          case IPCTNL_MSG_CT_NEW -> "NEW";
          case IPCTNL_MSG_CT_GET -> "GET";
          case IPCTNL_MSG_CT_DELETE -> "DELETE";
          case IPCTNL_MSG_CT_GET_CTRZERO -> flow ? "GET_CTRZERO" : "GET_STATS_CPU";
          case IPCTNL_MSG_CT_GET_STATS_CPU -> "GET_STATS_CPU";
          case IPCTNL_MSG_CT_GET_STATS -> "GET_STATS";
          case IPCTNL_MSG_CT_GET_DYING -> "GET_DYING";
          case IPCTNL_MSG_CT_GET_UNCONFIRMED -> "GET_UNCONFIRMED";
          default -> Integer.toString(type & 0xff);
        };
  }
}
