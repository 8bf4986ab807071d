package dev.dejima.tools.tcpreplay;

import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.pcap.CapturedFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What tcpreplay tells at its end. A flow is one direction of a conversation. */
final class ReplayStatistics {
  private static final int PORTS = 4;

  private final Set<List<Integer>> flows = new HashSet<>();
  private long packets;
  private long octets;
  private long ofFlows;
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
    List<Integer> flow = flow(frame.bytes().toArray());
    if (!flow.isEmpty()) {
      flows.add(flow);
      ofFlows++;
    }
  }

  /** Addresses, protocol and ports as numbers; empty for what is no IP. */
  private static List<Integer> flow(byte[] bytes) {
    EthernetView ethernet = new EthernetView();
    if (!ethernet.wrap(bytes, 0, bytes.length)) {
      return List.of();
    }
    int at = ethernet.headerLength();
    Ipv4View ip4 = new Ipv4View();
    if (ethernet.etherType() == EtherType.IPV4 && ip4.wrapQuoted(bytes, at, bytes.length)) {
      return flow(bytes, at + Ipv4View.SOURCE, 8, ip4.protocol(), at + ip4.headerLength());
    }
    Ipv6View ip6 = new Ipv6View();
    if (ethernet.etherType() == EtherType.IPV6 && ip6.wrapQuoted(bytes, at, bytes.length)) {
      return flow(bytes, at + 8, 32, ip6.upperProtocol(), ip6.upperOffset());
    }
    return List.of();
  }

  private static List<Integer> flow(
      byte[] bytes, int addresses, int length, int protocol, int transport) {
    boolean ports =
        (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
            && transport + PORTS <= bytes.length;
    byte[] known = ports ? Arrays.copyOfRange(bytes, transport, transport + PORTS) : new byte[0];
    return List.of(
        Arrays.hashCode(Arrays.copyOfRange(bytes, addresses, addresses + length)),
        protocol,
        Arrays.hashCode(known));
  }

  List<String> lines(String device, Duration took) {
    double seconds = took.toNanos() / 1e9;
    double each = seconds == 0 ? 0 : 1 / seconds;
    double megabits = octets * 8 * each / 1e6;
    return List.of(
        "Actual: %d packets (%d bytes) sent in %s seconds"
            .formatted(packets, octets, decimal(seconds, seconds < 1 ? 6 : 2)),
        "Rated: %s Bps, %s Mbps, %s pps"
            .formatted(
                decimal(octets * each, 1),
                decimal(megabits, megabits < 1 ? 3 : 2),
                decimal(packets * each, 2)),
        "Flows: %d flows, %s fps, %d unique flow packets, %d unique non-flow packets"
            .formatted(flows.size(), decimal(flows.size() * each, 2), ofFlows, packets - ofFlows),
        "Statistics for network device: " + device,
        "\tSuccessful packets:        " + packets,
        "\tFailed packets:            " + failed,
        "\tTruncated packets:         " + truncated,
        "\tRetried packets (ENOBUFS): 0",
        "\tRetried packets (EAGAIN):  0");
  }

  private static String decimal(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
