package dev.dejima.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.compare.Section.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a comparison sets aside, and what it leaves. */
class NormaliserTest {
  private static final String FIRST = "icmp 1 29 src=192.0.2.1 dst=203.0.113.1 type=8 id=700 use=1";
  private static final String SECOND = "icmp 1 29 src=192.0.2.1 dst=203.0.113.1 type=8 id=9 use=1";
  private static final Section ECHOES =
      new Section(
          Kind.FRAMES,
          "lan veth0",
          List.of(
              "Out IP 192.0.2.1 > 203.0.113.1: ICMP echo request, id 700, seq 1, length 64",
              "Out IP 192.0.2.1 > 203.0.113.1: ICMP echo request, id 9, seq 1, length 1008"));

  private static final String SYN =
      "Out IP 192.0.2.1.40000 > 203.0.113.1.80: Flags [S], seq 3000000000, win 64240";

  private static Observation seen(Section... sections) throws Exception {
    ScriptSubject subject = ScriptSubject.of("s", "true\n", Path.of("."), () -> null);
    return Normaliser.normalise(new Observation(subject, "k", "6.18", List.of(sections), Map.of()));
  }

  private static Section output(String title, String... lines) {
    return new Section(Kind.OUTPUT, title, List.of(lines));
  }

  private static List<String> lines(Section section) throws Exception {
    return seen(section).sections().getFirst().lines();
  }

  @Test
  void namesDoNotFollowTheOrderOfListings() throws Exception {
    for (Kind kind : List.of(Kind.OUTPUT, Kind.CONNECTIONS)) {
      Observation one = seen(new Section(kind, "conntrack -L", List.of(FIRST, SECOND)), ECHOES);
      Observation other = seen(new Section(kind, "conntrack -L", List.of(SECOND, FIRST)), ECHOES);
      assertThat(one.text()).isEqualTo(other.text()).contains("id <id1>, seq 1, length 64");
    }
  }

  @Test
  void connectionsThatDifferInTheirFormAloneHaveOneOrder() throws Exception {
    String kept = "udp 17 29 src=192.0.2.1 sport=40000 src=203.0.113.1 dport=40000 use=1";
    String moved = "udp 17 29 src=192.0.2.1 sport=50000 src=203.0.113.1 dport=1024 use=1";
    assertThat(lines(output("conntrack -L", kept, moved)))
        .isEqualTo(lines(output("conntrack -L", moved, kept)));
  }

  @Test
  void theSameSynIsSeenOnceAndAnotherIsSeen() throws Exception {
    String another = SYN.replace("3000000000", "3100000000");
    Section frames = new Section(Kind.FRAMES, "lan veth0", List.of(SYN, SYN, another));
    assertThat(lines(frames)).hasSize(2);
  }

  @Test
  void oneSynOutAndInAgainIsSeenTwice() throws Exception {
    Section frames =
        new Section(Kind.FRAMES, "lan lo", List.of(SYN, SYN.replace("Out IP", "In IP")));
    assertThat(lines(frames)).hasSize(2);
  }

  @Test
  void tcpdumpReceivesNoMoreThanItCaptures() throws Exception {
    assertThat(lines(output("tcpdump", "1 packet captured", "3 packets received by filter")))
        .containsExactly("1 packet captured", "1 packet received by filter");
    assertThat(lines(output("tcpdump", "2 packets captured", "1 packet received by filter")))
        .containsExactly("2 packets captured", "1 packet received by filter");
  }

  @Test
  void clocksAndProcessesAreSetAside() throws Exception {
    assertThat(
            lines(
                output(
                    "nft monitor",
                    "# new generation 5 by process 1234 (nft)",
                    "12:34:56.123456 IP 192.0.2.1.1000 > 192.0.2.2.80: Flags [S]",
                    "2026-11-30 12:34:56.123456 ARP, Request who-has 192.0.2.2 tell 192.0.2.1",
                    "at 12:34:56.123456 nothing stands")))
        .containsExactly(
            "# new generation 5 by process <process>",
            "<time> IP 192.0.2.1.1000 > 192.0.2.2.80: Flags [S]",
            "<time> ARP, Request who-has 192.0.2.2 tell 192.0.2.1",
            "at 12:34:56.123456 nothing stands");
  }
}
