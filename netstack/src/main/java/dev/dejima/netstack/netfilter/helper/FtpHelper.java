package dev.dejima.netstack.netfilter.helper;

import static dev.dejima.packet.NetworkOrder.get32;

import dev.dejima.netstack.Packet;
import dev.dejima.netstack.netfilter.conntrack.Conntrack;
import dev.dejima.netstack.netfilter.conntrack.Expectation;
import dev.dejima.netstack.netfilter.conntrack.Flow;
import dev.dejima.netstack.netfilter.conntrack.Helper;
import dev.dejima.netstack.netfilter.conntrack.Tuple;
import dev.dejima.netstack.netfilter.nat.Mangler;
import dev.dejima.packet.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * FTP's data connections ({@code nf_conntrack_ftp.c}, {@code nf_nat_ftp.c}): those that a client
 * asks for (PORT, RFC 959; EPRT, RFC 2428), and those that a server offers (227, 229).
 *
 * <p>Only what follows a line's end is looked at, so the sequence numbers behind the last two of
 * each direction are remembered.
 */
final class FtpHelper implements Helper {
  private static final int TCP = 6;

  /** What is kept of a control connection. */
  private static final class State {
    final int[][] lineEnds = new int[2][2];
    final int[] known = new int[2];

    boolean followsLine(int direction, int seq) {
      for (int i = 0; i < known[direction]; i++) {
        if (lineEnds[direction][i] == seq) {
          return true;
        }
      }
      return false;
    }

    void lineEnded(int direction, int seq) {
      if (followsLine(direction, seq)) {
        return;
      }
      int[] ends = lineEnds[direction];
      if (known[direction] < ends.length) {
        ends[known[direction]++] = seq;
        return;
      }
      int oldest = ends[0] - ends[1] < 0 ? 0 : 1;
      if (seq - ends[oldest] > 0) {
        ends[oldest] = seq;
      }
    }
  }

  private final Announcement announcement;

  FtpHelper(Announcement announcement) {
    this.announcement = announcement;
  }

  @Override
  public String name() {
    return "ftp";
  }

  @Override
  public int protocol() {
    return TCP;
  }

  @Override
  public List<Policy> policies() {
    return List.of(new Policy(1, 300));
  }

  @Override
  public boolean help(Packet packet, Flow flow) {
    if (!Announcement.isEstablished(packet)) {
      return true;
    }
    int begin = Mangler.data(packet);
    if (begin >= packet.end) {
      return true;
    }
    State state = flow.helperState instanceof State known ? known : new State();
    flow.helperState = state;
    int direction = Conntrack.direction(packet);
    int seq = get32(packet.bytes, packet.transport + 4);
    int following = seq + packet.end - begin;
    boolean endsLine = packet.bytes[packet.end - 1] == '\n';
    if (state.followsLine(direction, seq)) {
      FtpCommand command = FtpCommand.find(packet, begin, direction, flow);
      switch (command.found()) {
        case PARTIAL -> {
          return false;
        }
        case YES -> {
          if (!expect(packet, flow, direction, command)) {
            return false;
          }
        }
        case NO -> {}
      }
    }
    if (endsLine) {
      state.lineEnded(direction, following);
    }
    return true;
  }

  private boolean expect(Packet packet, Flow flow, int direction, FtpCommand command) {
    Tuple other = flow.tuple(1 - direction);
    Tuple own = flow.tuple(direction);
    // A server that names another address than its own could open holes to others: it is ignored.
    if (command.high() != own.sourceHigh || command.low() != own.sourceLow) {
      return true;
    }
    Expectation expectation =
        new Expectation(flow).expect(0, other, other, TCP, -1, command.port());
    if (!Announcement.isTranslated(flow)) {
      return announcement.expectations().add(expectation) == null;
    }
    int port = announcement.expectTranslated(expectation, 1 - direction);
    if (port == 0) {
      return false;
    }
    IpAddress address =
        Announcement.address(other.version, other.destinationHigh, other.destinationLow);
    byte[] text = command.kind().text(address, port).getBytes(StandardCharsets.US_ASCII);
    return announcement.rewrite(
        packet, flow, command.offset(), command.length(), text, expectation);
  }
}
