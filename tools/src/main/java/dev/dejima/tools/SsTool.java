package dev.dejima.tools;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.diag.GetSockets;
import dev.dejima.kernel.diag.SocketEntry;
import dev.dejima.kernel.diag.SocketMessage;
import dev.dejima.packet.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code ss} of iproute2: the sockets of a namespace. */
public final class SsTool implements Tool {
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final String[] STATES = {
    "UNKNOWN",
    "ESTAB",
    "SYN-SENT",
    "SYN-RECV",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "UNCONN",
    "CLOSE-WAIT",
    "LAST-ACK",
    "LISTEN",
    "CLOSING",
    "SYN-RECV"
  };
  private static final int ESTABLISHED = 1;
  private static final int LISTEN = 10;
  private static final int CLOSE = 7;
  private static final int TIME_WAIT = 6;
  private static final int SYN_RECV = 3;

  @Override
  public String name() {
    return "ss";
  }

  @Override
  public int run(Invocation call) throws IOException {
    new Run(call).run();
    return 0;
  }

  private static final class Run {
    private final Invocation call;
    private boolean tcp;
    private boolean udp;
    private boolean listening;
    private boolean all;
    private boolean header = true;
    private int version;

    Run(Invocation call) {
      this.call = call;
    }

    void run() throws NetlinkException {
      List<String> operands =
          new Options("ss", 255)
              .flag('t', () -> tcp = true)
              .flag('u', () -> udp = true)
              .flag('l', () -> listening = true)
              .flag('a', () -> all = true)
              .flag('n', () -> {})
              .flag('H', () -> header = false)
              .flag('4', () -> version = 4)
              .flag('6', () -> version = 6)
              .parse(call.arguments());
      if (!operands.isEmpty()) {
        throw new UsageException(
            255, "ss: filters are not supported here: " + String.join(" ", operands));
      }
      boolean both = tcp == udp;
      List<List<String>> rows = new ArrayList<>();
      if (header) {
        rows.add(
            row(
                both,
                "Netid",
                "State",
                "Recv-Q",
                "Send-Q",
                "Local Address",
                "Port",
                "Peer Address",
                "Port"));
      }
      if (both || udp) {
        rows(rows, UDP, both);
      }
      if (both || tcp) {
        rows(rows, TCP, both);
      }
      new SocketTable(rows).print(call);
    }

    private void rows(List<List<String>> rows, int protocol, boolean withNetid)
        throws NetlinkException {
      for (int v = 4; v <= 6; v += 2) {
        if (version != 0 && version != v) {
          continue;
        }
        for (SocketMessage message :
            call.namespace().socketDiagnosis().dump(new GetSockets(v, protocol))) {
          if (message instanceof SocketEntry socket && shows(socket)) {
            rows.add(row(withNetid, socket));
          }
        }
      }
    }

    private boolean shows(SocketEntry socket) {
      if (all) {
        return true;
      }
      boolean listens =
          socket.protocol() == TCP ? socket.state() == LISTEN : socket.state() == CLOSE;
      boolean passing =
          socket.protocol() == TCP && (socket.state() == TIME_WAIT || socket.state() == SYN_RECV);
      return listening ? listens : !listens && !passing && socket.state() >= ESTABLISHED;
    }

    private static List<String> row(boolean withNetid, SocketEntry socket) {
      return row(
          withNetid,
          socket.protocol() == TCP ? "tcp" : "udp",
          STATES[socket.state()],
          Integer.toString(socket.receiveQueue()),
          Integer.toString(socket.sendQueue()),
          address(socket, socket.local()),
          port(socket.local()),
          address(socket, socket.remote()),
          port(socket.remote()));
    }

    private static List<String> row(boolean withNetid, String netid, String... others) {
      List<String> row = new ArrayList<>();
      if (withNetid) {
        row.add(netid);
      }
      row.addAll(List.of(others));
      return row;
    }

    /** Any address of both versions is a star. */
    private static String address(SocketEntry socket, Endpoint end) {
      boolean six = end.address().bits() == 128;
      if (six && end.address().isUnspecified() && !socket.only6()) {
        return "*";
      }
      return six ? "[" + end.address() + "]" : end.address().toString();
    }

    private static String port(Endpoint end) {
      return end.port() == 0 ? "*" : Integer.toString(end.port());
    }
  }
}
