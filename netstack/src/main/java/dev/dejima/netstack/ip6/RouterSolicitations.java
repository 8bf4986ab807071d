package dev.dejima.netstack.ip6;

import dev.dejima.netstack.sched.Timer;
import dev.dejima.packet.Ipv6Address;

/**
 * Asks for routers once the link-local address is known to be unique, at ever doubled intervals
 * until one answers ({@code addrconf_rs_timer}, RFC 7559).
 */
final class RouterSolicitations {
  private static final long SECOND = 1_000_000_000L;

  private final Ipv6 ipv6;
  private final Interface6 in;
  private final Timer timer;
  private long interval;
  private int sent;

  RouterSolicitations(Ipv6 ipv6, Interface6 in) {
    this.ipv6 = ipv6;
    this.in = in;
    this.timer = ipv6.loop().backgroundTimer(this::solicit);
  }

  void begin() {
    if (!in.acceptsAdvertisements()
        || in.get(Conf6.ROUTER_SOLICITATIONS) == 0
        || in.device().isLoopback()) {
      return;
    }
    sent = 0;
    interval = 0;
    solicit();
  }

  /** A router has answered, or the device is down. */
  void end() {
    timer.cancel();
  }

  private void solicit() {
    int most = in.get(Conf6.ROUTER_SOLICITATIONS);
    Ipv6Address source = in.linkLocal();
    if (source == null || !in.acceptsAdvertisements() || most >= 0 && sent >= most) {
      return;
    }
    ipv6.ndisc().solicitRouters(in.device(), source);
    sent++;
    interval = interval == 0 ? first() : next();
    timer.arm(interval);
  }

  /** A tenth more or less, by chance (RFC 3315 section 14). */
  private long about(long value) {
    return value - value / 10 + ipv6.random().nextLong(Math.max(value / 5, 1));
  }

  private long first() {
    return about(in.get(Conf6.ROUTER_SOLICITATION_INTERVAL) * SECOND);
  }

  private long next() {
    long longest = in.get(Conf6.ROUTER_SOLICITATION_MAX_INTERVAL) * SECOND;
    long doubled = interval + about(interval);
    return longest > 0 && doubled > longest ? about(longest) : doubled;
  }
}
