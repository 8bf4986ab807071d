package dev.dejima.linux.netlink;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log groups ({@code linux/netfilter/nfnetlink_log.h}). */
public final class LogCodec implements Codec<LogMessage> {
  private static final int NFULNL_MSG_PACKET = 0;
  private static final int NFULNL_MSG_CONFIG = 1;

  private static final int NFULA_PACKET_HDR = 1;
  private static final int NFULA_MARK = 2;
  private static final int NFULA_TIMESTAMP = 3;
  private static final int NFULA_IFINDEX_INDEV = 4;
  private static final int NFULA_IFINDEX_OUTDEV = 5;
  private static final int NFULA_HWADDR = 8;
  private static final int NFULA_PAYLOAD = 9;
  private static final int NFULA_PREFIX = 10;
  private static final int NFULA_UID = 11;
  private static final int NFULA_SEQ = 12;
  private static final int NFULA_SEQ_GLOBAL = 13;
  private static final int NFULA_GID = 14;
  private static final int NFULA_HWTYPE = 15;
  private static final int NFULA_HWHEADER = 16;
  private static final int NFULA_CT = 18;
  private static final int NFULA_CT_INFO = 19;
  private static final int NFULA_L2HDR = 21;

  private static final int NFULA_CFG_CMD = 1;
  private static final int NFULA_CFG_MODE = 2;
  private static final int NFULA_CFG_TIMEOUT = 4;
  private static final int NFULA_CFG_QTHRESH = 5;
  private static final int NFULA_CFG_FLAGS = 6;

  private static final int AF_UNSPEC = 0;

  @Override
  public int protocol() {
    return Nfnetlink.NETLINK_NETFILTER;
  }

  @Override
  public List<NetlinkMessage> encode(LogMessage message) throws KernelException {
    return switch (message) {
      case ConfigureLog configure -> List.of(encode(configure));
      case LoggedPacket _ ->
          throw new KernelException(Errno.EOPNOTSUPP, "a logged packet is no request");
    };
  }

  private static NetlinkMessage encode(ConfigureLog configure) {
    AttributeEncoder out = Nfnetlink.payload(AF_UNSPEC, configure.group());
    if (configure.command() != null) {
      out.bytes(NFULA_CFG_CMD, Bytes.of((byte) (configure.command().ordinal() + 1)));
    }
    if (configure.mode() != null) {
      Bytes mode = Bytes.of((byte) configure.mode().ordinal(), (byte) 0);
      out.bytes(NFULA_CFG_MODE, Bytes.bigEndian(configure.range(), 4).concat(mode));
    }
    out.be32If(NFULA_CFG_TIMEOUT, configure.timeout());
    out.be32If(NFULA_CFG_QTHRESH, configure.threshold());
    if (configure.flags() != null) {
      out.be16(NFULA_CFG_FLAGS, configure.flags());
    }
    return Nfnetlink.message(Nfnetlink.NFNL_SUBSYS_ULOG, NFULNL_MSG_CONFIG, 0, out);
  }

  @Override
  public @Nullable LogMessage decode(NetlinkMessage message) throws MalformedException {
    boolean packet =
        message.type() == (Nfnetlink.NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_PACKET)
            && message.payload().length >= Nfnetlink.NFGENMSG;
    return packet ? packet(message) : null;
  }

  private static LoggedPacket packet(NetlinkMessage message) throws MalformedException {
    HandedPacket facts = new HandedPacket(message);
    AttributeDecoder in = AttributeDecoder.of(message.payload(), Nfnetlink.NFGENMSG);
    String prefix = null;
    Integer sequence = null;
    Integer global = null;
    int hardwareType = 0;
    Bytes hardware = Bytes.EMPTY;
    Bytes link = Bytes.EMPTY;
    Bytes payload = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFULA_PACKET_HDR -> facts.place(facts.bytes(in, 4));
        case NFULA_MARK -> facts.mark = in.be32();
        case NFULA_TIMESTAMP -> facts.time(in);
        case NFULA_IFINDEX_INDEV -> facts.in = in.be32();
        case NFULA_IFINDEX_OUTDEV -> facts.out = in.be32();
        case NFULA_HWADDR -> facts.hardwareAddress(in);
        case NFULA_UID -> facts.uid = in.be32();
        case NFULA_GID -> facts.gid = in.be32();
        case NFULA_CT -> facts.flow(in);
        case NFULA_CT_INFO -> facts.info = in.be32();
        case NFULA_PREFIX -> prefix = in.string();
        case NFULA_SEQ -> sequence = in.be32();
        case NFULA_SEQ_GLOBAL -> global = in.be32();
        case NFULA_HWTYPE -> hardwareType = in.be16();
        case NFULA_HWHEADER -> hardware = in.bytes();
        case NFULA_L2HDR -> link = in.bytes();
        case NFULA_PAYLOAD -> payload = in.bytes();
        default -> {}
      }
    }
    in.check();
    return new LoggedPacket(
        facts.resource,
        facts.facts(),
        prefix,
        hardware.isEmpty() ? null : new LoggedPacket.Hardware(hardwareType, hardware),
        sequence,
        global,
        link,
        payload);
  }

  @Override
  public List<Integer> groups(Group group) {
    return List.of();
  }

  @Override
  public String typeName(int type) {
    return "NFULNL_MSG_"
        + switch (type & 0xff) {
          case NFULNL_MSG_PACKET -> "PACKET";
          case NFULNL_MSG_CONFIG -> "CONFIG";
          default -> Integer.toString(type & 0xff);
        };
  }
}
