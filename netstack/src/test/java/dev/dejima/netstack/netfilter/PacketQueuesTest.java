package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.counter;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.netfilter.ConfigureQueue;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.PacketVerdict;
import dev.dejima.kernel.netfilter.PacketVerdict.Verdict;
import dev.dejima.kernel.netfilter.QueueMessage;
import dev.dejima.kernel.netfilter.QueueStatistics;
import dev.dejima.kernel.netfilter.QueuedPacket;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Queue;
import dev.dejima.nft.expr.Value;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets that wait for programs in the middle of a hook. */
class PacketQueuesTest {
  private static final OptionalInt NONE = OptionalInt.empty();
  private static final String A = "192.0.2.1";
  private static final String B = "203.0.113.1";
  private final Router router = new Router();
  private Netlink.Peer<QueueMessage> program;

  @BeforeEach
  void open() {
    program = router.core.queues().open();
  }

  @AfterEach
  void close() {
    router.close();
  }

  /** A chain that queues at forward, one behind it that counts. */
  private void rules(Queue queue) {
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "asks", "filter", HookNumber.FORWARD, 0, null),
        base(Family.IP, "t", "later", "filter", HookNumber.FORWARD, 10, null),
        Rules.rule("t", "asks", List.of(counter(), queue)),
        Rules.rule("t", "later", List.of(counter())));
  }

  private static DelChain gone(String chain) {
    return new DelChain(Family.IP, "t", chain, 0, null, false);
  }

  private static Queue queue(int number, int flags) {
    return new Queue(number, 1, flags, NONE);
  }

  private boolean send() {
    return router.toOutside(packet());
  }

  private Packet packet() {
    return router.udp(A, 1000, B, 53);
  }

  private QueuedPacket next() throws KernelException {
    return (QueuedPacket) program.poll().orElseThrow();
  }

  private long later() {
    return router.counted("t", "later", 0);
  }

  private QueueStatistics statistics() {
    return router.core.queues().statistics().getFirst();
  }

  private void refused(QueueMessage message, Errno errno) {
    assertThatThrownBy(() -> program.request(message))
        .isInstanceOfSatisfying(
            NetlinkException.class, refusal -> assertThat(refusal.errno()).isEqualTo(errno));
  }

  @Test
  void aPacketWaitsAndGoesOnBehindTheChainThatAsked() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    assertThat(send()).isFalse();
    assertThat(later()).isZero();
    QueuedPacket asked = next();
    assertThat(asked.id()).isEqualTo(1);
    assertThat(asked.facts().hook()).isEqualTo(HookNumber.FORWARD);
    assertThat(asked.facts().in()).isEqualTo(2);
    assertThat(asked.facts().out()).isEqualTo(3);
    assertThat(asked.facts().etherType()).isEqualTo(0x0800);
    assertThat(asked.length()).isEqualTo(32);
    assertThat(asked.payload().length()).isEqualTo(32);
    assertThat(statistics())
        .isEqualTo(new QueueStatistics(3, 1, 1, CopyMode.PACKET, 65531, 0, 0, 1));
    program.request(PacketVerdict.of(asked, Verdict.ACCEPT));
    assertThat(later()).isEqualTo(1);
    assertThat(router.counted("t", "asks", 0)).isEqualTo(1);
    assertThat(router.host.wentOn).containsExactly("forward");
    refused(PacketVerdict.of(asked, Verdict.ACCEPT), Errno.ENOENT);
  }

  @Test
  void aPacketThatIsDroppedStoppedOrRepeated() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    send();
    program.request(PacketVerdict.of(next(), Verdict.DROP));
    assertThat(router.host.wentOn).isEmpty();
    send();
    program.request(PacketVerdict.of(next(), Verdict.STOP));
    assertThat(router.host.wentOn).containsExactly("forward");
    assertThat(later()).isZero();
    send();
    program.request(PacketVerdict.of(next(), Verdict.REPEAT));
    assertThat(router.counted("t", "asks", 0)).isEqualTo(4);
    program.request(PacketVerdict.of(next(), Verdict.ACCEPT));
    assertThat(later()).isEqualTo(1);
    send();
    refused(PacketVerdict.of(next(), Verdict.STOLEN), Errno.EINVAL);
  }

  @Test
  void aPacketThatIsPutIntoAnotherQueueWaitsThere() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    program.request(ConfigureQueue.bind(9));
    send();
    program.request(PacketVerdict.into(next(), 9));
    QueuedPacket again = next();
    assertThat(again.queue()).isEqualTo(9);
    program.request(PacketVerdict.of(again, Verdict.ACCEPT));
    assertThat(later()).isEqualTo(1);
    send();
    program.request(PacketVerdict.into(next(), 10));
    assertThat(later()).isEqualTo(1);
    assertThat(program.poll()).isEmpty();
  }

  @Test
  void marksAndOctetsAreTheProgramsToChange() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    Packet packet = packet();
    router.toOutside(packet);
    QueuedPacket asked = next();
    Bytes longer = asked.payload().concat(Bytes.of(new byte[9000]));
    program.request(PacketVerdict.of(asked, Verdict.DROP).marked(7).with(longer));
    assertThat(packet.mark).isEqualTo(7);
    send();
    program.request(PacketVerdict.of(next(), Verdict.ACCEPT).with(Bytes.of((byte) 0x45)));
    assertThat(router.host.wentOn).as("a header cut off").isEmpty();
  }

  @Test
  void aFullQueueDropsAndCountsOrLetsBy() throws KernelException {
    rules(queue(3, Queue.BYPASS));
    program.request(ConfigureQueue.bind(3));
    program.request(ConfigureQueue.maxLength(3, 2));
    for (int i = 0; i < 5; i++) {
      assertThat(send()).isFalse();
    }
    assertThat(statistics().waiting()).isEqualTo(2);
    assertThat(statistics().dropped()).isEqualTo(3);
    program.request(ConfigureQueue.flags(3, ConfigureQueue.FAIL_OPEN, ConfigureQueue.FAIL_OPEN));
    assertThat(send()).isTrue();
    assertThat(later()).isEqualTo(1);
    assertThat(statistics().dropped()).isEqualTo(3);
  }

  @Test
  void aQueueHolds1024Packets() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    for (int i = 0; i < 1030; i++) {
      send();
      program.poll();
    }
    assertThat(statistics().waiting()).isEqualTo(1024);
    assertThat(statistics().dropped()).isEqualTo(6);
  }

  @Test
  void whatAProgramDoesNotReadDoesNotWait() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    for (int i = 0; i < 1000; i++) {
      assertThat(send()).isFalse();
    }
    QueueStatistics there = statistics();
    assertThat(there.waiting()).isLessThan(300);
    assertThat(there.userDropped()).isEqualTo(1000 - there.waiting());
    program.request(ConfigureQueue.flags(3, ConfigureQueue.FAIL_OPEN, ConfigureQueue.FAIL_OPEN));
    assertThat(send()).isTrue();
    assertThat(statistics().userDropped()).isEqualTo(there.userDropped());
  }

  @Test
  void whatComesBeforeAVerdictUpToItGoesTheSameWay() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    send();
    send();
    send();
    next();
    program.request(PacketVerdict.upTo(next(), Verdict.ACCEPT));
    assertThat(later()).isEqualTo(2);
    assertThat(statistics().waiting()).isEqualTo(1);
  }

  @Test
  void nobodyListensAndThePacketIsDroppedUnlessItMayGoBy() {
    rules(queue(3, 0));
    assertThat(send()).isFalse();
    router.nft(new DelRule(Family.IP, "t", "asks", 0, false));
    router.nft(
        gone("asks"),
        base(Family.IP, "t", "asks", "filter", HookNumber.FORWARD, 0, null),
        Rules.rule("t", "asks", List.of(queue(3, Queue.BYPASS), counter())));
    assertThat(send()).isTrue();
    assertThat(later()).as("the next base chain").isEqualTo(1);
  }

  @Test
  void aProgramThatTakesNothingGetsNothing() throws KernelException {
    rules(queue(3, Queue.BYPASS));
    program.request(new ConfigureQueue(3, ConfigureQueue.Command.BIND, null, 0, null, 0, 0));
    assertThat(send()).isFalse();
    program.request(new ConfigureQueue(3, null, CopyMode.META, 0, null, 0, 0));
    send();
    assertThat(next().payload()).isEqualTo(Bytes.EMPTY);
    program.request(new ConfigureQueue(3, null, CopyMode.PACKET, 20, null, 0, 0));
    send();
    QueuedPacket some = next();
    assertThat(some.payload().length()).isEqualTo(20);
    assertThat(some.length()).isEqualTo(32);
  }

  @Test
  void aQueueBelongsToWhoTookIt() throws KernelException {
    Netlink.Peer<QueueMessage> other = router.core.queues().open();
    other.request(ConfigureQueue.bind(3));
    refused(ConfigureQueue.bind(3), Errno.EPERM);
    refused(ConfigureQueue.maxLength(3, 1), Errno.EPERM);
    refused(ConfigureQueue.unbind(4), Errno.ENODEV);
    refused(ConfigureQueue.maxLength(4, 1), Errno.ENODEV);
    refused(ConfigureQueue.flags(4, 0, 32), Errno.EOPNOTSUPP);
    program.request(ConfigureQueue.bind(4));
    refused(ConfigureQueue.bind(4), Errno.EBUSY);
    other.close();
    program.request(ConfigureQueue.bind(3));
  }

  @Test
  void whatWaitsIsDroppedWhenTheProgramTheDeviceOrTheChainGoes() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    send();
    router.core.deviceDown(router.outside);
    assertThat(statistics().waiting()).isZero();
    send();
    router.nft(base(Family.IP, "t", "new", "filter", HookNumber.FORWARD, -5, null));
    assertThat(statistics().waiting()).as("a chain more").isEqualTo(1);
    router.nft(gone("new"));
    assertThat(statistics().waiting()).isZero();
    send();
    program.close();
    assertThat(router.core.queues().statistics()).isEmpty();
    assertThat(router.host.wentOn).isEmpty();
    assertThat(later()).isZero();
  }

  @Test
  void aChainHookedInBeforeMakesAHeldPacketMeetTheOneThatHeldItAgain() throws KernelException {
    rules(queue(3, 0));
    program.request(ConfigureQueue.bind(3));
    send();
    router.nft(base(Family.IP, "t", "new", "filter", HookNumber.FORWARD, -5, null));
    program.request(PacketVerdict.of(next(), Verdict.ACCEPT));
    assertThat(next().id()).isEqualTo(2);
  }

  @Test
  void queuesOfARangeAreSharedByFlow() throws KernelException {
    rules(new Queue(10, 4, 0, NONE));
    for (int number = 10; number < 14; number++) {
      program.request(ConfigureQueue.bind(number));
    }
    Set<Integer> used = new HashSet<>();
    List<Integer> there = new ArrayList<>();
    List<Integer> back = new ArrayList<>();
    for (int host = 1; host < 60; host++) {
      router.toOutside(router.udp("192.0.2." + host, 1000, B, 53));
      there.add(next().queue());
      router.toInside(router.udp(B, 53, "192.0.2." + host, 1000));
      back.add(next().queue());
      used.add(there.getLast());
    }
    assertThat(back).isEqualTo(there);
    assertThat(used).containsExactlyInAnyOrder(10, 11, 12, 13);
  }

  @Test
  void fanoutAndRegistersChooseTheQueue() throws KernelException {
    rules(new Queue(10, 4, Queue.FANOUT, NONE));
    program.request(ConfigureQueue.bind(10));
    program.request(ConfigureQueue.bind(77));
    send();
    assertThat(next().queue()).isEqualTo(10);
    router.nft(
        base(Family.IP, "t", "mapped", "filter", HookNumber.FORWARD, -10, null),
        Rules.rule(
            "t",
            "mapped",
            List.of(
                new Immediate(1, new Value(Bytes.ofHex("4d000000"))),
                new Queue(0, 0, 0, OptionalInt.of(1)))));
    send();
    assertThat(next().queue()).isEqualTo(77);
  }
}
