package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queues of packets ({@code linux/netfilter/nfnetlink_queue.h}). */
public final class QueueCodec implements Codec<QueueMessage> {
  private static final int NFQNL_MSG_PACKET = 0;
  private static final int NFQNL_MSG_VERDICT = 1;
  private static final int NFQNL_MSG_CONFIG = 2;
  private static final int NFQNL_MSG_VERDICT_BATCH = 3;

  private static final int NFQA_PACKET_HDR = 1;
  private static final int NFQA_VERDICT_HDR = 2;
  private static final int NFQA_MARK = 3;
  private static final int NFQA_TIMESTAMP = 4;
  private static final int NFQA_IFINDEX_INDEV = 5;
  private static final int NFQA_IFINDEX_OUTDEV = 6;
  private static final int NFQA_HWADDR = 9;
  private static final int NFQA_PAYLOAD = 10;
  private static final int NFQA_CT = 11;
  private static final int NFQA_CT_INFO = 12;
  private static final int NFQA_CAP_LEN = 13;
  private static final int NFQA_SKB_INFO = 14;
  private static final int NFQA_UID = 16;
  private static final int NFQA_GID = 17;
  private static final int NFQA_PRIORITY = 21;

  private static final int NFQA_CFG_CMD = 1;
  private static final int NFQA_CFG_PARAMS = 2;
  private static final int NFQA_CFG_QUEUE_MAXLEN = 3;
  private static final int NFQA_CFG_MASK = 4;
  private static final int NFQA_CFG_FLAGS = 5;

  private static final int AF_UNSPEC = 0;

  @Override
  public int protocol() {
    return Nfnetlink.NETLINK_NETFILTER;
  }

  @Override
  public List<NetlinkMessage> encode(QueueMessage message) throws KernelException {
    return switch (message) {
      case ConfigureQueue configure -> List.of(encode(configure));
      case PacketVerdict verdict -> List.of(encode(verdict));
      case QueuedPacket _ ->
          throw new KernelException(Errno.EOPNOTSUPP, "a queued packet is no request");
    };
  }

  private static NetlinkMessage message(int type, AttributeEncoder payload) {
    return Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_QUEUE, type, 0, payload);
  }

  private static NetlinkMessage encode(ConfigureQueue configure) {
    AttributeEncoder out = Nfnetlink.payload(AF_UNSPEC, configure.queue());
    if (configure.command() != null) {
      int command = configure.command().ordinal() + 1;
      out.bytes(NFQA_CFG_CMD, Bytes.of((byte) command, (byte) 0, (byte) 0, (byte) 0));
    }
    if (configure.mode() != null) {
      Bytes mode = Bytes.of((byte) configure.mode().ordinal());
      out.bytes(NFQA_CFG_PARAMS, Bytes.bigEndian(configure.range(), 4).concat(mode));
    }
    out.be32If(NFQA_CFG_QUEUE_MAXLEN, configure.maxLength());
    if (configure.mask() != 0) {
      out.be32(NFQA_CFG_MASK, configure.mask()).be32(NFQA_CFG_FLAGS, configure.flags());
    }
    return message(NFQNL_MSG_CONFIG, out);
  }

  private static NetlinkMessage encode(PacketVerdict verdict) {
    AttributeEncoder out = Nfnetlink.payload(AF_UNSPEC, verdict.queue());
    int number = verdict.target() << 16 | verdict.verdict().ordinal();
    out.bytes(
        NFQA_VERDICT_HDR, Bytes.bigEndian(number, 4).concat(Bytes.bigEndian(verdict.id(), 4)));
    out.be32If(NFQA_MARK, verdict.mark());
    out.be32If(NFQA_PRIORITY, verdict.priority());
    if (verdict.payload() != null) {
      out.bytes(NFQA_PAYLOAD, verdict.payload());
    }
    return message(verdict.upTo() ? NFQNL_MSG_VERDICT_BATCH : NFQNL_MSG_VERDICT, out);
  }

  @Override
  public @Nullable QueueMessage decode(NetlinkMessage message) throws MalformedException {
    boolean packet =
        message.type() == (Nfnetlink.NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET)
            && message.payload().length >= Nfnetlink.NFGENMSG;
    return packet ? packet(message) : null;
  }

  private static QueuedPacket packet(NetlinkMessage message) throws MalformedException {
    HandedPacket facts = new HandedPacket(message);
    AttributeDecoder in = AttributeDecoder.of(message.payload(), Nfnetlink.NFGENMSG);
    Bytes payload = Bytes.EMPTY;
    int id = 0;
    int length = -1;
    int priority = 0;
    int info = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFQA_PACKET_HDR -> {
          Bytes header = facts.bytes(in, 7);
          id = (int) header.slice(0, 4).toLongBigEndian();
          facts.place(header.slice(4, 7));
        }
        case NFQA_MARK -> facts.mark = in.be32();
        case NFQA_TIMESTAMP -> facts.time(in);
        case NFQA_IFINDEX_INDEV -> facts.in = in.be32();
        case NFQA_IFINDEX_OUTDEV -> facts.out = in.be32();
        case NFQA_HWADDR -> facts.hardwareAddress(in);
        case NFQA_UID -> facts.uid = in.be32();
        case NFQA_GID -> facts.gid = in.be32();
        case NFQA_CT -> facts.flow(in);
        case NFQA_CT_INFO -> facts.info = in.be32();
        case NFQA_PRIORITY -> priority = in.be32();
        case NFQA_CAP_LEN -> length = in.be32();
        case NFQA_SKB_INFO -> info = in.be32();
        case NFQA_PAYLOAD -> payload = in.bytes();
        default -> {}
      }
    }
    in.check();
    int whole = length < 0 ? payload.length() : length;
    return new QueuedPacket(facts.resource, id, facts.facts(), priority, whole, payload, info);
  }

  @Override
  public List<Integer> groups(Group group) {
    return List.of();
  }

  @Override
  public String typeName(int type) {
    return "NFQNL_MSG_"
        + switch (type & 0xff) {
          case NFQNL_MSG_PACKET -> "PACKET";
          case NFQNL_MSG_VERDICT -> "VERDICT";
          case NFQNL_MSG_CONFIG -> "CONFIG";
          case NFQNL_MSG_VERDICT_BATCH -> "VERDICT_BATCH";
          default -> Integer.toString(type & 0xff);
        };
  }
}
