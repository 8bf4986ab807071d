package dev.dejima.netstack.netfilter.synproxy;

import static dev.dejima.packet.NetworkOrder.get16;
import static dev.dejima.packet.NetworkOrder.get32;
import static dev.dejima.packet.NetworkOrder.put16;

import dev.dejima.netstack.Packet;
import dev.dejima.packet.Checksum;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpView;

/** Writes into TCP headers, and mends the checksum. */
final class TcpEdit {
  private TcpEdit() {}

  /** Writes a number, at an odd offset too, where the checksum has its halves swapped. */
  static void put32(Packet packet, int at, int value) {
    int checksum = packet.transport + TcpView.CHECKSUM;
    int turn = (at - packet.transport & 1) * 8;
    int before = Integer.rotateLeft(get32(packet.bytes, at), turn);
    int now = Integer.rotateLeft(value, turn);
    put16(packet.bytes, checksum, Checksum.update32(get16(packet.bytes, checksum), before, now));
    NetworkOrder.put32(packet.bytes, at, value);
  }
}
