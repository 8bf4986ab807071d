package dev.dejima.lab.trace;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.print.PrintOptions;
import dev.dejima.packet.print.TcpdumpPrinter;
import java.time.Instant;

/** A packet as tcpdump prints it. */
final class PacketLine {
  /** {@code DLT_RAW}: IP without a link header. */
  private static final int RAW = 101;

  private PacketLine() {}

  /** A packet from its IP header on, with TCP's sequence numbers as they are. */
  static String of(Bytes packet) {
    return new TcpdumpPrinter(PrintOptions.PLAIN)
        .print(Instant.EPOCH, RAW, packet, packet.length());
  }
}
