package dev.dejima.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.PacketFacts;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.PacketVerdict.Verdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Octets worked out by hand from linux/netfilter/nfnetlink_queue.h. */
class QueueCodecTest {
  private static final QueueCodec CODEC = new QueueCodec();

  private static final String PACKET =
      "02000005" // nfgenmsg: AF_INET, version 0, queue 5
          + "0b000100 0000002a 0800 02 00" // packet 42, IPv4, forward
          + "08000500 00000002 08000600 00000003" // by 2 to 3
          + "08000300 00000007" // mark
          + "10000900 0006 0000 020000000001 0000" // hardware address
          + "08000d00 00000400" // 1024 octets in all
          + "08000e00 00000004" // checksum not verified
          + "08001000 000003e8 08001100 00000064" // uid 1000, gid 100
          + "08000a00 45000400"; // the first octets

  private static Bytes hex(String text) {
    return Bytes.ofHex(text.replace(" ", ""));
  }

  private static QueueMessage decode(Bytes payload) throws MalformedException {
    return Objects.requireNonNull(CODEC.decode(new NetlinkMessage(0x300, 0, payload.toArray())));
  }

  private static String encoded(QueueMessage message) throws KernelException {
    NetlinkMessage only = CODEC.encode(message).getFirst();
    return Integer.toHexString(only.type()) + " " + Bytes.of(only.payload()).toHex();
  }

  @Test
  void readsAPacket() throws Exception {
    assertThat(decode(hex(PACKET)))
        .isEqualTo(
            new QueuedPacket(
                5,
                42,
                new PacketFacts(
                    Family.IP,
                    HookNumber.FORWARD,
                    0x0800,
                    2,
                    3,
                    7,
                    Bytes.ofHex("020000000001"),
                    null,
                    new PacketFacts.Owner(1000, 100),
                    null),
                0,
                1024,
                Bytes.ofHex("45000400"),
                QueuedPacket.CHECKSUM_NOT_VERIFIED));
  }

  @Test
  void writesWhatLibnetfilterQueueWrites() throws Exception {
    assertThat(encoded(ConfigureQueue.bind(5)))
        .isEqualTo("302 " + "00000005" + "0800010001000000" + "090002000000000002000000");
    assertThat(encoded(ConfigureQueue.unbind(5)))
        .isEqualTo("302 " + "00000005" + "0800010002000000");
    assertThat(encoded(ConfigureQueue.maxLength(5, 4096)))
        .isEqualTo("302 " + "00000005" + "0800030000001000");
    assertThat(encoded(ConfigureQueue.flags(5, 3, 1)))
        .isEqualTo("302 " + "00000005" + "0800040000000003" + "0800050000000001");
    assertThat(encoded(new ConfigureQueue(5, null, CopyMode.META, 0, null, 0, 0)))
        .isEqualTo("302 " + "00000005" + "090002000000000001000000");
  }

  @Test
  void writesVerdicts() throws Exception {
    QueuedPacket packet = (QueuedPacket) decode(hex(PACKET));
    assertThat(encoded(PacketVerdict.of(packet, Verdict.ACCEPT).marked(9)))
        .isEqualTo("301 " + "00000005" + "0c000200000000010000002a" + "0800030000000009");
    assertThat(encoded(PacketVerdict.into(packet, 7).with(Bytes.ofHex("45"))))
        .isEqualTo("301 " + "00000005" + "0c000200000700030000002a" + "05000a0045000000");
    assertThat(encoded(PacketVerdict.upTo(packet, Verdict.DROP)))
        .isEqualTo("303 " + "00000005" + "0c000200000000000000002a");
    assertThatThrownBy(() -> CODEC.encode(packet)).isInstanceOf(KernelException.class);
  }

  @Test
  void whatIsCutOffOrDamagedIsRefusedOrRead() {
    byte[] whole = hex(PACKET).toArray();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] some = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (some.length > 0 && random.nextBoolean()) {
        some[random.nextInt(some.length)] = (byte) random.nextInt();
      }
      try {
        CODEC.decode(new NetlinkMessage(0x300, 0, some));
      } catch (MalformedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
