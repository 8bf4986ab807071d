package dev.dejima.netstack.tcp;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.TcpHeader;
import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes segments as tcpdump does, one line each, numbers counted from each side's SYN, timestamps
 * left out: {@code A [P.] 1:7 ack 1 win 502}.
 */
final class Line {
  private static final String FLAGS = "FSRP.UEW";

  private final Map<Integer, Integer> initial = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();

  Line name(int port, String name) {
    names.put(port, name);
    return this;
  }

  String of(Packet packet) {
    TcpHeader header = TcpHeader.parse(packet.bytes, packet.transport, packet.end).orElseThrow();
    int payload = packet.end - packet.transport - header.length();
    if (header.has(TcpView.SYN)) {
      initial.put(header.sourcePort() << 16 | header.destinationPort(), header.sequence());
    }
    int own = header.sourcePort() << 16 | header.destinationPort();
    int other = header.destinationPort() << 16 | header.sourcePort();
    int start = header.sequence() - initial.getOrDefault(own, 0);
    StringBuilder line = new StringBuilder();
    name(header.sourcePort()).ifPresent(name -> line.append(name).append(' '));
    line.append('[').append(flags(header.flags())).append(']');
    boolean rst = header.has(TcpView.RST);
    if (!rst || header.sequence() != 0) {
      line.append(' ').append(start);
    }
    if (payload > 0) {
      line.append(':').append(start + payload);
    }
    if (header.has(TcpView.ACK)) {
      int ack = header.acknowledgment() - initial.getOrDefault(other, 0);
      line.append(" ack ").append(ack);
    }
    line.append(" win ").append(header.window());
    String options = options(header, initial.getOrDefault(other, 0));
    return options.isEmpty() ? line.toString() : line + " <" + options + ">";
  }

  private Optional<String> name(int port) {
    return Optional.ofNullable(names.get(port));
  }

  private static String flags(int flags) {
    StringBuilder text = new StringBuilder();
    for (int bit : new int[] {0, 1, 2, 3, 4, 5, 6, 7}) {
      if ((flags & 1 << bit) != 0) {
        text.append(FLAGS.charAt(bit));
      }
    }
    return text.toString();
  }

  private String options(TcpHeader header, int zero) {
    List<String> words = new ArrayList<>();
    for (TcpOption option : header.options()) {
      switch (option) {
        case TcpOption.Mss(int value) -> words.add("mss " + value);
        case TcpOption.SackPermitted() -> words.add("sackOK");
        case TcpOption.WindowScale(int shift) -> words.add("wscale " + shift);
        case TcpOption.Timestamps _ -> {
          if (header.has(TcpView.SYN)) {
            words.add("TS");
          }
        }
        case TcpOption.Sack(List<TcpOption.SackBlock> blocks) -> {
          for (TcpOption.SackBlock block : blocks) {
            words.add("sack " + (block.left() - zero) + ":" + (block.right() - zero));
          }
        }
        case TcpOption.Nop _, TcpOption.EndOfList _ -> {}
        case TcpOption.Unknown(int kind, _) -> words.add("unknown " + kind);
      }
    }
    return String.join(",", words);
  }
}
