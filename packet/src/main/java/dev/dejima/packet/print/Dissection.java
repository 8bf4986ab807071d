package dev.dejima.packet.print;

import dev.dejima.packet.Checksum;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.ServiceNames;
import java.util.HexFormat;

/**
 * One frame on its way to a line: its octets, the end of those that may be looked at now (as deeper
 * headers say how long they are, it moves inward), and the text so far. Reading beyond that end
 * throws {@link TruncatedException}, and the line then ends with the name of the protocol that was
 * being printed.
 */
final class Dissection {
  /** Packets within packets beyond this depth are not opened; no real one comes near it. */
  private static final int MAX_DEPTH = 64;

  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  final PrintOptions options;
  final TcpConversations conversations;
  final byte[] bytes;

  private final StringBuilder text;
  private int end;
  private int depth;
  private String protocol = "";

  Dissection(
      PrintOptions options, TcpConversations conversations, byte[] bytes, StringBuilder text) {
    this.options = options;
    this.conversations = conversations;
    this.bytes = bytes;
    this.text = text;
    this.end = bytes.length;
  }

  /** Says which printer is at work, for the mark of a truncated packet. */
  void enter(String name) {
    protocol = name;
  }

  /** Opens a packet within a packet. */
  void deeper() {
    if (++depth > MAX_DEPTH) {
      throw new TruncatedException();
    }
  }

  /**
   * Appends words, and numbers as unsigned decimal. If one of the arguments could not be read,
   * nothing is appended: what is printed at once by tcpdump is one call here.
   */
  Dissection add(Object... parts) {
    for (Object part : parts) {
      if (part instanceof Integer number) {
        text.append(number & 0xffff_ffffL);
      } else {
        text.append(part);
      }
    }
    return this;
  }

  /** A number in hexadecimal of at least {@code digits} digits. */
  static String hex(int number, int digits) {
    String hex = Integer.toHexString(number);
    return "0".repeat(Math.max(0, digits - hex.length())) + hex;
  }

  /** Octets in hexadecimal. */
  String hexOctets(int at, int length) {
    need(at, length);
    return HexFormat.of().formatHex(bytes, at, at + length);
  }

  /** A character that may be printed, for any octet. */
  static String visible(int octet) {
    int low = octet & 0x7f;
    String meta = octet > 0x7f ? "M-" : "";
    boolean control = low < 0x20 || low == 0x7f;
    return meta + (control ? "^" + (char) (low ^ 0x40) : String.valueOf((char) low));
  }

  /** The mark of a packet that was cut off. */
  void truncated() {
    text.append(" [|").append(protocol).append(']');
  }

  void invalid() {
    text.append(" (invalid)");
  }

  boolean has(int at, int length) {
    return length >= 0 && at >= 0 && at <= end - length;
  }

  /** Throws if the octets are not there. */
  void need(int at, int length) {
    if (!has(at, length)) {
      throw new TruncatedException();
    }
  }

  int end() {
    return end;
  }

  /** How many octets there are from {@code at}. */
  int available(int at) {
    return end - at;
  }

  /** Moves the end to {@code at + length} unless it is nearer already; returns where it was. */
  int limit(int at, int length) {
    int before = end;
    if (length >= 0 && length <= end - at) {
      end = at + length;
    }
    return before;
  }

  void restore(int before) {
    end = before;
  }

  int u8(int at) {
    need(at, 1);
    return bytes[at] & 0xff;
  }

  int u16(int at) {
    need(at, 2);
    return NetworkOrder.get16(bytes, at);
  }

  int u32(int at) {
    need(at, 4);
    return NetworkOrder.get32(bytes, at);
  }

  long u64(int at) {
    need(at, Long.BYTES);
    return NetworkOrder.get64(bytes, at);
  }

  String ipv4(int at) {
    return new Ipv4Address(u32(at)).toString();
  }

  String ipv6(int at) {
    return ipv6(ipv6Address(at));
  }

  Ipv6Address ipv6Address(int at) {
    need(at, Ipv6Address.LENGTH);
    return new Ipv6Address(u64(at), u64(at + Long.BYTES));
  }

  /** As RFC 5952, but an IPv4-compatible address ends in dotted form, as tcpdump has it. */
  static String ipv6(Ipv6Address address) {
    boolean compatible = address.high() == 0 && address.low() >>> 16 != 0;
    return compatible && address.low() >>> 32 == 0
        ? "::" + new Ipv4Address((int) address.low())
        : address.toString();
  }

  String mac(int at) {
    need(at, MacAddress.LENGTH);
    return new MacAddress(NetworkOrder.get48(bytes, at)).toString();
  }

  /** A link-layer address of any length. */
  String linkAddress(int at, int length) {
    if (length == 0) {
      return "<empty>";
    }
    need(at, length);
    return COLONS.formatHex(bytes, at, at + length);
  }

  String port(int number, int ipProtocol) {
    return options.numeric() || (ipProtocol != IpProtocol.TCP && ipProtocol != IpProtocol.UDP)
        ? Integer.toString(number)
        : ServiceNames.table(ipProtocol).nameOrNumber(number);
  }

  /** The one's complement of the sum of some octets: 0 if a checksum among them is right. */
  int checksum(long pseudo, int at, int length) {
    return Checksum.finish(pseudo + Checksum.sum(bytes, at, at + length));
  }

  /** What a checksum field should hold, given what it holds and what {@link #checksum} said. */
  static int shouldBe(int field, int checksum) {
    int sum = field + checksum;
    return (sum & 0xffff) + (sum >>> 16);
  }
}
