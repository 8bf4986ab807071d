package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.kernel.conntrack.ProtocolState;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Tracked connections as arguments of conntrack(8) that make them again ({@code -o save}). */
final class SavePrinter {
  private SavePrinter() {}

  /**
   * One line, without its newline.
   *
   * @param command the letter of the command
   */
  static String print(NewConntrack entry, char command) {
    StringJoiner line = new StringJoiner(" ");
    line.add("-" + command);
    if (entry.timeout() != null) {
      line.add("-t " + entry.timeout());
    }
    if (entry.status() != null) {
      line.add("-u " + status(entry));
    }
    zones(line, entry.original(), entry.reply());
    addresses(line, entry);
    Protocol protocol = Protocol.of(entry.original().protocol());
    line.add("-p " + (protocol == null ? entry.original().protocol() : protocol.word()));
    if (protocol != null) {
      ports(line, protocol, entry.original(), entry.reply());
    }
    state(line, entry.protocol());
    return line.toString();
  }

  private static String status(NewConntrack entry) {
    StringJoiner bits = new StringJoiner(",");
    bits.setEmptyValue("UNSET");
    if (entry.has(NewConntrack.SEEN_REPLY)) {
      bits.add("SEEN_REPLY");
    }
    if (entry.has(NewConntrack.ASSURED)) {
      bits.add("ASSURED");
    }
    if (entry.has(NewConntrack.FIXED_TIMEOUT)) {
      bits.add("FIXED_TIMEOUT");
    }
    if (entry.has(NewConntrack.EXPECTED)) {
      bits.add("EXPECTED");
    }
    return bits.toString();
  }

  private static void zones(StringJoiner line, ConntrackTuple original, ConntrackTuple reply) {
    if (original.zone() == reply.zone()) {
      if (original.zone() != 0) {
        line.add("-w " + original.zone());
      }
      return;
    }
    if (original.zone() != 0) {
      line.add("--orig-zone " + original.zone());
    }
    if (reply.zone() != 0) {
      line.add("--reply-zone " + reply.zone());
    }
  }

  private static void addresses(StringJoiner line, NewConntrack entry) {
    ConntrackTuple original = entry.original();
    ConntrackTuple reply = entry.reply();
    line.add("-s " + original.source()).add("-d " + original.destination());
    boolean sourceNat = entry.has(NewConntrack.SRC_NAT);
    boolean destinationNat = entry.has(NewConntrack.DST_NAT);
    line.add((destinationNat ? "-g " : "-r ") + reply.source());
    line.add((sourceNat ? "-n " : "-q ") + reply.destination());
  }

  private static void ports(
      StringJoiner line, Protocol protocol, ConntrackTuple original, ConntrackTuple reply) {
    switch (protocol) {
      case ICMP, ICMPV6 -> {
        String word = "--" + protocol.word();
        line.add(word + "-type " + (original.destinationPort() >> 8));
        line.add(word + "-code " + (original.destinationPort() & 255));
        line.add(word + "-id " + original.sourcePort());
      }
      case GRE -> {
        line.add("--srckey " + original.sourcePort());
        line.add("--dstkey " + original.destinationPort());
        line.add("--reply-key-src " + reply.sourcePort());
        line.add("--reply-key-dst " + reply.destinationPort());
      }
      case TCP, UDP, UDPLITE, SCTP, DCCP -> {
        if (original.sourcePort() == 0 && original.destinationPort() == 0) {
          return;
        }
        line.add("--sport " + original.sourcePort());
        line.add("--dport " + original.destinationPort());
        line.add("--reply-port-src " + reply.sourcePort());
        line.add("--reply-port-dst " + reply.destinationPort());
      }
    }
  }

  private static void state(StringJoiner line, @Nullable ProtocolState state) {
    String name = ConntrackPrinter.state(state);
    if (name != null) {
      line.add("--state " + name);
    }
    switch (state) {
      case ProtocolState.Sctp sctp ->
          line.add("--orig-vtag " + Integer.toUnsignedString(sctp.originalTag()))
              .add("--reply-vtag " + Integer.toUnsignedString(sctp.replyTag()));
      case ProtocolState.Dccp dccp ->
          line.add("--role " + (dccp.role() == 0 ? "client" : "server"));
      case ProtocolState.Tcp _ -> {}
      case null -> {}
    }
  }
}
