package dev.dejima.netstack.tcp;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.Packet;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.NetworkOrder;
import dev.dejima.packet.TcpHeader;
import dev.dejima.packet.TcpOption;
import dev.dejima.packet.TcpView;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * A host, and a peer whose segments the test writes by hand. Numbers are counted from each side's
 * SYN; the peer's SYN is 0, as if its initial number were {@link #PEER}.
 */
final class Dialogue implements AutoCloseable {
  static final int PEER = 7_000_000;
  static final int HOST_PORT = 80;
  static final int PEER_PORT = 40000;

  final EventLoop loop;
  final TestHost host;
  final List<String> said = new ArrayList<>();
  int hostInitial;
  private final EventLoop.Entry entry;

  Dialogue() {
    loop =
        new EventLoop(
            1,
            false,
            text -> {
              throw new AssertionError(text);
            });
    entry = loop.enter();
    host = new TestHost(loop, "192.0.2.1");
    host.wire = this::hear;
  }

  private void hear(Packet packet) {
    TcpHeader header = TcpHeader.parse(packet.bytes, packet.transport, packet.end).orElseThrow();
    int payload = packet.end - packet.transport - header.length();
    if (header.has(TcpView.SYN)) {
      hostInitial = header.sequence();
    }
    int start = header.sequence() - hostInitial;
    StringBuilder line = new StringBuilder(flags(header.flags()));
    line.append(' ').append(start);
    if (payload > 0) {
      line.append(':').append(start + payload);
    }
    if (header.has(TcpView.ACK)) {
      line.append(" ack ").append(header.acknowledgment() - PEER);
    }
    line.append(" win ").append(header.window());
    for (TcpOption option : header.options()) {
      if (option instanceof TcpOption.Sack(List<TcpOption.SackBlock> blocks)) {
        for (TcpOption.SackBlock block : blocks) {
          line.append(" sack ").append(block.left() - PEER).append(':');
          line.append(block.right() - PEER);
        }
      }
    }
    said.add(line.toString());
    packet.release();
  }

  private static String flags(int flags) {
    StringBuilder text = new StringBuilder();
    String names = "FSRP.";
    for (int bit = 0; bit < names.length(); bit++) {
      if ((flags & (1 << bit)) != 0) {
        text.append(names.charAt(bit));
      }
    }
    return text.toString();
  }

  /** A segment of the peer's, to be made more of and sent. */
  Spoken peer(String flags, int sequence) {
    return new Spoken(flags, sequence);
  }

  /** What the host has said since the last time. */
  Dialogue host(String... lines) {
    Assertions.assertThat(said).containsExactly(lines);
    said.clear();
    return this;
  }

  Dialogue at(long millis) throws InterruptedException {
    // Just behind that moment: what is waited for is there before what the wheel has for it.
    new WaitQueue(loop, "time").await(millis * 1_000_000 + 1_000_000_001);
    return this;
  }

  Socket listen() throws KernelException {
    Socket socket = host.tcp.open(SocketType.TCP4, false);
    socket.option(SocketOption.REUSEADDR, true);
    socket.bind(Endpoint.parse("0.0.0.0:" + HOST_PORT));
    socket.listen(5);
    return socket;
  }

  /** A connection that the peer has opened, with MSS 1000, SACK, and windows without scale. */
  Socket accepted() throws KernelException, InterruptedException {
    Socket listener = listen();
    peer("S", 0).mss(1000).sackPermitted().win(65535).send();
    said.clear();
    peer(".", 1).ack(1).win(65535).send();
    host();
    return listener.accept();
  }

  /** A segment. */
  final class Spoken {
    private final int flags;
    private final int sequence;
    private final List<TcpOption> options = new ArrayList<>();
    private @Nullable Integer ack;
    private int window = 65535;
    private int payload;

    Spoken(String flags, int sequence) {
      int bits = 0;
      for (int i = 0; i < flags.length(); i++) {
        bits |= 1 << "FSRP.".indexOf(flags.charAt(i));
      }
      this.flags = bits;
      this.sequence = sequence + PEER;
    }

    Spoken ack(int number) {
      ack = hostInitial + number;
      return this;
    }

    Spoken win(int octets) {
      window = octets;
      return this;
    }

    Spoken length(int octets) {
      payload = octets;
      return this;
    }

    Spoken mss(int octets) {
      options.add(new TcpOption.Mss(octets));
      return this;
    }

    Spoken sackPermitted() {
      options.add(new TcpOption.SackPermitted());
      return this;
    }

    Spoken sack(int left, int right) {
      options.add(
          new TcpOption.Sack(
              List.of(new TcpOption.SackBlock(hostInitial + left, hostInitial + right))));
      return this;
    }

    Spoken time(int value, int echo) {
      options.add(new TcpOption.Timestamps(value, echo));
      return this;
    }

    Dialogue send() {
      TcpHeader header =
          new TcpHeader(
              PEER_PORT, HOST_PORT, sequence, ack == null ? 0 : ack, flags, window, 0, 0, options);
      Packet packet = host.packets.allocate(header.length() + payload);
      int at = header.emit(packet.bytes, packet.transport);
      for (int i = 0; i < payload; i++) {
        packet.bytes[at + i] = (byte) (sequence + i);
      }
      deliver(packet, true);
      return Dialogue.this;
    }
  }

  /** Hands the host a packet whose transport part is filled in. */
  void deliver(Packet packet, boolean verified) {
    packet.etherType = EtherType.IPV4;
    packet.protocol = IpProtocol.TCP;
    packet.network = packet.transport - Ipv4View.LENGTH;
    packet.checksumVerified = verified;
    NetworkOrder.put32(packet.bytes, packet.network + Ipv4View.SOURCE, 0xc0000202);
    NetworkOrder.put32(packet.bytes, packet.network + Ipv4View.DESTINATION, 0xc0000201);
    host.tcp.input(packet);
    loop.runDeferred();
  }

  @Override
  public void close() {
    entry.close();
    loop.close();
  }
}
