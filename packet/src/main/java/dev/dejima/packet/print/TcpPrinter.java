package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.Ipv6View;
import dev.dejima.packet.TcpView;

/** TCP segments; of what they carry, only HTTP is decoded. */
final class TcpPrinter {
  private static final String FLAG_LETTERS = "FSRP.UEW";
  private static final int MOST_RESET_DATA = 30;

  private final Dissection d;
  private final IpDemux.Packet ip;
  private final int at;

  TcpPrinter(Dissection d, IpDemux.Packet ip, int at) {
    this.d = d;
    this.ip = ip;
    this.at = at;
  }

  void print(int length) {
    d.enter("tcp");
    if (!d.has(at + TcpView.DESTINATION_PORT, 2)) {
      d.add(ip.addresses(d), ":");
      d.truncated();
      return;
    }
    int sourcePort = d.u16(at + TcpView.SOURCE_PORT);
    int destinationPort = d.u16(at + TcpView.DESTINATION_PORT);
    d.add(
        ip.ends(
            d,
            IpProtocol.TCP,
            d.port(sourcePort, IpProtocol.TCP),
            d.port(destinationPort, IpProtocol.TCP)));
    if (!d.has(at, TcpView.LENGTH)) {
      d.truncated();
      return;
    }
    int header = d.u8(at + TcpView.DATA_OFFSET) >>> 4 << 2;
    if (header < TcpView.LENGTH) {
      d.add(" tcp ", length - header, " [bad hdr length ", header);
      d.add(" - too short, < ", TcpView.LENGTH, "]");
      return;
    }
    int flags = d.u8(at + TcpView.FLAGS);
    d.add("Flags [", letters(flags), "]");
    Numbers numbers = numbers(sourcePort, destinationPort, flags);
    if (Integer.compareUnsigned(header, length) > 0) {
      d.add(" [bad hdr length ", header, " - too long, > ", length, "]");
      return;
    }
    if (d.options.verbose() && !ip.fragmented() && d.has(at, length)) {
      checksum(length);
    }
    segment(numbers, flags, header, length - header);
  }

  private void segment(Numbers numbers, int flags, int header, int length) {
    boolean moves = (flags & (TcpView.SYN | TcpView.FIN | TcpView.RST)) != 0;
    if (d.options.verbosity() > 1 || length > 0 || moves) {
      d.add(", seq ", numbers.sequence);
      if (length > 0) {
        d.add(":", numbers.sequence + length);
      }
    }
    if ((flags & TcpView.ACK) != 0) {
      d.add(", ack ", numbers.acknowledgment);
    }
    d.add(", win ", d.u16(at + TcpView.WINDOW));
    if ((flags & TcpView.URG) != 0) {
      d.add(", urg ", d.u16(at + TcpView.URGENT));
    }
    if (header > TcpView.LENGTH
        && !new TcpOptionsPrinter(d, at, numbers.sackBase).print(header - TcpView.LENGTH, length)) {
      return;
    }
    d.add(", length ", length);
    if (length > 0) {
      payload(flags, header, length);
    }
  }

  private void payload(int flags, int header, int length) {
    if (!d.has(at, header)) {
      d.add(" [remaining caplen(", d.available(at));
      d.add(") < header length(", header, ")]");
      throw new TruncatedException();
    }
    if ((flags & TcpView.RST) != 0 && d.options.verbose()) {
      resetData(at + header, length);
    } else if (HttpPrinter.isPort(d.u16(at + TcpView.SOURCE_PORT))
        || HttpPrinter.isPort(d.u16(at + TcpView.DESTINATION_PORT))) {
      d.add(": ");
      HttpPrinter.print(d, at + header, length);
    }
  }

  /** A reset may say in words why (RFC 1122 section 4.2.2.12). */
  private void resetData(int from, int length) {
    d.add(d.has(from, length) ? " [RST" : " [!RST");
    d.add(length > MOST_RESET_DATA ? "+ " : " ");
    int to = Math.min(from + Math.min(length, MOST_RESET_DATA), d.end());
    for (int i = from; i < to; i++) {
      d.add(Dissection.visible(d.u8(i)));
    }
    d.add("]");
  }

  private static String letters(int flags) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 8; bit++) {
      if ((flags >>> bit & 1) != 0) {
        letters.append(FLAG_LETTERS.charAt(bit));
      }
    }
    return letters.isEmpty() ? "none" : letters.toString();
  }

  private void checksum(int length) {
    int field = d.u16(at + TcpView.CHECKSUM);
    int sum = ip.checksum(d, at, length, IpProtocol.TCP);
    d.add(", cksum 0x", hex(field, 4));
    if (sum == 0) {
      d.add(" (correct)");
    } else {
      d.add(" (incorrect -> 0x", hex(Dissection.shouldBe(field, sum), 4), ")");
    }
  }

  /**
   * The numbers as they are printed.
   *
   * @param sackBase what to subtract from the numbers in SACK blocks
   */
  private record Numbers(int sequence, int acknowledgment, int sackBase) {}

  private Numbers numbers(int sourcePort, int destinationPort, int flags) {
    int sequence = d.u32(at + TcpView.SEQUENCE);
    int acknowledgment = d.u32(at + TcpView.ACKNOWLEDGMENT);
    if (d.options.absolute() || (flags & TcpView.ACK) == 0) {
      return new Numbers(sequence, acknowledgment, 0);
    }
    IpAddress source = address(Ipv4View.SOURCE, Ipv6View.SOURCE);
    IpAddress destination = address(Ipv4View.DESTINATION, Ipv6View.DESTINATION);
    boolean fromHigh =
        sourcePort > destinationPort
            || (sourcePort == destinationPort && compare(source, destination) > 0);
    var key =
        fromHigh
            ? new TcpConversations.Key(destination, source, destinationPort << 16 | sourcePort)
            : new TcpConversations.Key(source, destination, sourcePort << 16 | destinationPort);
    boolean syn = (flags & TcpView.SYN) != 0;
    var entry = d.conversations.find(key, fromHigh, syn, sequence, acknowledgment);
    int own = fromHigh ? entry.start().high() : entry.start().low();
    int other = fromHigh ? entry.start().low() : entry.start().high();
    return entry.begins()
        ? new Numbers(sequence, acknowledgment, other)
        : new Numbers(sequence - own, acknowledgment - other, other);
  }

  private IpAddress address(int v4, int v6) {
    return ip.version() == 4 ? new Ipv4Address(d.u32(ip.at() + v4)) : d.ipv6Address(ip.at() + v6);
  }

  private static int compare(IpAddress a, IpAddress b) {
    if (a instanceof Ipv4Address(int x) && b instanceof Ipv4Address(int y)) {
      return Integer.compareUnsigned(x, y);
    }
    if (a instanceof Ipv6Address x && b instanceof Ipv6Address y) {
      int high = Long.compareUnsigned(x.high(), y.high());
      return high != 0 ? high : Long.compareUnsigned(x.low(), y.low());
    }
    throw new IllegalArgumentException(a + " and " + b);
  }
}
