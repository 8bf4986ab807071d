package dev.dejima.lab;

import dev.dejima.lab.Listener.Transport;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a test in the short form: listeners, one probe, and what is expected of it. */
public final class TestBuilder {
  private final String name;
  private final List<Step> steps = new ArrayList<>();
  private final List<Expectation> expectations = new ArrayList<>();
  private @Nullable Probe probe;
  private Outcome expect = Outcome.CONNECTED;
  private Duration within = Step.DEADLINE;

  TestBuilder(String name) {
    this.name = name;
  }

  /** Lets a node listen meanwhile. */
  public TestBuilder listen(String node, Transport transport, int port) {
    steps.add(Step.of(Listener.of(node, transport, port, Place.NONE), Place.NONE));
    return this;
  }

  /** Tries a TCP connection to {@code ADDRESS:PORT}, and sends. */
  public TestBuilder connect(String from, String to, String send) {
    probe = new Probe.Connect(from, null, Endpoint.parse(to), send, null, Place.NONE);
    return this;
  }

  /** Tries a datagram to {@code ADDRESS:PORT}. */
  public TestBuilder udp(String from, String to, String send) {
    probe = new Probe.Udp(from, null, Endpoint.parse(to), send, Place.NONE);
    return this;
  }

  /** Tries an echo request. */
  public TestBuilder ping(String from, String to) {
    probe = new Probe.Ping(from, IpAddress.parse(to), Place.NONE);
    return this;
  }

  /** What has to come of it; {@link Outcome#CONNECTED} unless said. */
  public TestBuilder expect(Outcome outcome) {
    expect = outcome;
    return this;
  }

  /** How long it may take, in the kernel's time. */
  public TestBuilder within(Duration limit) {
    within = limit;
    return this;
  }

  /** A packet that has to pass {@code node:interface}, as tcpdump's line, * for any characters. */
  public TestBuilder seen(String at, String packet) {
    return seen(at, packet, Comparison.atLeast(1));
  }

  /** A packet that must not pass {@code node:interface}; see {@link #seen}. */
  public TestBuilder notSeen(String at, String packet) {
    return seen(at, packet, Comparison.equal(0));
  }

  private TestBuilder seen(String at, String packet, Comparison count) {
    Port port = LabBuilder.port(at);
    expectations.add(new Expectation.Seen(port, new Expectation.Line(packet), count, Place.NONE));
    return this;
  }

  /** A rule that has to decide, as {@code nft} lists it, * for any characters. */
  public TestBuilder rule(String node, String text) {
    expectations.add(new Expectation.Decided(node, text, Place.NONE));
    return this;
  }

  LabTest build() {
    if (probe == null) {
      throw new IllegalArgumentException("test '" + name + "' has nothing to try");
    }
    List<Expectation> all = new ArrayList<>();
    all.add(new Expectation.Answer(expect, null, Place.NONE));
    all.addAll(expectations);
    List<Step> inOrder = new ArrayList<>(steps);
    inOrder.add(new Step(probe, within, all, Place.NONE));
    return new LabTest(name, inOrder, Place.NONE);
  }
}
