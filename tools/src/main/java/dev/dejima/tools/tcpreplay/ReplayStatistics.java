package dev.dejima.tools.tcpreplay;

import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;
import dev.dejima.packet.UdpView;
import dev.dejima.packet.pcap.CapturedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What tcpreplay tells at its end. A flow is one direction of a conversation. */
final class ReplayStatistics {
  private final Set<List<Integer>> flows = new HashSet<>();
  private long packets;
  private long octets;
  private long ofFlows;
  private long ofNone;
  private long failed;
  private long truncated;

  /** How many frames were sent. */
  long sent() {
    return packets;
  }

  void failed() {
    failed++;
  }

  void sent(CapturedFrame frame) {
    packets++;
    octets += frame.bytes().length();
    if (Integer.compareUnsigned(frame.bytes().length(), frame.originalLength()) < 0) {
      truncated++;
    }
    byte[] bytes = frame.bytes().toArray();
    EthernetView ethernet = new EthernetView();
    if (ethernet.wrap(bytes, 0, bytes.length)) {
      count(bytes, ethernet.etherType(), ethernet.headerLength());
    }
  }

  /** Counts a packet that begins at {@code at}; one too short for its protocol is neither. */
  private void count(byte[] bytes, int etherType, int at) {
    if (etherType != EtherType.IPV4) {
      ofNone++;
    } else if (at + Ipv4View.LENGTH <= bytes.length) {
      List<Integer> flow = flow(bytes, at);
      if (bytes[at] >>> 4 != 4) {
        ofNone++;
      } else if (!flow.isEmpty()) {
        flows.add(flow);
        ofFlows++;
      }
    }
  }

  /**
   * Addresses, protocol and ports, or type and code, as numbers; empty for what is too short for
   * its protocol. To tcpreplay only IPv4 has flows.
   */
  private static List<Integer> flow(byte[] bytes, int at) {
    int transport = at + (bytes[at] & 15) * 4;
    int protocol = bytes[at + Ipv4View.PROTOCOL] & 0xff;
    if (transport + least(protocol) > bytes.length) {
      return List.of();
    }
    int known =
        switch (protocol) {
          case IpProtocol.TCP, IpProtocol.UDP -> 4;
          case IpProtocol.ICMP -> 2;
          default -> 0;
        };
    return List.of(
        Arrays.hashCode(Arrays.copyOfRange(bytes, at + Ipv4View.SOURCE, at + Ipv4View.LENGTH)),
        protocol,
        Arrays.hashCode(Arrays.copyOfRange(bytes, transport, transport + known)));
  }

  /** Octets of the header that tcpreplay expects of a protocol. */
  private static int least(int protocol) {
    return switch (protocol) {
      case IpProtocol.TCP -> TcpView.LENGTH;
      case IpProtocol.UDP -> UdpView.LENGTH;
      case IpProtocol.ICMP -> 28;
      default -> 0;
    };
  }

  List<String> lines(String device, Duration took) {
    double seconds = took.toNanos() / 1e9;
    double each = seconds == 0 ? 0 : 1 / seconds;
    double megabits = octets * 8 * each / 1e6;
    List<String> lines = new ArrayList<>();
    lines.add(
        "Actual: %d packets (%d bytes) sent in %s seconds"
            .formatted(packets, octets, decimal(seconds, seconds < 1 ? 6 : 2)));
    lines.add(
        "Rated: %s Bps, %s Mbps, %s pps"
            .formatted(
                decimal(octets * each, 1),
                decimal(megabits, megabits < 1 ? 3 : 2),
                decimal(packets * each, 2)));
    if (!flows.isEmpty()) {
      lines.add(
          "Flows: %d flows, %s fps, %d unique flow packets, %d unique non-flow packets"
              .formatted(flows.size(), decimal(flows.size() * each, 2), ofFlows, ofNone));
    }
    lines.addAll(
        List.of(
            "Statistics for network device: " + device,
            "\tSuccessful packets:        " + packets,
            "\tFailed packets:            " + failed,
            "\tTruncated packets:         " + truncated,
            "\tRetried packets (ENOBUFS): 0",
            "\tRetried packets (EAGAIN):  0"));
    return lines;
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
