package dev.dejima.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFileTest {
  private static final Path HERE = Path.of("lab.yaml");
  private static final String RULESET =
      "table ip t { chain c { type filter hook input priority 0; tcp dport 22 drop; }; }";
  private static final String LAB =
      """
      name: two
      nodes:
        a:
          interfaces: { eth0: [ 192.0.2.1/24, "2001:db8::1/64" ] }
          routes: { default: 192.0.2.2, 198.51.100.0/24: via 192.0.2.2 metric 5, 10.0.0.0/8: blackhole }
        b:
          interfaces: { eth0: 192.0.2.2/24 }
          sysctl: { net.ipv4.ip_forward: 1, net.ipv4.conf.eth0.rp_filter: 2 }
          nftables: |
            table ip t { chain c { type filter hook input priority 0; tcp dport 22 drop; }; }
      links:
        - [ "a:eth0", "b:eth0" ]
      tests:
        - name: web
          listen: { at: b, tcp: http }
          connect: { from: a, to: "192.0.2.2:80", send: hi }
          expect: connected
          within: 500ms
          seen: { at: "b:eth0", packet: "*" }
        - name: no ssh
          connect: { from: a, to: "192.0.2.2:ssh" }
          expect: timeout
          rule: { at: b, text: "*drop" }
      """;

  @Test
  void readsAllWords() throws Exception {
    Lab lab = LabFile.read(HERE, LAB);

    assertThat(lab.topology().node("a").orElseThrow().routes())
        .extracting(Object::toString)
        .containsExactly(
            "default via 192.0.2.2",
            "198.51.100.0/24 via 192.0.2.2 metric 5",
            "blackhole 10.0.0.0/8");
    assertThat(lab.topology().node("b").orElseThrow().sysctl())
        .extracting(setting -> setting.path() + "=" + setting.value())
        .containsExactly("net/ipv4/ip_forward=1", "net/ipv4/conf/eth0/rp_filter=2");
    List<Step> web = lab.tests().getFirst().steps();
    assertThat(web).hasSize(2);
    assertThat(web.getFirst().action()).isEqualTo(Listener.of("b", Transport.TCP, 80, Place.NONE));
    assertThat(web.getLast().within()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void javaSaysTheSame() throws Exception {
    Lab built =
        Lab.named("two")
            .node("a", n -> n.device("eth0", "192.0.2.1/24").route("default", "192.0.2.2"))
            .node(
                "b",
                n ->
                    n.device("eth0", "192.0.2.2/24")
                        .sysctl("net.ipv4.ip_forward", "1")
                        .nftables(RULESET))
            .link("a:eth0", "b:eth0")
            .test(
                "web",
                t ->
                    t.listen("b", Transport.TCP, 80)
                        .connect("a", "192.0.2.2:80", "hi")
                        .within(Duration.ofMillis(500))
                        .seen("b:eth0", "*"))
            .test(
                "no ssh",
                t -> t.connect("a", "192.0.2.2:22", "").expect(Outcome.TIMEOUT).rule("b", "*drop"))
            .build();
    Lab read =
        LabFile.read(
            HERE,
            LAB.replace(", \"2001:db8::1/64\"", "")
                .replace(", 198.51.100.0/24: via 192.0.2.2 metric 5, 10.0.0.0/8: blackhole", "")
                .replace(", net.ipv4.conf.eth0.rp_filter: 2", ""));

    assertThat(built.tests()).isEqualTo(read.tests());
    assertThat(built.topology().node("a")).isEqualTo(read.topology().node("a"));
    assertThat(built.topology().links()).isEqualTo(read.topology().links());
  }

  @Test
  void javaIsCheckedToo() {
    var lab = Lab.named("x").node("a", n -> n.device("eth0", "192.0.2.1/24")).link("a:eth0", "b:e");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(lab::build)
        .withMessageContaining("there is no node 'b'");
  }

  @Test
  void addressesMayBeThereTwiceWhereTheLabSaysSo() throws Exception {
    String twice =
        LAB.replace("192.0.2.1/24,", "192.0.2.2/24,").replace("default: 192.0.2.2, ", "");
    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> LabFile.read(HERE, twice))
        .withMessageContaining("192.0.2.2 is the address of 'a:eth0' already");
    assertThat(LabFile.read(HERE, twice + "overlapping: [ 192.0.2.0/24 ]\n").name())
        .isEqualTo("two");
  }

  @Test
  void aDirectoryWithOneLabNeedsNoName(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("my.yaml"), LAB);
    assertThat(LabFile.read(directory).name()).isEqualTo("two");
    Files.writeString(directory.resolve("other.yaml"), LAB);
    assertThatExceptionOfType(LabException.class)
        .isThrownBy(() -> LabFile.read(directory))
        .withMessageContaining("expected the name of one of my.yaml, other.yaml");
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefused(@ForAll @StringLength(max = 200) String text) {
    readOrRefused(text);
  }

  @Property(tries = 500)
  void aDamagedLabIsReadOrRefused(
      @ForAll @IntRange(max = 1000) int from,
      @ForAll @IntRange(max = 40) int length,
      @ForAll @StringLength(max = 5) String instead) {
    int start = Math.min(from, LAB.length());
    int end = Math.min(start + length, LAB.length());
    readOrRefused(LAB.substring(0, start) + instead + LAB.substring(end));
  }

  private static void readOrRefused(String text) {
    try {
      assertThat(LabFile.read(HERE, text).name()).isNotNull();
    } catch (LabException e) {
      assertThat(e).hasMessageContaining("rror: ");
    }
  }
}
