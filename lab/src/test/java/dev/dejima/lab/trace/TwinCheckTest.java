package dev.dejima.lab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.DeviceEvent.Sent;
import dev.dejima.kernel.path.FlowEvent.Confirmed;
import dev.dejima.kernel.path.FlowEvent.FlowState;
import dev.dejima.kernel.path.Moment;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RulesetEvent.ChainName;
import dev.dejima.kernel.path.RulesetEvent.PolicyApplied;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.Port;
import dev.dejima.lab.run.Answer;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.run.SeenPacket;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a twin and what was seen differ. */
final class TwinCheckTest {
  private static final IpAddress A = IpAddress.parse("192.0.2.1");
  private static final IpAddress B = IpAddress.parse("203.0.113.1");
  private static final Moment AT = new Moment(0, "router", 1);
  private static final Sent SENT = new Sent(AT, "eth0", Bytes.EMPTY);
  private static final PolicyApplied POLICY =
      new PolicyApplied(AT, new ChainName(Family.IP, "filter", "forward"), Verdict.Code.ACCEPT);
  private static final Confirmed CONFIRMED =
      new Confirmed(
          AT,
          new FlowState(
              1, new ConntrackTuple(A, B, 6, 1000, 80), new ConntrackTuple(B, A, 6, 80, 1000), 0));
  private static final Answer ANSWER = new Answer(Optional.of(Outcome.TIMEOUT), "", Duration.ZERO);

  private static Trace twin(PathEvent... events) {
    List<Step> steps = Stream.of(events).map(e -> new Step(e, null, null)).toList();
    return new Trace(
        "tcp",
        "router",
        Disposition.DROPPED,
        "",
        new Journey("", List.of(new Hop("router", null, null, steps))),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Conversation seen(List<SeenPacket> packets, List<Decision> decisions) {
    return new Conversation(List.of(), packets, decisions, List.of());
  }

  private static SeenPacket packet(String device, boolean outgoing) {
    return new SeenPacket(new Port("router", device), Instant.EPOCH, outgoing, "", null, 0);
  }

  private static Decision policy(Verdict verdict) {
    return new Decision(
        "router",
        new RuleText(Family.IP, "filter", "forward", "", ""),
        verdict,
        new Flow(6, A, 1000, B, 80));
  }

  @Test
  void nothingIsSaidOfWhatAgrees() {
    Conversation seen = seen(List.of(packet("eth0", true)), List.of(policy(Verdict.ACCEPT)));
    assertThat(TwinCheck.differences(twin(SENT, POLICY), seen, ANSWER)).isEmpty();
  }

  @Test
  void whatPassesElsewhere() {
    Conversation seen = seen(List.of(packet("eth1", true)), List.of());
    assertThat(TwinCheck.differences(twin(SENT), seen, ANSWER))
        .containsExactly(
            "the twin and Linux differ in where packets pass: out by router:eth0; Linux: out by"
                + " router:eth1");
  }

  @Test
  void whatIsDecidedOtherwise() {
    Conversation seen = seen(List.of(packet("eth0", true)), List.of(policy(Verdict.DROP)));
    assertThat(TwinCheck.differences(twin(SENT, POLICY), seen, ANSWER))
        .containsExactly(
            "the twin and Linux differ in the rules at router: ip filter forward: policy: accept;"
                + " Linux: ip filter forward: policy: drop");
  }

  @Test
  void whatIsNotTracked() {
    Conversation seen = seen(List.of(packet("eth0", true)), List.of());
    assertThat(TwinCheck.differences(twin(SENT, CONFIRMED), seen, ANSWER))
        .singleElement()
        .asString()
        .contains("differ in the translation", "192.0.2.1:1000 > 203.0.113.1:80");
  }

  @Test
  void anotherOutcome() {
    Conversation seen = seen(List.of(packet("eth0", true)), List.of());
    Answer connected = new Answer(Optional.of(Outcome.CONNECTED), "", Duration.ZERO);
    assertThat(TwinCheck.differences(twin(SENT), seen, connected))
        .containsExactly("the twin and Linux differ in what came of it: dropped; Linux: connected");
  }
}
