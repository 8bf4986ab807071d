package dev.dejima.tools.stun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.packet.Bytes;
import dev.dejima.packet.Endpoint;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunMessageTest {
  private static final Bytes ID = Bytes.ofHex("0137046792cadd5e5cae717c62178b37");

  /** As stund 0.97 wrote it. */
  private static final String RESPONSE =
      "01010044"
          + "0137046792cadd5e5cae717c62178b37"
          + "0001000800014e20c0000201"
          + "0004000800010d96cb007101"
          + "0005000800010d97cb007102"
          + "0020000800014f17c1370666"
          + "80220010566f766964612e6f726720302e393700";

  @Test
  void requestsAreWhatStunWrites() {
    assertThat(Bytes.of(StunMessage.request(ID, StunMessage.CHANGE_IP).encode()))
        .isEqualTo(Bytes.ofHex("00010008" + ID.toHex() + "0003000400000004"));
  }

  @Test
  void responsesOfStundAreRead() {
    byte[] bytes = Bytes.ofHex(RESPONSE).toArray();
    StunMessage message = StunMessage.decode(bytes, bytes.length).orElseThrow();
    assertThat(message.isRequest()).isFalse();
    assertThat(message.test()).isEqualTo(1);
    assertThat(message.mapped()).isEqualTo(Endpoint.parse("192.0.2.1:20000"));
    assertThat(message.source()).isEqualTo(Endpoint.parse("203.0.113.1:3478"));
    assertThat(message.changed()).isEqualTo(Endpoint.parse("203.0.113.2:3479"));
  }

  @Test
  void whatIsWrittenIsRead() {
    Endpoint a = Endpoint.parse("192.0.2.1:20000");
    StunMessage response = new StunMessage(ID, 0, a, a, a);
    byte[] bytes = response.encode();
    assertThat(StunMessage.decode(bytes, bytes.length)).contains(response);
  }

  @Test
  void damagedMessagesThrowNothing() {
    Random random = new Random(1);
    byte[] whole = Bytes.ofHex(RESPONSE).toArray();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      int length = random.nextInt(bytes.length + 1);
      bytes[3] = (byte) (random.nextBoolean() ? length - 20 : bytes[3]);
      StunMessage.decode(bytes, length).ifPresent(m -> assertThat(m.id()).isNotNull());
    }
  }
}
