package dev.dejima.netstack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.netstack.Packet;
import dev.dejima.packet.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one segment is answered with: RFC 9293 section 3.10.7, RFC 5961, and Linux' habits. */
class SegmentsTest {
  private final byte[] buffer = new byte[100_000];

  /** tcp_v4_send_reset: the number that the sender of the segment expects. */
  @ParameterizedTest
  @CsvSource({
    "S,   100, , 0,   R. 0 ack 101 win 0",
    "SF,  100, , 0,   R. 0 ack 102 win 0",
    "FP,  100, , 10,  R. 0 ack 111 win 0",
    ".,   100, 55, 5, R 55 win 0",
    "S.,  100, 55, 0, R 55 win 0",
    "P,   100, , 3,   R. 0 ack 103 win 0",
  })
  void closedPortAnswersWithReset(
      String flags, int sequence, Integer ack, int length, String reset) {
    try (Dialogue dialogue = new Dialogue()) {
      Dialogue.Spoken segment = dialogue.peer(flags, sequence).length(length);
      (ack == null ? segment : segment.ack(ack)).send().host(reset);
    }
  }

  @Test
  void resetIsNeverAnswered() {
    try (Dialogue dialogue = new Dialogue()) {
      dialogue.peer("R", 100).send().host();
      dialogue.peer("R.", 100).ack(7).send().host();
    }
  }

  @Test
  void badChecksumIsDropped() {
    try (Dialogue dialogue = new Dialogue()) {
      Packet packet = dialogue.host.packets.allocate(20);
      packet.bytes[packet.transport + 12] = 0x50;
      packet.bytes[packet.transport + 13] = 2;
      dialogue.deliver(packet, false);
      dialogue.host();
    }
  }

  @Test
  void listenerAnswersByFlags() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      dialogue.listen();
      dialogue.peer(".", 5).ack(9).send().host("R 9 win 0");
      dialogue.peer("SF", 5).send().host();
      dialogue.peer("R", 5).send().host();
      dialogue.peer("F", 5).send().host();
      dialogue.peer("S", 0).mss(1000).send().host("S. 0 ack 1 win 64240");
      dialogue.peer("S", 0).mss(1000).send().host("S. 0 ack 1 win 64240");
      dialogue.at(999).host();
      dialogue.at(1000).host("S. 0 ack 1 win 64240");
      dialogue.at(3000).host("S. 0 ack 1 win 64240");
      dialogue.peer("R", 1).send().host();
      dialogue.at(100_000).host();
    }
  }

  @Test
  void wrongAcknowledgmentOfSynAckIsReset() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      dialogue.listen();
      dialogue.peer("S", 0).send().host("S. 0 ack 1 win 64240");
      dialogue.peer(".", 1).ack(5).send().host("R 5 win 0");
      dialogue.peer(".", 1).ack(1).send().host();
    }
  }

  @Test
  void resetNeedsTheExactNumber() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue.peer("R", 70_000).send().host();
      dialogue.peer("R", 2).send().host(". 1 ack 1 win 64240");
      dialogue.peer("R", 2).send().host();
      dialogue.peer("R", 1).send().host();
      KernelException e =
          catchThrowableOfType(KernelException.class, () -> socket.receive(buffer, 0, 10));
      assertThat(e.errno()).isEqualTo(Errno.ECONNRESET);
    }
  }

  @Test
  void synInAConnectionIsChallenged() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      dialogue.accepted();
      dialogue.peer("S", 1).send().host(". 1 ack 1 win 64240");
      dialogue.at(400).peer("S", 1).send().host();
      dialogue.at(600).peer("S", 1).send().host(". 1 ack 1 win 64240");
    }
  }

  @Test
  void acknowledgmentOfTheFutureIsChallenged() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue.peer("P.", 1).ack(100).length(5).send().host(". 1 ack 1 win 64240");
      dialogue.peer("P.", 1).ack(1).length(5).send().host(". 1 ack 6 win 64240");
      assertThat(socket.receive(buffer, 0, 10)).isEqualTo(5);
    }
  }

  @Test
  void holesAreReported() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue
          .peer(".", 1001)
          .ack(1)
          .length(1000)
          .send()
          .host(". 1 ack 1 win 64240 sack 1001:2001");
      dialogue
          .peer(".", 3001)
          .ack(1)
          .length(1000)
          .send()
          .host(". 1 ack 1 win 64240 sack 3001:4001 sack 1001:2001");
      dialogue.peer(".", 1).ack(1).length(1000).send();
      assertThat(dialogue.said.removeFirst()).startsWith(". 1 ack 2001").endsWith("sack 3001:4001");
      dialogue.peer(".", 2001).ack(1).length(1000).send();
      assertThat(dialogue.said.removeFirst()).startsWith(". 1 ack 4001").doesNotContain("sack");
      dialogue.peer(".", 2001).ack(1).length(1000).send();
      assertThat(dialogue.said.removeFirst()).startsWith(". 1 ack 4001").endsWith("sack 2001:3001");
      assertThat(socket.receive(buffer, 0, buffer.length)).isEqualTo(4000);
      for (int i = 0; i < 4000; i++) {
        assertThat(buffer[i]).isEqualTo((byte) (Dialogue.PEER + 1 + i));
      }
    }
  }

  @Test
  void threeReportsBeyondAHoleFillIt() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      socket.send(new byte[5000], 0, 5000);
      dialogue.host(
          ". 1:1001 ack 1 win 64240",
          ". 1001:2001 ack 1 win 64240",
          ". 2001:3001 ack 1 win 64240",
          ". 3001:4001 ack 1 win 64240",
          "P. 4001:5001 ack 1 win 64240");
      dialogue.at(1).peer(".", 1).ack(1).sack(1001, 2001).send().host();
      dialogue.peer(".", 1).ack(1).sack(1001, 3001).send().host();
      dialogue.peer(".", 1).ack(1).sack(1001, 4001).send().host(". 1:1001 ack 1 win 64240");
      dialogue.peer(".", 1).ack(5001).send().host();
      dialogue.at(10_000).host();
    }
  }

  @Test
  void threeDuplicatesWithoutSackFillTheHole() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket listener = dialogue.listen();
      dialogue.peer("S", 0).mss(1000).send().peer(".", 1).ack(1).send();
      Socket socket = listener.accept();
      dialogue.said.clear();
      socket.send(new byte[5000], 0, 5000);
      dialogue.said.clear();
      dialogue.at(10).peer(".", 1).ack(1).send().peer(".", 1).ack(1).send().host();
      dialogue.peer(".", 1).ack(1).send().host(". 1:1001 ack 1 win 64240");
      dialogue.peer(".", 1).ack(2001).send().host(". 2001:3001 ack 1 win 64240");
      dialogue.peer(".", 1).ack(5001).send().host();
    }
  }

  @Test
  void closedWindowIsProbed() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue.peer(".", 1).ack(1).win(0).send().host();
      socket.send(new byte[10], 0, 10);
      dialogue.host();
      dialogue.at(201).host(". 0 ack 1 win 64240");
      dialogue.peer(".", 1).ack(1).win(0).send().host();
      dialogue.at(1000);
      assertThat(dialogue.said).isNotEmpty().containsOnly(". 0 ack 1 win 64240");
      dialogue.said.clear();
      dialogue.peer(".", 1).ack(1).win(100).send().host("P. 1:11 ack 1 win 64240");
    }
  }

  @Test
  void aFinWaitsForTheWindow() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue.peer(".", 1).ack(1).win(0).send().host();
      socket.shutdownOutput();
      dialogue.host();
      dialogue.peer(".", 1).ack(1).win(100).send().host("F. 1 ack 1 win 64240");
    }
  }

  @Test
  void smallWritesWaitForTheAcknowledgment() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      socket.send(new byte[3], 0, 3);
      socket.send(new byte[4], 0, 4);
      socket.send(new byte[5], 0, 5);
      dialogue.host("P. 1:4 ack 1 win 64240");
      dialogue.peer(".", 1).ack(4).send().host("P. 4:13 ack 1 win 64240");
      socket.option(SocketOption.NODELAY, true);
      socket.send(new byte[2], 0, 2);
      socket.send(new byte[2], 0, 2);
      dialogue.host("P. 13:15 ack 1 win 64240", "P. 15:17 ack 1 win 64240");
    }
  }

  @Test
  void fragmentationNeededMakesSegmentsSmaller() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      socket.send(new byte[2000], 0, 2000);
      dialogue.host(". 1:1001 ack 1 win 64240", "P. 1001:2001 ack 1 win 64240");
      dialogue.host.tcp.error(
          dialogue.host.address,
          Dialogue.HOST_PORT,
          IpAddress.parse("192.0.2.2"),
          Dialogue.PEER_PORT,
          dialogue.hostInitial + 1,
          Errno.EMSGSIZE,
          true,
          640);
      dialogue.loop.runDeferred();
      dialogue.host(
          ". 1:601 ack 1 win 64240",
          ". 601:1001 ack 1 win 64240",
          ". 1001:1601 ack 1 win 64240",
          "P. 1601:2001 ack 1 win 64240");
    }
  }

  @Test
  void oldTimestampIsRefused() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket listener = dialogue.listen();
      dialogue.peer("S", 0).mss(1000).time(500, 0).send();
      dialogue.peer(".", 1).ack(1).time(500, 0).send();
      Socket socket = listener.accept();
      dialogue.said.clear();
      dialogue.peer("P.", 1).ack(1).time(499, 0).length(3).send();
      assertThat(dialogue.said.removeFirst()).startsWith(". 1 ack 1 ");
      dialogue.peer("P.", 1).ack(1).time(501, 0).length(3).send();
      assertThat(dialogue.said.removeFirst()).startsWith(". 1 ack 4 ");
      assertThat(socket.receive(buffer, 0, 10)).isEqualTo(3);
    }
  }

  @Test
  void finBeforeItsDataWaits() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      dialogue.peer("FP.", 11).ack(1).length(10).send().host(". 1 ack 1 win 64240 sack 11:21");
      dialogue.peer(".", 1).ack(1).length(10).send().host(". 1 ack 22 win 64240");
      assertThat(socket.receive(buffer, 0, 100)).isEqualTo(20);
      assertThat(socket.receive(buffer, 0, 100)).isEqualTo(-1);
    }
  }

  @Test
  void orphanInFinWait2EndsAfterAMinute() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      Socket socket = dialogue.accepted();
      socket.close();
      dialogue.host("F. 1 ack 1 win 64240");
      dialogue.peer(".", 1).ack(2).send().host();
      dialogue.at(59_000).peer(".", 1).ack(2).send().host();
      dialogue.at(61_000).peer("F.", 1).ack(2).send().host("R 2 win 0");
    }
  }

  /** Octets that come early cost more than they are; the buffer bounds what all of them cost. */
  @Test
  void octetsThatComeOneByOneAndEarlyAreKeptUpToTheBuffer() throws Exception {
    try (Dialogue dialogue = new Dialogue()) {
      dialogue.accepted();
      for (int at = 2; at < 2000; at += 2) {
        dialogue.peer(".", at).ack(1).length(1).send();
      }
      for (int at = 1; at < 2000; at += 2) {
        dialogue.said.clear();
        dialogue.peer(".", at).ack(1).length(1).send();
      }
      // 131072 octets of buffer, 857 for each octet that waits
      assertThat(dialogue.said.getLast()).contains(" ack 306 ");
    }
  }
}
