package dev.dejima.lab.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import dev.dejima.lab.report.HtmlReport;
import dev.dejima.lab.run.Answer;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Coverage;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.lab.run.StepResult.Tried;
import dev.dejima.lab.run.TestResult;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Ladders, ways, and the page that shows them; of packets seen by hand. */
class LadderPictureTest {
  private static final Port HOST = new Port("a", "eth0");
  private static final Port NEAR = new Port("r", "eth0");
  private static final Port FAR = new Port("r", "eth1");
  private static final Port END = new Port("b", "eth0");
  private static final Flow FLOW =
      new Flow(6, IpAddress.parse("192.0.2.1"), 1024, IpAddress.parse("198.51.100.1"), 80);
  private static final String HOSTILE = "</title><script>alert(1)</script>&\"'";

  private static Lab lab(String name) {
    return Lab.named(name)
        .node("a", n -> n.device("eth0", "192.0.2.1/24").route("default", "192.0.2.254"))
        .node(
            "r",
            n ->
                n.device("eth0", "192.0.2.254/24")
                    .device("eth1", "198.51.100.254/24")
                    .sysctl("net.ipv4.ip_forward", "1")
                    .nftables(
                        """
                        table ip t {
                          chain c {
                            type filter hook forward priority 0;
                            tcp dport 23 accept
                            tcp dport 80 ct state new counter drop
                          }
                        }
                        """))
        .node("b", n -> n.device("eth0", "198.51.100.1/24").route("default", "198.51.100.254"))
        .link("a:eth0", "r:eth0")
        .link("r:eth1", "b:eth0")
        .build();
  }

  private static SeenPacket packet(Port at, boolean outgoing, boolean forth, int number, int ms) {
    Flow flow = forth ? FLOW : FLOW.reversed();
    String line =
        "IP %s.%d > %s.%d: Flags [S], seq %d, win 64240, options [mss 1460,nop], length 0"
            .formatted(
                flow.source(),
                flow.sourcePort(),
                flow.destination(),
                flow.destinationPort(),
                number);
    return new SeenPacket(at, Instant.EPOCH.plusMillis(ms), outgoing, line, flow, number);
  }

  private static List<SeenPacket> way(List<Port> ports, boolean forth, int number, int ms) {
    List<SeenPacket> packets = new ArrayList<>();
    for (int i = 0; i < ports.size(); i++) {
      packets.add(packet(ports.get(i), i % 2 == 0, forth, number, ms));
    }
    return packets;
  }

  private static final RuleText RULE =
      new RuleText(Family.IP, "t", "c", "tcp dport 80 ct state new counter drop", "r:5");

  /** Two SYNs dropped at the router, the third let through and answered. */
  private static Conversation conversation() {
    List<SeenPacket> packets = new ArrayList<>();
    packets.addAll(way(List.of(HOST, NEAR), true, 1, 0));
    packets.addAll(way(List.of(HOST, NEAR), true, 1, 1000));
    packets.addAll(way(List.of(HOST, NEAR, FAR, END), true, 2, 3000));
    packets.addAll(way(List.of(END, FAR, NEAR, HOST), false, 3, 3000));
    packets.addAll(way(List.of(HOST), true, 4, 3001));
    Decision drop = new Decision("r", RULE, Verdict.DROP, FLOW);
    return new Conversation(List.of(HOST, NEAR, FAR, END), packets, List.of(drop), List.of());
  }

  @Test
  void aLadderIsDrawnAsTheGoldenFileSays() throws IOException {
    String svg = LadderSvg.draw("SYNs", lab("three").topology(), conversation());
    Picture.isGolden("ladder.svg", svg);
    Picture picture = Picture.parse(svg);
    picture.keepsTextsApart();
    assertThat(picture.texts())
        .extracting(Picture.Text::text)
        .contains("again: [S], seq 1", "r dropped", "r:5", "3000.000");
  }

  @Test
  void whatEachCaptureSawIsPutIntoOneOrder() {
    List<SeenPacket> order = conversation().packets();
    List<Port> ports = List.of(END, FAR, NEAR, HOST);
    List<SeenPacket> byCapture = new ArrayList<>();
    for (Port port : ports) {
      order.stream().filter(packet -> packet.at().equals(port)).forEach(byCapture::add);
    }
    assertThat(byCapture).isNotEqualTo(order);
    assertThat(Sequence.of(byCapture, Groups.peers(lab("l").topology()))).isEqualTo(order);
  }

  @Test
  void capturesThatContradictEachOtherAreShownAllTheSame() {
    List<SeenPacket> packets = new ArrayList<>(conversation().packets());
    Collections.shuffle(packets, new Random(1));
    assertThat(Sequence.of(packets, Groups.peers(lab("l").topology())))
        .containsExactlyInAnyOrderElementsOf(packets);
  }

  @Test
  void howManyAreLeftOutIsSaid() throws IOException {
    List<SeenPacket> packets = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      packets.addAll(way(List.of(HOST, NEAR), true, i, i));
    }
    Conversation many = new Conversation(List.of(HOST, NEAR), packets, List.of(), List.of());
    Picture picture = Picture.parse(LadderSvg.draw("t", lab("l").topology(), many));
    picture.keepsTextsApart();
    assertThat(picture.texts()).extracting(Picture.Text::text).contains("and 10 more packets");
  }

  @Test
  void nothingSeenIsSaid() throws IOException {
    Conversation nothing = new Conversation(List.of(), List.of(), List.of(), List.of());
    Picture picture = Picture.parse(LadderSvg.draw("t", lab("l").topology(), nothing));
    assertThat(picture.texts()).extracting(Picture.Text::text).contains("no packet was seen");
  }

  private static Tried tried() {
    Probe probe =
        new Probe.Connect("a", null, Endpoint.parse("198.51.100.1:80"), "", null, Place.NONE);
    Answer answer = new Answer(Optional.of(Outcome.TIMEOUT), "", Duration.ofSeconds(3));
    return new Tried(
        Step.of(probe, Place.NONE),
        "a → b " + HOSTILE,
        List.of("it " + HOSTILE),
        answer,
        conversation());
  }

  @Test
  void aWayIsDrawnAsTheGoldenFileSays() throws IOException {
    String svg = NetworkSvg.draw(lab("three"), tried(), Optional.empty());
    Picture.isGolden("way.svg", svg);
    Picture picture = Picture.parse(svg);
    picture.keepsTextsApart();
    assertThat(
            picture.elements("path").stream()
                .filter(p -> p.getAttribute("class").equals("d-forth")))
        .hasSize(2);
    Picture.isGolden(
        "way.txt",
        NetworkText.draw(lab("three"), tried(), Optional.empty(), 110, false).orElseThrow());
  }

  private static String page() {
    LabTest test = new LabTest(HOSTILE, List.of(tried().step()), Place.NONE);
    RuleText accept = new RuleText(Family.IP, "t", "c", "tcp dport 23 accept", "r:4");
    Coverage coverage =
        new Coverage(
            List.of(new Coverage.RuleHits("r", accept, 0), new Coverage.RuleHits("r", RULE, 2)));
    RunResult run =
        new RunResult(
            lab(HOSTILE),
            "netstack",
            "6.18",
            List.of(new TestResult(test, List.of(tried()))),
            coverage);
    return HtmlReport.write(List.of(run));
  }

  @Test
  void aPageIsWrittenAsTheGoldenFileSays() throws IOException {
    Picture.isGolden("report.html", page());
  }

  @Test
  void aPageFetchesNothingAndKeepsTextText() {
    String page = page();
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .doesNotContain("<script>alert")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;");
    assertThat(page).contains("<tr id=\"r0-r-r_5\" class=\"hit\"").contains("2×").contains("never");
  }

  @Test
  void idsOfAPageAreThereOnceAndLinksLeadToThem() {
    String page = page();
    List<String> ids = found(page, " id=\"([^\"]*)\"");
    assertThat(ids).doesNotHaveDuplicates();
    List<String> links = found(page, "href=\"#([^\"]*)\"");
    assertThat(links).isNotEmpty();
    assertThat(ids).containsAll(links);
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toList());
  }
}
