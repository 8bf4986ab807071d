package dev.dejima.netstack.tcp;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get8;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.path.PacketPath;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;
import org.jspecify.annotations.Nullable;

/**
 * A segment that came in, with its options read once. One instance serves all segments of a
 * namespace, one after the other.
 *
 * <p>Options are believed as the kernel believes them ({@code tcp_parse_options}): of the right
 * length, and those about the connection only on a SYN; the rest of the options is skipped at the
 * first that is malformed.
 */
final class Segment {
  private static final int MAX_WINDOW_SCALE = 14;

  final TcpView view = new TcpView();
  final int[] sackLeft = new int[4];
  final int[] sackRight = new int[4];

  FourTuple tuple = new FourTuple(Ipv4Address.ANY, 0, Ipv4Address.ANY, 0);
  int sequence;
  int acknowledgment;
  int flags;
  int window;
  byte[] bytes = new byte[0];

  /** The packet's mark. */
  int mark;

  /** Where the payload begins in {@link #bytes}, after what has been trimmed. */
  int offset;

  /** Octets of payload. */
  int length;

  /** -1 if not given. */
  int mss;

  /** -1 if not given. */
  int windowScale;

  boolean sackPermitted;
  boolean timestamps;
  int timestampValue;
  int timestampEcho;
  int sackBlocks;

  /** The device it came by. */
  @Nullable Device in;

  /** The way of the packet that it is in; null while nobody listens. */
  private @Nullable PacketPath path;

  /** Reads the segment in a packet; false if header or checksum is not right. */
  boolean read(Packet packet) {
    if (!view.wrap(packet.bytes, packet.transport, packet.end)
        || (!packet.checksumVerified && !view.hasValidChecksum(pseudo(packet)))) {
      return false;
    }
    bytes = packet.bytes;
    path = packet.path;
    in = packet.in;
    mark = packet.mark;
    sequence = view.sequence();
    acknowledgment = view.acknowledgment();
    flags = view.flags();
    window = view.window();
    offset = view.payloadOffset();
    length = view.payloadLength();
    readOptions();
    readTuple(packet);
    return true;
  }

  /** The way of a packet that is made because of it; null while nobody listens. */
  @Nullable PacketPath because(DeviceEvent.Origin origin) {
    return path == null ? null : path.derive(origin);
  }

  private static long pseudo(Packet packet) {
    byte[] bytes = packet.bytes;
    int at = packet.network;
    int length = packet.transportLength();
    if (packet.etherType == EtherType.IPV4) {
      return Checksum.pseudo(
          get32(bytes, at + Ipv4View.SOURCE),
          get32(bytes, at + Ipv4View.DESTINATION),
          IpProtocol.TCP,
          length);
    }
    return Checksum.pseudo(
        NetworkOrder.get64(bytes, at + Ipv6View.SOURCE),
        NetworkOrder.get64(bytes, at + Ipv6View.SOURCE + 8),
        NetworkOrder.get64(bytes, at + Ipv6View.DESTINATION),
        NetworkOrder.get64(bytes, at + Ipv6View.DESTINATION + 8),
        IpProtocol.TCP,
        length);
  }

  private void readTuple(Packet packet) {
    IpAddress source;
    IpAddress destination;
    if (packet.etherType == EtherType.IPV4) {
      source = new Ipv4Address(get32(bytes, packet.network + Ipv4View.SOURCE));
      destination = new Ipv4Address(get32(bytes, packet.network + Ipv4View.DESTINATION));
    } else {
      source = address6(packet.network + Ipv6View.SOURCE);
      destination = address6(packet.network + Ipv6View.DESTINATION);
    }
    tuple = new FourTuple(destination, view.destinationPort(), source, view.sourcePort());
  }

  private Ipv6Address address6(int at) {
    return new Ipv6Address(NetworkOrder.get64(bytes, at), NetworkOrder.get64(bytes, at + 8));
  }

  private void readOptions() {
    mss = -1;
    windowScale = -1;
    sackPermitted = false;
    timestamps = false;
    sackBlocks = 0;
    int at = view.offset() + TcpView.OPTIONS;
    int end = view.payloadOffset();
    while (at < end) {
      int kind = get8(bytes, at);
      if (kind == TcpOption.NOP) {
        at++;
        continue;
      }
      int size = at + 1 < end ? get8(bytes, at + 1) : 0;
      if (kind == TcpOption.END_OF_LIST || size < 2 || size > end - at) {
        return;
      }
      readOption(kind, at, size);
      at += size;
    }
  }

  private void readOption(int kind, int at, int size) {
    boolean syn = has(TcpView.SYN);
    if (kind == TcpOption.TIMESTAMPS && size == 10) {
      timestamps = true;
      timestampValue = get32(bytes, at + 2);
      timestampEcho = get32(bytes, at + 6);
    } else if (kind == TcpOption.SACK && size > 2 && (size - 2) % 8 == 0) {
      readSack(at + 2, (size - 2) / 8);
    } else if (kind == TcpOption.MSS && size == 4 && syn) {
      mss = get16(bytes, at + 2);
    } else if (kind == TcpOption.WINDOW_SCALE && size == 3 && syn) {
      windowScale = Math.min(get8(bytes, at + 2), MAX_WINDOW_SCALE);
    } else if (kind == TcpOption.SACK_PERMITTED && size == 2 && syn) {
      sackPermitted = true;
    }
  }

  private void readSack(int at, int blocks) {
    sackBlocks = Math.min(blocks, sackLeft.length);
    for (int i = 0; i < sackBlocks; i++) {
      sackLeft[i] = get32(bytes, at + 8 * i);
      sackRight[i] = get32(bytes, at + 8 * i + 4);
    }
  }

  /** The device that it came by. */
  @Nullable Device in() {
    return in;
  }

  /** The device to answer by, where the peer's address means something on one link only. */
  @Nullable Device link() {
    return tuple.remote() instanceof Ipv6Address six && six.isLinkLocal() ? in : null;
  }

  /** Whether any of {@code mask} is set. */
  boolean has(int mask) {
    return (flags & mask) != 0;
  }

  /** The sequence number behind the segment: payload, SYN and FIN count. */
  int end() {
    return sequence + length + (flags & TcpView.FIN) + (flags >>> 1 & 1);
  }
}
