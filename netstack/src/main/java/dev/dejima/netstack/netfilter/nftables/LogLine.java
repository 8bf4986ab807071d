package dev.dejima.netstack.netfilter.nftables;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.get48;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Icmp;
import dev.dejima.packet.ArpView;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.MacAddress;
import java.util.Formatter;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The line that Linux logs of a packet ({@code nf_log_syslog.c}). */
final class LogLine {
  private static final int TCP_SEQUENCE = 1;
  private static final int TCP_OPTIONS = 2;
  private static final int IP_OPTIONS = 4;
  private static final int USER = 8;
  private static final int LINK_DECODED = 32;

  private static final int ADDRESSES = 2 * MacAddress.LENGTH;
  private static final int ARP_HEADER = 8;

  /** Of a link-layer address, then of an IPv4 address. */
  private static final int ARP_LENGTHS = 0x0604;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int UDPLITE = 136;
  private static final String[] FLAGS = {"CWR", "ECE", "URG", "ACK", "PSH", "RST", "SYN", "FIN"};

  private final Evaluation evaluation;
  private final Packet packet;
  private final byte[] bytes;
  private final int flags;
  private final StringBuilder line = new StringBuilder(256);
  private final Formatter formatter = new Formatter(line, Locale.ROOT);

  LogLine(Evaluation evaluation, int flags) {
    this.evaluation = evaluation;
    this.packet = evaluation.packet;
    this.bytes = packet.bytes;
    this.flags = flags;
  }

  String write(String prefix) {
    line.append(prefix);
    line.append("IN=").append(name(evaluation.in)).append(' ');
    line.append("OUT=").append(name(evaluation.out)).append(' ');
    switch (evaluation.family) {
      case IP -> {
        linkOfInput();
        ipv4(packet.network, true);
      }
      case IP6 -> {
        linkOfInput();
        ipv6();
      }
      case ARP -> arp(packet.network);
      case NETDEV, BRIDGE, INET, UNSPEC -> link();
    }
    return line.toString();
  }

  private void linkOfInput() {
    if (evaluation.in != null) {
      link();
    }
  }

  private static String name(@Nullable Device device) {
    return device == null ? "" : device.name();
  }

  private void link() {
    if ((flags & LINK_DECODED) != 0) {
      decodedLink();
      return;
    }
    line.append("MAC=");
    if (packet.link < packet.network) {
      HexFormat octets = HexFormat.ofDelimiter(":");
      line.append(octets.formatHex(bytes, packet.link, packet.link + ADDRESSES)).append(':');
      line.append(octets.formatHex(bytes, packet.network - 2, packet.network));
    }
    line.append(' ');
  }

  private void decodedLink() {
    if (packet.link >= packet.network) {
      return;
    }
    line.append("MACSRC=").append(mac(packet.link + MacAddress.LENGTH));
    line.append(" MACDST=").append(mac(packet.link)).append(' ');
    if (packet.isTagged()) {
      int tag = packet.link + ADDRESSES;
      formatter.format("VPROTO=%04x VID=%d ", get16(bytes, tag), get16(bytes, tag + 2));
    }
    formatter.format("MACPROTO=%04x ", packet.etherType);
  }

  private MacAddress mac(int at) {
    return new MacAddress(get48(bytes, at));
  }

  private void arp(int at) {
    if (packet.end - at < ARP_HEADER) {
      line.append("TRUNCATED");
      return;
    }
    if ((flags & LINK_DECODED) != 0) {
      decodedLink();
    }
    formatter.format(
        "ARP HTYPE=%d PTYPE=0x%04x OPCODE=%d",
        get16(bytes, at), get16(bytes, at + 2), get16(bytes, at + ArpView.OPERATION));
    if (get16(bytes, at) != ArpView.ETHERNET || get16(bytes, at + 4) != ARP_LENGTHS) {
      return;
    }
    if (packet.end - at < ArpView.LENGTH) {
      formatter.format(" INCOMPLETE [%d bytes]", packet.end - at - ARP_HEADER);
      return;
    }
    formatter.format(
        " MACSRC=%s IPSRC=%s MACDST=%s IPDST=%s",
        mac(at + 8),
        new Ipv4Address(get32(bytes, at + 14)),
        mac(at + 18),
        new Ipv4Address(get32(bytes, at + 24)));
  }

  private void ipv4(int network, boolean outer) {
    int end = packet.end;
    if (end - network < 20) {
      line.append("TRUNCATED");
      return;
    }
    int tos = bytes[network + 1];
    int fragment = get16(bytes, network + 6);
    int headerLength = (bytes[network] & 15) * 4;
    line.append("SRC=").append(new Ipv4Address(get32(bytes, network + 12)));
    line.append(" DST=").append(new Ipv4Address(get32(bytes, network + 16)));
    formatter.format(
        " LEN=%d TOS=0x%02X PREC=0x%02X TTL=%d ID=%d ",
        get16(bytes, network + 2),
        tos & 0x1e,
        tos & 0xe0,
        bytes[network + 8] & 0xff,
        get16(bytes, network + 4));
    line.append((fragment & 0x8000) != 0 ? "CE " : "");
    line.append((fragment & 0x4000) != 0 ? "DF " : "");
    line.append((fragment & 0x2000) != 0 ? "MF " : "");
    int offset = fragment & 0x1fff;
    if (offset != 0) {
      line.append("FRAG:").append(offset).append(' ');
    }
    if ((flags & IP_OPTIONS) != 0 && headerLength > 20 && network + headerLength <= end) {
      options(network + 20, network + headerLength);
    }
    transport(bytes[network + 9] & 0xff, network + headerLength, end, offset != 0, outer);
    if (outer) {
      ending();
    }
  }

  private void ipv6() {
    int network = packet.network;
    line.append("SRC=").append(full(network + 8)).append(" DST=").append(full(network + 24));
    int first = get32(bytes, network);
    formatter.format(
        " LEN=%d TC=%d HOPLIMIT=%d FLOWLBL=%d ",
        get16(bytes, network + 4) + 40,
        first >>> 20 & 0xff,
        bytes[network + 7] & 0xff,
        first & 0xfffff);
    transport(packet.protocol, packet.transport, packet.end, packet.laterFragment, true);
    ending();
  }

  private String full(int at) {
    StringBuilder text = new StringBuilder(39);
    for (int i = 0; i < 16; i += 2) {
      text.append(i == 0 ? "" : ":")
          .append(String.format(Locale.ROOT, "%04x", get16(bytes, at + i)));
    }
    return text.toString();
  }

  private void ending() {
    if ((flags & USER) != 0 && packet.local) {
      line.append("UID=").append(packet.uid).append(" GID=").append(packet.gid).append(' ');
    }
    if (packet.mark != 0) {
      line.append("MARK=0x").append(Integer.toHexString(packet.mark)).append(' ');
    }
  }

  private void transport(int protocol, int at, int end, boolean fragment, boolean outer) {
    switch (protocol) {
      case TCP -> tcp(at, end, fragment);
      case UDP, UDPLITE -> udp(protocol, at, end, fragment);
      case Icmp.ICMP -> icmp(at, end, fragment, outer);
      case Icmp.ICMPV6 -> icmpv6(at, end, fragment);
      default -> line.append("PROTO=").append(protocol).append(' ');
    }
  }

  private boolean incomplete(int at, int end, int needed) {
    if (end - at >= needed) {
      return false;
    }
    line.append("INCOMPLETE [").append(end - at).append(" bytes] ");
    return true;
  }

  private void tcp(int at, int end, boolean fragment) {
    line.append("PROTO=TCP ");
    if (fragment || incomplete(at, end, 20)) {
      return;
    }
    formatter.format("SPT=%d DPT=%d ", get16(bytes, at), get16(bytes, at + 2));
    if ((flags & TCP_SEQUENCE) != 0) {
      formatter.format(
          "SEQ=%s ACK=%s ",
          Integer.toUnsignedString(get32(bytes, at + 4)),
          Integer.toUnsignedString(get32(bytes, at + 8)));
    }
    formatter.format("WINDOW=%d RES=0x%02x ", get16(bytes, at + 14), (bytes[at + 12] & 15) << 2);
    for (int i = 0; i < FLAGS.length; i++) {
      if ((bytes[at + 13] & (0x80 >> i)) != 0) {
        line.append(FLAGS[i]).append(' ');
      }
    }
    line.append("URGP=").append(get16(bytes, at + 18)).append(' ');
    int header = (bytes[at + 12] & 0xf0) >> 2;
    if ((flags & TCP_OPTIONS) != 0 && header > 20 && at + header <= end) {
      options(at + 20, at + header);
    }
  }

  private void options(int from, int to) {
    line.append("OPT (")
        .append(HexFormat.of().withUpperCase().formatHex(bytes, from, to))
        .append(") ");
  }

  private void udp(int protocol, int at, int end, boolean fragment) {
    line.append(protocol == UDP ? "PROTO=UDP " : "PROTO=UDPLITE ");
    if (fragment || incomplete(at, end, 8)) {
      return;
    }
    formatter.format(
        "SPT=%d DPT=%d LEN=%d ", get16(bytes, at), get16(bytes, at + 2), get16(bytes, at + 4));
  }

  private void icmp(int at, int end, boolean fragment, boolean outer) {
    line.append("PROTO=ICMP ");
    if (fragment || incomplete(at, end, 8)) {
      return;
    }
    int type = bytes[at] & 0xff;
    int code = bytes[at + 1] & 0xff;
    formatter.format("TYPE=%d CODE=%d ", type, code);
    switch (type) {
      case 0, 8 -> formatter.format("ID=%d SEQ=%d ", get16(bytes, at + 4), get16(bytes, at + 6));
      case 12 -> formatter.format("PARAMETER=%d ", bytes[at + 4] & 0xff);
      case 5 -> line.append("GATEWAY=").append(new Ipv4Address(get32(bytes, at + 4))).append(' ');
      default -> {}
    }
    if (outer && (type == 3 || type == 4 || type == 5 || type == 11)) {
      line.append('[');
      ipv4(at + 8, false);
      line.append("] ");
    }
    if (type == 3 && code == 4) {
      line.append("MTU=").append(get16(bytes, at + 6)).append(' ');
    }
  }

  private void icmpv6(int at, int end, boolean fragment) {
    line.append("PROTO=ICMPv6 ");
    if (fragment || incomplete(at, end, 8)) {
      return;
    }
    int type = bytes[at] & 0xff;
    formatter.format("TYPE=%d CODE=%d ", type, bytes[at + 1] & 0xff);
    if (type == 128 || type == 129) {
      formatter.format("ID=%d SEQ=%d ", get16(bytes, at + 4), get16(bytes, at + 6));
    }
  }
}
