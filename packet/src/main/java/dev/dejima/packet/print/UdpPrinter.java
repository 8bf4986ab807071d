package dev.dejima.packet.print;

import static dev.dejima.packet.print.Dissection.hex;

import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.UdpView;

/** UDP datagrams; what they carry is not decoded. */
final class UdpPrinter {
  private UdpPrinter() {}

  static void print(Dissection d, IpDemux.Packet ip, int at, int ipLength) {
    d.enter("udp");
    if (!d.has(at + UdpView.DESTINATION_PORT, 2)) {
      if (ip.isDirect(d, IpProtocol.UDP)) {
        d.add(ip.addresses(d), ": ");
      }
      d.truncated();
      return;
    }
    d.add(ends(d, ip, at));
    if (Integer.compareUnsigned(ipLength, UdpView.LENGTH) < 0) {
      d.add("truncated-udp ", ipLength);
      return;
    }
    if (!d.has(at + UdpView.DATAGRAM_LENGTH, 2)) {
      d.truncated();
      return;
    }
    int said = d.u16(at + UdpView.DATAGRAM_LENGTH);
    if (said == 0 && ipLength > 0xffff) {
      said = ipLength;
    }
    if (said < UdpView.LENGTH) {
      d.add("truncated-udplength ", said);
      return;
    }
    said -= UdpView.LENGTH;
    int length = Math.min(ipLength - UdpView.LENGTH, said);
    if (!d.has(at, UdpView.LENGTH)) {
      d.truncated();
      return;
    }
    if (d.options.verbose() && !ip.fragmented()) {
      checksum(d, ip, at, length);
    }
    if (said > length && !ip.fragmented()) {
      d.add("UDP, bad length ", said, " > ", length);
    } else {
      d.add("UDP, length ", said);
    }
  }

  private static String ends(Dissection d, IpDemux.Packet ip, int at) {
    return ip.ends(
        d,
        IpProtocol.UDP,
        d.port(d.u16(at + UdpView.SOURCE_PORT), IpProtocol.UDP),
        d.port(d.u16(at + UdpView.DESTINATION_PORT), IpProtocol.UDP));
  }

  /** Of IPv4, where it may be absent, only from the second -v on. */
  private static void checksum(Dissection d, IpDemux.Packet ip, int at, int length) {
    if (ip.version() == 4 && d.options.verbosity() < 2) {
      return;
    }
    int field = d.u16(at + UdpView.CHECKSUM);
    if (ip.version() == 4 && field == 0) {
      d.add("[no cksum] ");
    } else if (d.has(at + UdpView.LENGTH, length)) {
      int sum = ip.checksum(d, at, length + UdpView.LENGTH, IpProtocol.UDP);
      if (sum == 0) {
        d.add("[udp sum ok] ");
      } else {
        d.add("[bad udp cksum 0x", hex(field, 4));
        d.add(" -> 0x", hex(Dissection.shouldBe(field, sum), 4), "!] ");
      }
    }
  }
}
