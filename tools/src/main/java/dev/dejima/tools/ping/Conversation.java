package dev.dejima.tools.ping;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IcmpView;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.Ipv6View;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Zone;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The echo requests of one ping, their answers, and the sums at the end. */
final class Conversation {
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST_6 = 128;
  private static final int ECHO_REPLY_6 = 129;
  private static final int HEADER = 8;

  private final Invocation call;
  private final Socket socket;
  private final IpAddress target;
  private final boolean v4;
  private final int size;
  private final int identifier;
  private final boolean quiet;
  private final Map<Integer, Long> sentAt = new HashMap<>();
  private final Set<Integer> answered = new HashSet<>();
  private final byte[] buffer = new byte[65536];
  private final RoundTrips roundTrips = new RoundTrips();
  private long firstSend;
  private long lastSend;
  private int duplicates;
  private int errors;

  Conversation(
      Invocation call, Socket socket, IpAddress target, int size, int identifier, boolean quiet) {
    this.call = call;
    this.socket = socket;
    this.target = target;
    this.v4 = target instanceof Ipv4Address;
    this.size = size;
    this.identifier = identifier;
    this.quiet = quiet;
  }

  /** Prints the first line; {@code from} is where packets are to come from, if asked for. */
  void begin(String name, String from) {
    String shown = Zone.withZone(target, name);
    call.print(
        v4
            ? "PING %s (%s) %s%d(%d) bytes of data.".formatted(name, shown, from, size, size + 28)
            : "PING %s(%s) %s%d data bytes".formatted(name, shown, from, size));
  }

  void send(int sequence) throws KernelException, InterruptedException {
    byte[] packet = new byte[HEADER + size];
    for (int i = 0; i < size; i++) {
      packet[HEADER + i] = (byte) i;
    }
    packet[IcmpView.TYPE] = (byte) (v4 ? ECHO_REQUEST : ECHO_REQUEST_6);
    IcmpView icmp = new IcmpView();
    icmp.wrap(packet, 0, packet.length);
    icmp.setIdentifier(identifier);
    icmp.setSequence(sequence & 0xffff);
    if (v4) {
      icmp.fillChecksum(0);
    }
    lastSend = now();
    firstSend = sequence == 1 ? lastSend : firstSend;
    sentAt.put(sequence & 0xffff, lastSend);
    socket.sendTo(packet, 0, packet.length, new Endpoint(target, 0));
  }

  long longestRoundTrip() {
    return roundTrips.max();
  }

  private long now() {
    return call.kernel().clock().nanoTime();
  }

  /** Takes answers until a moment; with {@code untilComplete} only until every request has one. */
  void receiveUntil(long moment, boolean untilComplete)
      throws KernelException, InterruptedException {
    while (!untilComplete || answered.size() + errors < sentAt.size()) {
      long left = moment - now();
      if (left <= 0) {
        return;
      }
      socket.timeout(Duration.ofNanos(left));
      try {
        Socket.Datagram datagram = socket.receiveFrom(buffer, 0, buffer.length);
        if (v4) {
          receive4(datagram);
        } else {
          receive(0, datagram.length(), sender(datagram), datagram.ttl());
        }
      } catch (KernelException e) {
        if (!PingTool.isTimeout(e)) {
          throw e;
        }
      }
    }
  }

  /** Who sent a datagram, with the link if the address says nothing without it. */
  private String sender(Socket.Datagram datagram) throws KernelException {
    String address = datagram.remote().address().toString();
    for (RouteMessage message :
        datagram.zone() == 0
            ? List.<RouteMessage>of()
            : call.namespace().route().dump(new GetLinks())) {
      if (message instanceof NewLink link && link.index() == datagram.zone()) {
        return address + "%" + link.name();
      }
    }
    return address;
  }

  private void receive4(Socket.Datagram datagram) {
    Ipv4View ip = new Ipv4View();
    if (ip.wrap(buffer, 0, datagram.length())) {
      receive(
          ip.headerLength(), datagram.length(), datagram.remote().address().toString(), ip.ttl());
    }
  }

  private void receive(int offset, int end, String from, int ttl) {
    IcmpView icmp = new IcmpView();
    if (!icmp.wrap(buffer, offset, end)) {
      return;
    }
    if (icmp.type() == (v4 ? ECHO_REPLY : ECHO_REPLY_6)) {
      if (icmp.identifier() == identifier) {
        reply(icmp.sequence(), end - offset, from, ttl);
      }
    } else if (v4 && icmp.type() != ECHO_REQUEST) {
      error(icmp, offset, end, from);
    } else if (!v4 && icmp.type() < ECHO_REQUEST_6) {
      error6(icmp, offset, end, from);
    }
  }

  /** An ICMPv6 error counts if it quotes a request of ours. */
  private void error6(IcmpView icmp, int offset, int end, String from) {
    Ipv6View quoted = new Ipv6View();
    IcmpView request = new IcmpView();
    if (!quoted.wrapQuoted(buffer, offset + HEADER, end)
        || !quoted.walk()
        || !request.wrap(buffer, quoted.upperOffset(), end)
        || request.type() != ECHO_REQUEST_6
        || request.identifier() != identifier) {
      return;
    }
    errors++;
    if (!quiet) {
      String text = IcmpErrors.text6(icmp.type(), icmp.code(), icmp.rest());
      call.print("From %s icmp_seq=%d %s".formatted(from, request.sequence(), text));
    }
  }

  private void reply(int sequence, int length, String from, int ttl) {
    Long sent = sentAt.get(sequence);
    if (sent == null) {
      return;
    }
    long roundTrip = now() - sent;
    boolean again = !answered.add(sequence);
    if (again) {
      duplicates++;
    } else {
      roundTrips.add(roundTrip);
    }
    if (!quiet) {
      call.print(
          "%d bytes from %s: icmp_seq=%d ttl=%d time=%s ms%s"
              .formatted(
                  length,
                  from,
                  sequence,
                  ttl,
                  RoundTrips.brief(roundTrip),
                  again ? " (DUP!)" : ""));
    }
  }

  /** An ICMP error counts if it quotes a request of ours. */
  private void error(IcmpView icmp, int offset, int end, String from) {
    Ipv4View quoted = new Ipv4View();
    int start = offset + HEADER;
    if (!IcmpErrors.isError(icmp.type()) || !quoted.wrapQuoted(buffer, start, end)) {
      return;
    }
    int inner = start + quoted.headerLength();
    IcmpView request = new IcmpView();
    if (!request.wrap(buffer, inner, end)
        || request.type() != ECHO_REQUEST
        || request.identifier() != identifier) {
      return;
    }
    errors++;
    if (!quiet) {
      call.print(
          "From %s icmp_seq=%d %s"
              .formatted(
                  from,
                  request.sequence(),
                  IcmpErrors.text(icmp.type(), icmp.code(), icmp.rest())));
    }
  }

  /** Prints the statistics. */
  int end(String name) {
    int sent = sentAt.size();
    int received = answered.size();
    call.print("");
    call.print("--- " + name + " ping statistics ---");
    StringBuilder line = new StringBuilder();
    line.append(sent).append(" packets transmitted, ").append(received).append(" received");
    if (duplicates > 0) {
      line.append(", +").append(duplicates).append(" duplicates");
    }
    if (errors > 0) {
      line.append(", +").append(errors).append(" errors");
    }
    if (sent > 0) {
      line.append(", ").append(RoundTrips.percent(sent - received, sent)).append("% packet loss");
      line.append(", time ").append((lastSend - firstSend) / 1_000_000).append("ms");
    }
    call.print(line.toString());
    call.print(received > 0 ? roundTrips.summary() : "");
    return received > 0 ? 0 : 1;
  }
}
