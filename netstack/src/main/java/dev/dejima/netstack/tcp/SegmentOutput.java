package dev.dejima.netstack.tcp;

import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.TcpView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the packets of a connection and hands them to IP. */
final class SegmentOutput {
  private static final int MOST_OPTIONS = 40;
  private static final int ANSWER = TcpView.SYN | TcpView.ACK;

  private final Tcp tcp;
  private final Connection connection;
  private int ttl;

  /** The next packet's IP identification; SYN-ACKs and what is sent in TIME_WAIT have none. */
  private int identification;

  SegmentOutput(Tcp tcp, Connection connection, int ttl) {
    this.tcp = tcp;
    this.connection = connection;
    this.ttl = ttl;
    this.identification = tcp.secrets().identification(connection.tuple);
  }

  void ttl(int value) {
    ttl = value;
  }

  /** Sends a segment with {@code length} octets of {@code data} from {@code index}. */
  void data(int sequence, int flags, @Nullable ByteRing data, int index, int length) {
    Packet packet = tcp.host().packets().allocate(TcpView.LENGTH + MOST_OPTIONS + length);
    SegmentWriter writer = tcp.writer().begin(packet);
    writeTimestamps(writer);
    int blocks = connection.rcv.sackBlocks(sackRoom(length));
    if (blocks > 0) {
      connection.rcv.writeSack(writer, blocks);
    }
    int at =
        writer.finish(
            connection.tuple, sequence, connection.rcv.next(), flags, connection.rcv.announce());
    if (data != null && length > 0) {
      data.copy(index, packet.bytes, at, length);
    }
    packet.end = at + length;
    connection.acks.sent();
    give(packet, connection.state() != TcpState.TIME_WAIT);
  }

  /** How many SACK blocks fit beside so many octets: none may make the packet too large. */
  private int sackRoom(int length) {
    int left = connection.snd.segmentSize() - length - 4;
    return length > 0 && left < 8
        ? 0
        : Math.min(connection.timestamps ? 3 : 4, Math.max(left, 32) / 8);
  }

  void writeTimestamps(SegmentWriter writer) {
    if (connection.timestamps) {
      writer.timestamps(
          connection.timestampAt(connection.loop().nanoTime()),
          connection.checks.recentTimestamp(),
          false);
    }
  }

  /** Sends a segment without data. */
  void control(int sequence, int ack, int flags, int window, Consumer<SegmentWriter> options) {
    Packet packet = tcp.host().packets().allocate(TcpView.MAX_LENGTH);
    SegmentWriter writer = tcp.writer().begin(packet);
    options.accept(writer);
    packet.end = writer.finish(connection.tuple, sequence, ack, flags, window);
    give(packet, (flags & ANSWER) != ANSWER);
  }

  private void give(Packet packet, boolean numbered) {
    packet.ownerless = connection.orphaned() || connection.state() == TcpState.TIME_WAIT;
    packet.local = !packet.ownerless;
    packet.identification = numbered ? identification++ & 0xffff : 0;
    try {
      tcp.host()
          .output(
              packet,
              connection.tuple.local(),
              connection.tuple.remote(),
              ttl,
              0,
              connection.origin());
    } catch (KernelException e) {
      connection.softError(e.errno());
    }
  }
}
