package dev.dejima.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.kernel.netfilter.NflogFrame;
import dev.dejima.kernel.netfilter.PacketFacts;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.packet.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A message of Linux 6.18 about an echo request at ingress, and what libpcap writes. */
class LogCodecTest {
  private static final LogCodec CODEC = new LogCodec();

  private static final Bytes PACKET =
      Bytes.ofHex(
          "05000007080001000800000006000a00670000000800040000000002100008000006"
              + "0000ce17d07400b4000006000f000001000006001100000e000012001000928a34d3"
              + "bec5ce17d07400b4080000001400030000000000"
              + "6b0deb4400000000000a40fa08000b000000000008000e000000000012001500928a"
              + "34d3bec5ce17d07400b4080000001800090045000054e1d540004001d4cfc0000201"
              + "c0000202");

  private static LogMessage decode(byte[] payload) throws MalformedException {
    return Objects.requireNonNull(CODEC.decode(new NetlinkMessage(0x400, 0, payload)));
  }

  @Test
  void readsAPacketAndWritesItAsAFrame() throws Exception {
    LogMessage read = decode(PACKET.toArray());
    Bytes header = Bytes.ofHex("928a34d3bec5ce17d07400b40800");
    LoggedPacket packet =
        new LoggedPacket(
            7,
            new PacketFacts(
                Family.NETDEV,
                HookNumber.INGRESS,
                0x0800,
                2,
                0,
                0,
                Bytes.ofHex("ce17d07400b4"),
                Instant.ofEpochSecond(0x6b0deb44L, 0xa40faL * 1000),
                new PacketFacts.Owner(0, 0),
                null),
            "g",
            new LoggedPacket.Hardware(1, header),
            null,
            null,
            header,
            Bytes.ofHex("45000054e1d540004001d4cfc0000201c0000202"));
    assertThat(read).isEqualTo(packet);
    assertThat(NflogFrame.of(packet)).isEqualTo(PACKET);
  }

  @Test
  void writesWhatLibpcapWrites() throws Exception {
    assertThat(encoded(ConfigureLog.bind(5, 0x40000)))
        .isEqualTo("401 " + "00000005" + "0500010001000000" + "0a000200000400000200" + "0000");
    assertThat(encoded(ConfigureLog.unbind(5))).isEqualTo("401 " + "00000005" + "0500010002000000");
    assertThat(encoded(new ConfigureLog(5, null, null, 0, 50, 2, 1)))
        .isEqualTo(
            "401 " + "00000005" + "0800040000000032" + "0800050000000002" + "0600060000010000");
  }

  private static String encoded(LogMessage message) throws KernelException {
    NetlinkMessage only = CODEC.encode(message).getFirst();
    return Integer.toHexString(only.type()) + " " + Bytes.of(only.payload()).toHex();
  }

  @Test
  void whatIsCutOffOrDamagedIsRefusedOrRead() {
    byte[] whole = PACKET.toArray();
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] some = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      if (some.length > 0 && random.nextBoolean()) {
        some[random.nextInt(some.length)] = (byte) random.nextInt();
      }
      try {
        CODEC.decode(new NetlinkMessage(0x400, 0, some));
      } catch (MalformedException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }
}
