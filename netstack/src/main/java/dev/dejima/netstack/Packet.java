package dev.dejima.netstack;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.netstack.path.PathLog;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.NetworkOrder;
import org.jspecify.annotations.Nullable;

/**
 * A packet on its way (the sk_buff). Its fields are open to the whole module, as the stages of the
 * way own it one after the other: who is handed a packet passes it on or {@link #release}s it,
 * once.
 *
 * <p>Offsets count from the start of {@link #bytes}: {@code link ≤ network ≤ transport ≤ end}. From
 * {@code link} to {@code network} lies the Ethernet header, in a frame of a VLAN with its outermost
 * tag. In front of the first header there is room to prepend others. After input has validated the
 * IP header (version, header length, total length, checksum), {@link #network}, {@link #transport},
 * {@link #end} and {@link #protocol} are safe to use: the whole IP header lies in [network,
 * transport), and padding of the frame is cut off.
 */
public final class Packet {
  /** Octets in front of the transport header that {@link PacketPool#allocate} leaves. */
  public static final int HEADROOM = 128;

  /** Whom the frame's link address means ({@code PACKET_*}); the ordinal is the kernel's number. */
  public enum Type {
    HOST,
    BROADCAST,
    MULTICAST,
    OTHERHOST,
    OUTGOING
  }

  /** Room in front of the IP header, and {@code struct skb_shared_info} behind the data. */
  private static final int DATA_OVERHEAD = 64 + 320;

  private static final int SMALLEST_DATA = 512;

  /** {@code struct sk_buff}. */
  private static final int DESCRIPTION = 256;

  /** How a packet stands to its flow ({@code enum ip_conntrack_info}). */
  public static final int CT_ESTABLISHED = 0;

  public static final int CT_RELATED = 1;
  public static final int CT_NEW = 2;

  /** Added to ESTABLISHED and RELATED for the reply's direction. */
  public static final int CT_REPLY = 3;

  public static final int CT_UNTRACKED = 7;

  /** Octets of a VLAN's tag: its EtherType, then priority and number. */
  public static final int VLAN_TAG = 4;

  /** {@link #fragmentSize} of a packet that came whole. */
  public static final int NOT_FRAGMENTED = 0;

  public byte[] bytes;
  public int link;
  public int network;
  public int transport;
  public int end;

  /** 0x0800, 0x86dd, 0x0806: what is behind a VLAN's tag; host order. */
  public int etherType;

  /** The protocol behind the IP header, IPv6 extension headers skipped. */
  public int protocol;

  /** Whether this is a fragment that does not begin its datagram: it has no transport header. */
  public boolean laterFragment;

  /** The device it came in by; null if made here. */
  public @Nullable Device in;

  /** The device it goes out by, once routed. */
  public @Nullable Device out;

  public Type type = Type.HOST;
  public int mark;
  public int priority;

  /** {@code secmark}: what a security module is to make of it. */
  public int securityMark;

  /** The next hop's IPv4 address, once routed; 0 for the destination itself. */
  public int nextHop4;

  /** The next hop's IPv6 address in two halves, once routed; 0 for the destination itself. */
  public long nextHopHigh;

  public long nextHopLow;

  /** The flow it belongs to; null if untracked or not looked at yet. */
  public @Nullable Flow flow;

  /** One of {@code CT_*}; means something only beside {@link #flow}, or if CT_UNTRACKED. */
  public int ctInfo;

  /** The zone that its flow is looked for in, going the original way; 0 unless a rule said so. */
  public int zoneOriginal;

  /** The zone that its flow is looked for in, going the reply's way. */
  public int zoneReply;

  /** Whether {@code meta nftrace} is set. */
  public boolean nftrace;

  /** The trace's number, drawn when tracing began; 0 before. */
  public int traceId;

  /** The length of the largest fragment it was reassembled from; NOT_FRAGMENTED if from none. */
  public int fragmentSize;

  /** Whether the transport checksum is known to be right: made or checked by this kernel. */
  public boolean checksumVerified;

  /** Whether a local socket made it; then the owner's ids count. */
  public boolean local;

  /**
   * Whether this host made it by a socket of the kernel's own, or one that its owner has closed.
   */
  public boolean ownerless;

  public int uid;
  public int gid;

  /** Whether a SYN proxy made it to open a connection: its flow is the proxy's to look after. */
  public boolean proxied;

  /** Whether IP fragmentation is forbidden to this host too, or has been done. */
  public boolean forwarded;

  /** Whether a bridge is to leave it to the protocols of the port it came by. */
  public boolean brouted;

  /** Whether a bridge took it for its host only because somebody captures there. */
  public boolean overheard;

  /**
   * The socket of this host that sent it, or that a rule gave it to ({@code skb->sk}); null if not
   * noted.
   */
  public @Nullable Sock socket;

  /** What a transport wants in the identification field of a packet that must not be cut. */
  public int identification;

  /** Whom to tell what becomes of it; null while nobody listens. */
  public @Nullable PacketPath path;

  final @Nullable PacketPool pool;
  boolean free;

  Packet(byte[] bytes, @Nullable PacketPool pool) {
    this.bytes = bytes;
    this.pool = pool;
    reset();
  }

  void reset() {
    link = HEADROOM;
    network = HEADROOM;
    transport = HEADROOM;
    end = HEADROOM;
    etherType = 0;
    protocol = 0;
    laterFragment = false;
    in = null;
    out = null;
    type = Type.HOST;
    priority = 0;
    securityMark = 0;
    nextHop4 = 0;
    nextHopHigh = 0;
    nextHopLow = 0;
    fragmentSize = NOT_FRAGMENTED;
    checksumVerified = false;
    local = false;
    ownerless = false;
    proxied = false;
    uid = 0;
    gid = 0;
    forwarded = false;
    brouted = false;
    overheard = false;
    identification = 0;
    mark = 0;
    path = null;
    resetFlow();
  }

  /** Forgets the flow, the trace and the socket, as crossing a veth does. */
  public void resetFlow() {
    socket = null;
    flow = null;
    ctInfo = 0;
    zoneOriginal = 0;
    zoneReply = 0;
    nftrace = false;
    traceId = 0;
  }

  /**
   * Looks at the frame's Ethernet header: notes where the network header begins, and of what type.
   */
  public void readLink() {
    network = link + EthernetView.LENGTH;
    etherType = NetworkOrder.get16(bytes, network - 2);
    if (isTag(etherType) && end - network >= VLAN_TAG) {
      network += VLAN_TAG;
      etherType = NetworkOrder.get16(bytes, network - 2);
    }
  }

  private static boolean isTag(int type) {
    return type == EtherType.VLAN || type == EtherType.QINQ;
  }

  /** Whether the frame has a VLAN's tag in its Ethernet header. */
  public boolean isTagged() {
    return network - link == EthernetView.LENGTH + VLAN_TAG;
  }

  /** Octets from the network header to the end. */
  public int length() {
    return end - network;
  }

  /**
   * Octets of memory that Linux counts for such a packet ({@code skb->truesize}): its data, in
   * portions of powers of two, with what describes it.
   */
  public int room() {
    return Integer.highestOneBit(Math.max(length() + DATA_OVERHEAD, SMALLEST_DATA) - 1) * 2
        + DESCRIPTION;
  }

  /** Octets from the transport header to the end. */
  public int transportLength() {
    return end - transport;
  }

  /** Whether it is an IP packet with a transport header, and not a later fragment of one. */
  public boolean hasTransport() {
    return !laterFragment && isIp();
  }

  /** Whether it is an IP packet, of either version. */
  public boolean isIp() {
    return etherType == EtherType.IPV4 || etherType == EtherType.IPV6;
  }

  /** A copy with the same fields, bytes included. */
  public Packet copy() {
    Packet copy = pool == null ? new Packet(new byte[bytes.length], null) : pool.take(bytes.length);
    System.arraycopy(bytes, link, copy.bytes, link, end - link);
    copy.link = link;
    copy.network = network;
    copy.transport = transport;
    copy.end = end;
    copy.etherType = etherType;
    copy.protocol = protocol;
    copy.laterFragment = laterFragment;
    copy.in = in;
    copy.out = out;
    copy.type = type;
    copy.mark = mark;
    copy.priority = priority;
    copy.securityMark = securityMark;
    copy.nextHop4 = nextHop4;
    copy.nextHopHigh = nextHopHigh;
    copy.nextHopLow = nextHopLow;
    copy.flow = flow;
    copy.ctInfo = ctInfo;
    copy.zoneOriginal = zoneOriginal;
    copy.zoneReply = zoneReply;
    copy.nftrace = nftrace;
    copy.traceId = traceId;
    copy.fragmentSize = fragmentSize;
    copy.checksumVerified = checksumVerified;
    copy.local = local;
    copy.ownerless = ownerless;
    copy.proxied = proxied;
    copy.uid = uid;
    copy.gid = gid;
    copy.forwarded = forwarded;
    copy.brouted = brouted;
    copy.overheard = overheard;
    copy.identification = identification;
    if (path != null) {
      copy.path = path.derive(DeviceEvent.Origin.COPY);
      copy.begin();
    }
    return copy;
  }

  /** A packet of this host has its headers: its way begins, and {@code log} tells of it. */
  public void begin(PathLog log, DeviceEvent.Origin origin) {
    if (path == null) {
      path = log.made(origin);
    }
    begin();
  }

  /** The same for a packet that has a way already. */
  public void begin() {
    if (path != null) {
      path.begin(() -> from(network));
    }
  }

  /** A copy of the frame, from its Ethernet header on. */
  public Bytes frame() {
    return from(link);
  }

  private Bytes from(int offset) {
    int start = Math.min(offset, end);
    return Bytes.of(bytes, start, end - start);
  }

  /** The way ends here for a reason, and nobody gets the packet. */
  public void drop(DropReason reason) {
    if (path != null) {
      path.tell(new EndEvent.Dropped(path.now(), reason));
    }
    release();
  }

  /** The way ends here: the packet may be used for another. */
  public void release() {
    if (free) {
      throw new IllegalStateException("a packet was released twice");
    }
    free = true;
    if (pool != null) {
      pool.give(this);
    }
  }
}
