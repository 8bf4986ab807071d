package dev.dejima.netstack.netfilter.conntrack;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.conntrack.NewConntrack.Mode;
import dev.dejima.kernel.conntrack.NewExpectation;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/** Expectations as messages of ctnetlink ({@code ctnetlink_exp_dump_expect}), and back. */
public final class ExpectationMessages {
  private static final long SECOND = 1_000_000_000L;
  private static final int PORT_MASK = 0xffff;

  /** {@code ctnetlink_exp_dump_expect()} does not say in which zone an expectation is. */
  private static final int UNTOLD_ZONE = 0;

  private ExpectationMessages() {}

  /** An expectation as it is at a time. */
  public static NewExpectation of(Expectation expectation, long now, Mode mode) {
    Helper helper = expectation.helper;
    Expectation.Arrival arrival = expectation.arrival;
    return new NewExpectation(
        expectation.tuple.message(),
        mask(expectation),
        expectation.master.original.message(),
        Math.max(0, (expectation.expires - now) / SECOND),
        expectation.id,
        helper == null ? null : helper.name(),
        UNTOLD_ZONE,
        expectation.flags & 7,
        expectation.group,
        arrival == null ? null : arrival.name(),
        translation(expectation),
        mode);
  }

  /** The destination counts whole. */
  private static ConntrackTuple mask(Expectation expectation) {
    boolean v4 = expectation.tuple.version == 4;
    return new ConntrackTuple(
        address(v4, expectation.maskSourceHigh, expectation.maskSourceLow),
        address(v4, -1, -1),
        expectation.tuple.protocol,
        expectation.maskSourcePort,
        PORT_MASK);
  }

  private static NewExpectation.@Nullable Translation translation(Expectation expectation) {
    if (expectation.savedLow == 0 && expectation.savedHigh == 0 && expectation.savedPort == 0) {
      return null;
    }
    boolean v4 = expectation.master.original.version == 4;
    ConntrackTuple tuple =
        new ConntrackTuple(
            address(v4, expectation.savedHigh, expectation.savedLow),
            address(v4, 0, 0),
            expectation.master.original.protocol,
            expectation.savedPort,
            0);
    return new NewExpectation.Translation(expectation.direction, tuple);
  }

  private static IpAddress address(boolean v4, long high, long low) {
    return v4 ? new Ipv4Address((int) low) : new Ipv6Address(high, low);
  }

  /** What a request asks to expect. */
  public static Expectation read(NewExpectation message, Flow master, long now) {
    Expectation expectation = new Expectation(master);
    Tuple tuple = Tuple.of(message.tuple());
    Tuple mask = Tuple.of(message.mask());
    expectation.tuple.set(tuple);
    expectation.tuple.zone = 0;
    expectation.maskSourceHigh = mask.sourceHigh;
    expectation.maskSourceLow = mask.sourceLow;
    expectation.maskSourcePort = mask.sourcePort & PORT_MASK;
    expectation.flags = message.flags() & ~NewExpectation.USERSPACE;
    expectation.group = message.group();
    expectation.expires = now;
    NewExpectation.Translation translation = message.translation();
    if (translation != null) {
      Tuple saved = Tuple.of(translation.tuple());
      expectation.savedHigh = saved.sourceHigh;
      expectation.savedLow = saved.sourceLow;
      expectation.savedPort = saved.sourcePort;
      expectation.direction = translation.direction();
    }
    return expectation;
  }
}
