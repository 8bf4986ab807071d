package dev.dejima.netstack.netfilter.helper;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.packet.NetworkOrder;
import java.util.List;

/**
 * TFTP's transfers, which the server sends from a port of its own choice ({@code
 * nf_conntrack_tftp.c}, RFC 1350 section 4).
 */
final class TftpHelper implements Helper {
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int READ = 1;
  private static final int WRITE = 2;

  private final Announcement announcement;

  TftpHelper(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public String name() {
    return "tftp";
  }

  @Override
  public int protocol() {
    return UDP;
  }

  @Override
  public List<Policy> policies() {
    return List.of(new Policy(1, 300));
  }

  @Override
  public boolean help(Packet packet, Flow flow) {
    int data = packet.transport + UDP_HEADER;
    if (packet.end < data + 2) {
      return true;
    }
    int opcode = NetworkOrder.get16(packet.bytes, data);
    if (opcode != READ && opcode != WRITE) {
      return true;
    }
    Tuple reply = flow.reply;
    Expectation expectation =
        new Expectation(flow).expect(0, reply, reply, UDP, -1, reply.destinationPort);
    if (Announcement.isTranslated(flow)) {
      expectation.savedPort = flow.original.sourcePort;
      expectation.direction = 1;
      expectation.arrival = announcement.nat().followMaster();
    }
    return announcement.expectations().add(expectation) == null;
  }
}
