package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.Register;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.NetworkOrder;

/** Loads from extension headers, options and chunks ({@code nft_exthdr.c}). */
final class ExthdrSteps {
  private static final int SCTP = 132;
  private static final int SCTP_HEADER = 12;
  private static final int CHUNK_HEADER = 4;
  private static final int DCCP = 33;
  private static final int DCCP_HEADER = 12;
  private static final int DCCP_LAST_RESERVED = 31;

  private ExthdrSteps() {}

  static Step of(Exthdr exthdr) {
    return switch (exthdr.op()) {
      case IPV6 -> ipv6(exthdr);
      case IPV4 -> ipv4(exthdr);
      case TCPOPT -> TcpOptionSteps.load(exthdr);
      case SCTP -> sctp(exthdr);
      case DCCP -> dccp(exthdr);
    };
  }

  private static Step ipv6(Exthdr exthdr) {
    Ipv6Headers headers = new Ipv6Headers();
    return e -> {
      Packet packet = e.packet;
      if (packet.etherType != EtherType.IPV6) {
        return Step.BREAK;
      }
      boolean found = headers.find(packet.bytes, packet.network, packet.end, exthdr.type());
      return load(e, exthdr, found ? headers.at : -1);
    };
  }

  private static Step ipv4(Exthdr exthdr) {
    return e -> {
      Packet packet = e.packet;
      if (packet.etherType != EtherType.IPV4) {
        return Step.BREAK;
      }
      int transport = packet.network + (packet.bytes[packet.network] & 15) * 4;
      return load(
          e,
          exthdr,
          transport > packet.end
              ? -1
              : Ipv4Options.find(packet.bytes, packet.network, transport, exthdr.type()));
    };
  }

  /** Loads what was asked for of what begins at an offset, which is negative if nothing does. */
  private static int load(Evaluation e, Exthdr exthdr, int at) {
    if (exthdr.present()) {
      Registers.setByte(e.registers, Register.offset(exthdr.dreg()), at >= 0 ? 1 : 0);
      return Step.NEXT;
    }
    return at >= 0 ? octets(e, exthdr, at + exthdr.offset()) : Step.BREAK;
  }

  private static int octets(Evaluation e, Exthdr exthdr, int from) {
    Packet packet = e.packet;
    int target = Register.offset(exthdr.dreg());
    return PayloadStep.load(packet.bytes, from, packet.end, exthdr.length(), e.registers, target);
  }

  private static Step sctp(Exthdr exthdr) {
    return e -> {
      Packet packet = e.packet;
      if (packet.protocol != SCTP) {
        return load(e, exthdr, -1);
      }
      int at = packet.transport + SCTP_HEADER;
      while (at + CHUNK_HEADER <= packet.end) {
        int length = NetworkOrder.get16(packet.bytes, at + 2);
        if (length == 0) {
          break;
        }
        if ((packet.bytes[at] & 0xff) == exthdr.type()) {
          boolean whole = exthdr.offset() + exthdr.length() <= length && at + length <= packet.end;
          return load(e, exthdr, exthdr.present() || whole ? at : -1);
        }
        at += length + 3 & ~3;
      }
      return load(e, exthdr, -1);
    };
  }

  /** Of DCCP's options only the presence can be asked for; a packet without any has none. */
  private static Step dccp(Exthdr exthdr) {
    return e -> load(e, exthdr, dccpOption(e.packet, exthdr.type()));
  }

  private static int dccpOption(Packet packet, int wanted) {
    int header = packet.transport;
    if (packet.protocol != DCCP || packet.laterFragment || header + DCCP_HEADER > packet.end) {
      return -1;
    }
    byte[] bytes = packet.bytes;
    int end = header + (bytes[header + 4] & 0xff) * 4;
    for (int at = header + dccpHeader(bytes, header); at < end; ) {
      if (at + Math.min(2, end - at) > packet.end) {
        return -1;
      }
      int kind = bytes[at] & 0xff;
      if (kind == wanted) {
        return at;
      }
      int length = kind <= DCCP_LAST_RESERVED ? 1 : at + 1 < end ? bytes[at + 1] & 0xff : 0;
      if (length == 0 || kind > DCCP_LAST_RESERVED && length < 2) {
        return -1;
      }
      at += length;
    }
    return -1;
  }

  /** Octets of the generic header and of what the packet's type adds ({@code __dccp_hdr_len}). */
  private static int dccpHeader(byte[] bytes, int header) {
    boolean extended = (bytes[header + 8] & 1) != 0;
    int more =
        switch (bytes[header + 8] >>> 1 & 15) {
          case 0 -> 4; // Request: service code
          case 1 -> 12; // Response: acknowledgement and service code
          case 2 -> 0; // Data
          case 7 -> 12; // Reset: acknowledgement and reset code
          default -> 8;
        };
    return (extended ? 16 : DCCP_HEADER) + more;
  }
}
