package dev.dejima.lab.compare;

import dev.dejima.kernel.Capture.Frame;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.lab.compare.Section.Kind;
import dev.dejima.lab.compare.Witness.Sight;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IcmpType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.print.PrintOptions;
import dev.dejima.packet.print.TcpdumpPrinter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Captured frames as lines: what {@code tcpdump -tnv} prints, and what they carry behind it. */
final class FrameText {
  private static final int SLL2 = 20;
  private static final int INTERFACE = 4;
  private static final int UDP_HEADER = 8;
  private static final int TCP_OFFSET = 12;

  /** An echo's header, and the time that ping puts behind it. */
  private static final int ICMP_HEADER = 24;

  private static final int SHOWN = 80;

  private FrameText() {}

  /** A section for each interface, by name. Relative sequence numbers begin on each anew. */
  static List<Section> sections(String place, Sight sight) {
    Map<String, List<String>> lines = new TreeMap<>();
    Map<String, TcpdumpPrinter> printers = new TreeMap<>();
    PrintOptions options = PrintOptions.PLAIN.withVerbosity(1);
    for (Frame frame : sight.frames()) {
      byte[] bytes = frame.bytes().toArray();
      NewLink link = sight.links().get(NetworkOrder.get32(bytes, INTERFACE));
      String name = link == null ? "?" : String.valueOf(link.name());
      TcpdumpPrinter printer =
          printers.computeIfAbsent(name, _ -> new TcpdumpPrinter(options, _ -> ""));
      String line =
          printer.print(frame.time(), TcpdumpPrinter.LINUX_SLL2, bytes, frame.length())
              + data(bytes);
      lines.computeIfAbsent(name, _ -> new ArrayList<>()).add(line.strip().replaceAll("\\s+", " "));
    }
    List<Section> sections = new ArrayList<>();
    lines.forEach((name, text) -> sections.add(new Section(Kind.FRAMES, place + " " + name, text)));
    return sections;
  }

  /** What a packet of IPv4 carries behind its headers; text as it is, other octets by their sum. */
  private static String data(byte[] bytes) {
    Ipv4View ip = new Ipv4View();
    if (NetworkOrder.get16(bytes, 0) != EtherType.IPV4 || !ip.wrap(bytes, SLL2, bytes.length)) {
      return "";
    }
    int at = SLL2 + ip.headerLength();
    if (ip.fragmentOffset() == 0) {
      at +=
          switch (ip.protocol()) {
            case IpProtocol.TCP ->
                at + TCP_OFFSET < ip.end() ? (bytes[at + TCP_OFFSET] >> 4 & 0xf) * 4 : 0;
            case IpProtocol.UDP -> UDP_HEADER;
            case IpProtocol.ICMP -> isEcho(bytes[at]) ? ICMP_HEADER : ip.end() - at;
            default -> 0;
          };
    }
    return at >= ip.end() ? "" : " data " + describe(Bytes.of(bytes, at, ip.end() - at));
  }

  /** Of errors, the printer shows what they quote. */
  private static boolean isEcho(byte type) {
    return type == IcmpType.ECHO_REPLY || type == IcmpType.ECHO_REQUEST;
  }

  private static String describe(Bytes data) {
    String text = new String(data.toArray(), StandardCharsets.ISO_8859_1);
    if (text.length() <= SHOWN && text.chars().allMatch(FrameText::isPlain)) {
      return '"' + text.replace("\r", "\\r").replace("\n", "\\n") + '"';
    }
    Optional<String> stun = StunText.of(data.toArray());
    if (stun.isPresent()) {
      return stun.get();
    }
    CRC32 sum = new CRC32();
    sum.update(data.toArray());
    return "of %d octets, CRC-32 %08x".formatted(data.length(), sum.getValue());
  }

  private static boolean isPlain(int c) {
    return c >= ' ' && c < 0x7f || c == '\n' || c == '\r';
  }
}
