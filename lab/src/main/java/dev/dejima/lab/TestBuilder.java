package dev.dejima.lab;

import dev.dejima.lab.LabTest.RuleSighting;
import dev.dejima.lab.LabTest.Sighting;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes a test. */
public final class TestBuilder {
  private final String name;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Sighting> seen = new ArrayList<>();
  private final List<Sighting> notSeen = new ArrayList<>();
  private final List<RuleSighting> rules = new ArrayList<>();
  private @Nullable Probe probe;
  private Outcome expect = Outcome.CONNECTED;
  private Duration within = LabTest.DEADLINE;

  TestBuilder(String name) {
    this.name = name;
  }

  /** Lets a node listen meanwhile. */
  public TestBuilder listen(String node, Transport transport, int port) {
    listeners.add(new Listener(node, transport, port, Place.NONE));
    return this;
  }

  /** Tries a TCP connection to {@code ADDRESS:PORT}, and sends. */
  public TestBuilder connect(String from, String to, String send) {
    probe = new Probe.Connect(from, Endpoint.parse(to), send, Place.NONE);
    return this;
  }

  /** Tries a datagram to {@code ADDRESS:PORT}. */
  public TestBuilder udp(String from, String to, String send) {
    probe = new Probe.Udp(from, Endpoint.parse(to), send, Place.NONE);
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

  /** A packet that has to pass {@code node:interface}; see {@link Sighting}. */
  public TestBuilder seen(String at, String packet) {
    seen.add(new Sighting(LabBuilder.port(at), packet, Place.NONE));
    return this;
  }

  /** A packet that must not pass {@code node:interface}; see {@link Sighting}. */
  public TestBuilder notSeen(String at, String packet) {
    notSeen.add(new Sighting(LabBuilder.port(at), packet, Place.NONE));
    return this;
  }

  /** A rule that has to decide; see {@link RuleSighting}. */
  public TestBuilder rule(String node, String text) {
    rules.add(new RuleSighting(node, text, Place.NONE));
    return this;
  }

  LabTest build() {
    if (probe == null) {
      throw new IllegalArgumentException("test '" + name + "' has nothing to try");
    }
    return new LabTest(name, listeners, probe, expect, within, seen, notSeen, rules, Place.NONE);
  }
}
