package dev.dejima.netstack.netfilter;

import static dev.dejima.netstack.netfilter.Rules.base;
import static dev.dejima.netstack.netfilter.Rules.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.netfilter.ConfigureLog;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.LogMessage;
import dev.dejima.kernel.netfilter.LoggedPacket;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.Log;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packets that rules log for programs. */
class LogGroupsTest {
  private final Router router = new Router();
  private Netlink.Peer<LogMessage> program;

  @BeforeEach
  void open() {
    program = router.core.logGroups().open();
  }

  @AfterEach
  void close() {
    router.close();
  }

  private void rule(HookNumber hook, @Nullable Integer snaplen, @Nullable Integer threshold) {
    router.nft(
        table(Family.IP, "t"),
        base(Family.IP, "t", "f", "filter", hook, 0, null),
        Rules.rule("t", "f", List.of(new Log("seen", null, null, 5, snaplen, threshold))));
  }

  private void send() {
    assertThat(router.toOutside(router.udp("192.0.2.1", 1000, "203.0.113.1", 53))).isTrue();
  }

  private List<LoggedPacket> told() throws KernelException {
    List<LoggedPacket> told = new ArrayList<>();
    for (var next = program.poll(); next.isPresent(); next = program.poll()) {
      told.add((LoggedPacket) next.get());
    }
    return told;
  }

  @Test
  void whatARuleLogsIsToldWithItsPrefixAndPlace() throws KernelException {
    rule(HookNumber.FORWARD, null, 1);
    send();
    program.request(ConfigureLog.bind(5, 0));
    send();
    LoggedPacket packet = told().getFirst();
    assertThat(packet.prefix()).isEqualTo("seen");
    assertThat(packet.payload().length()).isEqualTo(32);
    assertThat(packet.facts().hook()).isEqualTo(HookNumber.FORWARD);
    assertThat(packet.facts().in()).isEqualTo(2);
    assertThat(packet.facts().out()).isEqualTo(3);
    assertThat(packet.facts().time()).isNotNull();
    assertThat(packet.sequence()).isNull();
  }

  @Test
  void packetsWaitForOthersNoLongerThanASecond() throws KernelException {
    rule(HookNumber.FORWARD, null, null);
    program.request(ConfigureLog.bind(5, 0));
    send();
    router.advance(0.9);
    send();
    assertThat(told()).isEmpty();
    router.advance(0.2);
    assertThat(told()).hasSize(2);
    program.request(new ConfigureLog(5, null, null, 0, 20, null, null));
    send();
    router.advance(0.21);
    assertThat(told()).hasSize(1);
  }

  @Test
  void asManyAsTheRuleOrTheProgramWantAreToldTogether() throws KernelException {
    rule(HookNumber.FORWARD, null, 3);
    program.request(ConfigureLog.bind(5, 0));
    send();
    send();
    assertThat(told()).isEmpty();
    send();
    assertThat(told()).hasSize(3);
    program.request(new ConfigureLog(5, null, null, 0, null, 2, null));
    send();
    send();
    assertThat(told()).hasSize(2);
  }

  @Test
  void aMessageHoldsNoMoreThanItsBuffer() throws KernelException {
    rule(HookNumber.FORWARD, null, null);
    program.request(ConfigureLog.bind(5, 0));
    for (int i = 0; i < 60; i++) {
      send();
    }
    assertThat(told()).as("3776 octets, messages of 112, reckoned 188").hasSize(33);
  }

  @Test
  void theRuleAndTheProgramSayHowManyOctets() throws KernelException {
    rule(HookNumber.FORWARD, 24, 1);
    program.request(ConfigureLog.bind(5, 0));
    send();
    program.request(new ConfigureLog(5, null, CopyMode.PACKET, 20, null, null, null));
    send();
    program.request(new ConfigureLog(5, null, CopyMode.META, 0, null, null, null));
    send();
    assertThat(told()).extracting(packet -> packet.payload().length()).containsExactly(24, 20, 0);
  }

  @Test
  void packetsAreNumberedIfTheProgramWants() throws KernelException {
    rule(HookNumber.POSTROUTING, null, 1);
    program.request(ConfigureLog.bind(5, 0));
    int both = ConfigureLog.SEQUENCE | ConfigureLog.GLOBAL_SEQUENCE;
    program.request(new ConfigureLog(5, null, null, 0, null, null, both));
    send();
    send();
    List<LoggedPacket> told = told();
    assertThat(told).extracting(LoggedPacket::sequence).containsExactly(0, 1);
    assertThat(told).extracting(LoggedPacket::globalSequence).containsExactly(1, 2);
    assertThat(told.getFirst().facts().time()).isNull();
  }

  @Test
  void aGroupBelongsToWhoTookIt() throws KernelException {
    rule(HookNumber.FORWARD, null, null);
    program.request(ConfigureLog.bind(5, 0));
    send();
    Netlink.Peer<LogMessage> other = router.core.logGroups().open();
    refused(other, ConfigureLog.bind(5, 0), Errno.EPERM);
    refused(other, ConfigureLog.unbind(6), Errno.ENODEV);
    refused(program, ConfigureLog.bind(5, 0), Errno.EBUSY);
    program.request(ConfigureLog.unbind(5));
    assertThat(told()).as("what waited").hasSize(1);
    other.request(ConfigureLog.bind(5, 0));
    other.close();
    program.request(ConfigureLog.bind(5, 0));
  }

  private static void refused(Netlink.Peer<LogMessage> who, LogMessage message, Errno errno) {
    assertThatThrownBy(() -> who.request(message))
        .isInstanceOfSatisfying(
            NetlinkException.class, refusal -> assertThat(refusal.errno()).isEqualTo(errno));
  }
}
