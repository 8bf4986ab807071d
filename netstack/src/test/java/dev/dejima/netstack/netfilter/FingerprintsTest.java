package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.OsfFingerprint.Option;
import dev.dejima.kernel.netfilter.OsfFingerprint.Window;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Cmp;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Osf;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.NetworkOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which system a SYN segment is like. */
class FingerprintsTest {
  /** MSS 1460, SACK permitted, timestamp, nothing, window scale 7. */
  private static final String OPTIONS =
      "020405b4" + "0402" + "080a0000000100000000" + "01" + "030307";

  private static final List<Option> KINDS =
      List.of(
          new Option(2, 4, Window.PLAIN, 0),
          new Option(4, 2, Window.PLAIN, 0),
          new Option(8, 10, Window.PLAIN, 0),
          new Option(1, 1, Window.PLAIN, 0),
          new Option(3, 3, Window.PLAIN, 0));

  private final Router router = new Router();
  private int chains;

  @AfterEach
  void close() {
    router.close();
  }

  private static OsfFingerprint print(Window window, int value, int ttl, List<Option> options) {
    return new OsfFingerprint(window, value, ttl, true, 60, options, "Dejima", "1", "");
  }

  private Packet syn() {
    Packet packet = router.tcp("192.0.2.1", 4000, "203.0.113.1", 80, Router.SYN, 1, 0, 20);
    Bytes.ofHex(OPTIONS).copyTo(packet.bytes, packet.transport + 20);
    packet.bytes[packet.transport + 12] = (byte) 0xa0;
    return packet;
  }

  /** Whether a rule finds a SYN's sender to be of this name. */
  private boolean is(String name, Osf osf) {
    return is(name, osf, syn());
  }

  private boolean is(String name, Osf osf, Packet packet) {
    byte[] padded = Bytes.of(name.getBytes(StandardCharsets.UTF_8)).padTo(16).toArray();
    String chain = "c" + ++chains;
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", chain, "filter", HookNumber.FORWARD, chains, null),
        Rules.rule(
            "t",
            chain,
            List.of(new Load(1, osf), new Cmp(1, CmpOp.EQ, Bytes.of(padded)), counter())));
    router.toOutside(packet);
    return router.counted("t", chain, 0) == 1;
  }

  private static Osf osf(Osf.Ttl ttl) {
    return new Osf(ttl, false);
  }

  @Test
  void aSenderIsUnknownUntilItsFingerprintIsThere() throws KernelException {
    assertThat(is("unknown", osf(Osf.Ttl.TRUE))).isTrue();
    OsfFingerprint print = print(Window.MSS, 44, 64, KINDS);
    router.core.fingerprints().add(print);
    router.core.fingerprints().add(print);
    assertThat(is("Dejima", osf(Osf.Ttl.TRUE))).isTrue();
    assertThat(is("Dejima:1", new Osf(Osf.Ttl.TRUE, true))).isTrue();
    router.core.fingerprints().remove(print);
    assertThat(is("unknown", osf(Osf.Ttl.TRUE))).isTrue();
    refused(() -> router.core.fingerprints().remove(print), Errno.ENOENT);
  }

  @Test
  void windowsAreMultiplesOfWhatTheFingerprintSays() throws KernelException {
    assertThat(found(Window.PLAIN, 64_240)).isTrue();
    assertThat(found(Window.PLAIN, 0)).isTrue();
    assertThat(found(Window.PLAIN, 64_241)).isFalse();
    assertThat(found(Window.MSS, 44)).isTrue();
    assertThat(found(Window.MTU, 44)).isFalse();
    assertThat(found(Window.MODULO, 8030)).isTrue();
    assertThat(found(Window.MODULO, 8031)).isFalse();
  }

  private boolean found(Window window, int value) throws KernelException {
    OsfFingerprint print = print(window, value, 64, KINDS);
    router.core.fingerprints().add(print);
    boolean found = is("Dejima", osf(Osf.Ttl.TRUE));
    router.core.fingerprints().remove(print);
    return found;
  }

  @Test
  void theTtlCountsAsTheRuleSays() throws KernelException {
    router.core.fingerprints().add(print(Window.MSS, 44, 128, KINDS));
    assertThat(is("unknown", osf(Osf.Ttl.TRUE))).isTrue();
    assertThat(is("Dejima", osf(Osf.Ttl.LOOSE))).isTrue();
    assertThat(is("Dejima", osf(Osf.Ttl.SKIP))).isTrue();
    router.core.fingerprints().add(print(Window.MSS, 44, 32, KINDS));
    assertThat(is("Dejima", osf(Osf.Ttl.TRUE))).isFalse();
  }

  @Test
  void optionsMustBeTheSameInOrderAndNoMore() throws KernelException {
    List<Option> fewer = KINDS.subList(0, 4);
    List<Option> swapped = new ArrayList<>(KINDS);
    swapped.add(swapped.removeFirst());
    router.core.fingerprints().add(print(Window.MSS, 44, 64, fewer));
    router.core.fingerprints().add(print(Window.MSS, 44, 64, swapped));
    assertThat(is("unknown", osf(Osf.Ttl.TRUE))).isTrue();
  }

  @Test
  void lengthAndFragmentationCountToo() throws KernelException {
    router.core.fingerprints().add(print(Window.MSS, 44, 64, KINDS));
    Packet mayBeCut = syn();
    NetworkOrder.put16(mayBeCut.bytes, mayBeCut.network + 6, 0);
    assertThat(is("unknown", osf(Osf.Ttl.TRUE), mayBeCut)).isTrue();
    Packet longer = syn();
    NetworkOrder.put16(longer.bytes, longer.network + 2, 61);
    assertThat(is("unknown", osf(Osf.Ttl.TRUE), longer)).isTrue();
    Packet cutOff = syn();
    cutOff.end -= 8;
    assertThat(is("unknown", osf(Osf.Ttl.TRUE), cutOff)).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refused(print(Window.MODULO, 0, 64, KINDS));
    refused(print(Window.PLAIN, 0, 64, List.of(new Option(2, 3, Window.PLAIN, 0))));
    refused(print(Window.PLAIN, 0, 64, List.of(new Option(1, 0, Window.PLAIN, 0))));
    refused(
        print(
            Window.PLAIN,
            0,
            64,
            List.of(new Option(8, 20, Window.PLAIN, 0), new Option(9, 21, Window.PLAIN, 0))));
    refused(new OsfFingerprint(Window.PLAIN, 0, 64, true, 60, List.of(), "x".repeat(32), "", ""));
  }

  private void refused(OsfFingerprint print) {
    refused(() -> router.core.fingerprints().add(print), Errno.EINVAL);
  }

  private static void refused(ThrowingCallable call, Errno errno) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KernelException.class, refusal -> assertThat(refusal.errno()).isEqualTo(errno));
  }
}
