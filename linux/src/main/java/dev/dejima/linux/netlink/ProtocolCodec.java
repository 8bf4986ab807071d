package dev.dejima.linux.netlink;

import dev.dejima.kernel.conntrack.ProtocolState;
import org.jspecify.annotations.Nullable;

/** What a connection's protocol is tracked by ({@code CTA_PROTOINFO_*}). */
final class ProtocolCodec {
  private static final int CTA_PROTOINFO_TCP = 1;
  private static final int CTA_PROTOINFO_DCCP = 2;
  private static final int CTA_PROTOINFO_SCTP = 3;

  private static final int CTA_PROTOINFO_TCP_STATE = 1;
  private static final int CTA_PROTOINFO_TCP_WSCALE_ORIGINAL = 2;
  private static final int CTA_PROTOINFO_TCP_WSCALE_REPLY = 3;
  private static final int CTA_PROTOINFO_TCP_FLAGS_ORIGINAL = 4;
  private static final int CTA_PROTOINFO_TCP_FLAGS_REPLY = 5;

  private static final int CTA_PROTOINFO_SCTP_STATE = 1;
  private static final int CTA_PROTOINFO_SCTP_VTAG_ORIGINAL = 2;
  private static final int CTA_PROTOINFO_SCTP_VTAG_REPLY = 3;

  private static final int CTA_PROTOINFO_DCCP_STATE = 1;
  private static final int CTA_PROTOINFO_DCCP_ROLE = 2;

  private ProtocolCodec() {}

  static void encode(AttributeEncoder out, int type, @Nullable ProtocolState state) {
    if (state == null) {
      return;
    }
    AttributeEncoder.Mark info = out.nest(type);
    switch (state) {
      case ProtocolState.Tcp tcp -> {
        AttributeEncoder.Mark mark = out.nest(CTA_PROTOINFO_TCP);
        out.u8(CTA_PROTOINFO_TCP_STATE, tcp.state());
        out.u8(CTA_PROTOINFO_TCP_WSCALE_ORIGINAL, tcp.originalScale());
        out.u8(CTA_PROTOINFO_TCP_WSCALE_REPLY, tcp.replyScale());
        flags(out, CTA_PROTOINFO_TCP_FLAGS_ORIGINAL, tcp.originalFlags());
        flags(out, CTA_PROTOINFO_TCP_FLAGS_REPLY, tcp.replyFlags());
        out.end(mark);
      }
      case ProtocolState.Sctp sctp -> {
        AttributeEncoder.Mark mark = out.nest(CTA_PROTOINFO_SCTP);
        out.u8(CTA_PROTOINFO_SCTP_STATE, sctp.state());
        out.be32(CTA_PROTOINFO_SCTP_VTAG_ORIGINAL, sctp.originalTag());
        out.be32(CTA_PROTOINFO_SCTP_VTAG_REPLY, sctp.replyTag());
        out.end(mark);
      }
      case ProtocolState.Dccp dccp -> {
        AttributeEncoder.Mark mark = out.nest(CTA_PROTOINFO_DCCP);
        out.u8(CTA_PROTOINFO_DCCP_STATE, dccp.state());
        out.u8(CTA_PROTOINFO_DCCP_ROLE, dccp.role());
        out.end(mark);
      }
    }
    out.end(info);
  }

  /** {@code struct nf_ct_tcp_flags}: which, and which of them count. */
  private static void flags(AttributeEncoder out, int type, int flags) {
    if (flags != 0) {
      AttributeEncoder.Mark mark = out.open(type);
      out.raw8(flags).raw8(flags).end(mark);
    }
  }

  static @Nullable ProtocolState decode(AttributeDecoder in) {
    ProtocolState state = null;
    while (in.next()) {
      switch (in.type()) {
        case CTA_PROTOINFO_TCP -> state = tcp(in.nested());
        case CTA_PROTOINFO_DCCP -> state = dccp(in.nested());
        case CTA_PROTOINFO_SCTP -> state = sctp(in.nested());
        default -> {}
      }
    }
    return state;
  }

  private static ProtocolState tcp(AttributeDecoder in) {
    int[] fields = new int[6];
    while (in.next()) {
      if (in.type() < fields.length) {
        fields[in.type()] = in.u8();
      }
    }
    return new ProtocolState.Tcp(fields[1], fields[2], fields[3], fields[4], fields[5]);
  }

  private static ProtocolState sctp(AttributeDecoder in) {
    int state = 0;
    int original = 0;
    int reply = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_PROTOINFO_SCTP_STATE -> state = in.u8();
        case CTA_PROTOINFO_SCTP_VTAG_ORIGINAL -> original = in.be32();
        case CTA_PROTOINFO_SCTP_VTAG_REPLY -> reply = in.be32();
        default -> {}
      }
    }
    return new ProtocolState.Sctp(state, original, reply);
  }

  private static ProtocolState dccp(AttributeDecoder in) {
    int state = 0;
    int role = 0;
    while (in.next()) {
      switch (in.type()) {
        case CTA_PROTOINFO_DCCP_STATE -> state = in.u8();
        case CTA_PROTOINFO_DCCP_ROLE -> role = in.u8();
        default -> {}
      }
    }
    return new ProtocolState.Dccp(state, role);
  }
}
