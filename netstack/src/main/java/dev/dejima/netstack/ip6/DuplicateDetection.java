package dev.dejima.netstack.ip6;

import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.sched.Timer;

/**
 * Finds out whether another node has an address before it is used (RFC 4862 section 5.4, {@code
 * addrconf_dad_*}): asks for it, {@code dad_transmits} times, and waits for a second after each.
 */
final class DuplicateDetection {
  private static final long SECOND = 1_000_000_000L;

  private final Ipv6 ipv6;
  private final Addresses6 addresses;

  DuplicateDetection(Ipv6 ipv6, Addresses6 addresses) {
    this.ipv6 = ipv6;
    this.addresses = addresses;
  }

  void begin(Interface6 in, Address6 address) {
    addresses.joinSolicited(in, address.local);
    if (in.device().isLoopback()
        || in.larger(Conf6.ACCEPT_DAD) < 1
        || !address.isTentative()
        || address.has(NewAddress.NODAD)) {
      complete(in, address);
    } else if (in.ready) {
      start(in, address);
    }
  }

  /** The device is ready now: an address that waited for that is asked for. */
  void resume(Interface6 in, Address6 address) {
    boolean asked = address.detection != null && address.detection.pending();
    if (address.isTentative() && !asked && !address.failed) {
      start(in, address);
    }
  }

  private void start(Interface6 in, Address6 address) {
    boolean optimistic = address.has(NewAddress.OPTIMISTIC);
    if (optimistic) {
      addresses.addLocalRoute(address);
    }
    address.probesLeft = in.get(Conf6.DAD_TRANSMITS);
    address.nonce = in.larger(Conf6.ENHANCED_DAD) != 0 ? ipv6.random().nextLong(1, 1L << 48) : 0;
    long delay = in.get(Conf6.ROUTER_SOLICITATION_DELAY) * SECOND;
    Timer timer = ipv6.loop().timer(() -> proceed(in, address));
    address.detection = timer;
    timer.arm(optimistic || delay <= 0 ? 0 : ipv6.random().nextLong(delay));
  }

  private void proceed(Interface6 in, Address6 address) {
    if (!in.ready) {
      return;
    }
    if (address.probesLeft == 0) {
      complete(in, address);
      return;
    }
    address.probesLeft--;
    if (address.detection != null) {
      address.detection.arm(SECOND);
    }
    ipv6.ndisc().probeOwn(address);
  }

  private void complete(Interface6 in, Address6 address) {
    boolean announces = address.isTentative() && !address.has(NewAddress.OPTIMISTIC);
    address.flags &= ~(NewAddress.TENTATIVE | NewAddress.OPTIMISTIC | NewAddress.DADFAILED);
    addresses.receives(in, address);
    boolean only = in.addresses.stream().filter(a -> a.local.isLinkLocal()).count() == 1;
    boolean lonely = address.local.isLinkLocal() && only;
    if (lonely && !in.device().isLoopback()) {
      in.memberships.addressed();
    }
    if (announces && in.larger(Conf6.NDISC_NOTIFY) != 0) {
      ipv6.ndisc().announce(address);
    }
    if (lonely) {
      in.solicitations.begin();
    }
  }

  /** Another node has the address ({@code addrconf_dad_failure}). */
  void failed(Interface6 in, Address6 address) {
    end(address);
    address.failed = true;
    address.flags |= NewAddress.DADFAILED | NewAddress.TENTATIVE;
    address.flags &= ~NewAddress.OPTIMISTIC;
    if (!address.has(NewAddress.PERMANENT)) {
      addresses.remove(in, address);
      return;
    }
    ipv6.events().address(address, true);
    boolean own =
        address.local.isLinkLocal() && address.local.low() == Addresses6.identifier(in.device());
    if (own && in.larger(Conf6.ACCEPT_DAD) > 1) {
      ipv6.disable(in);
    }
  }

  void end(Address6 address) {
    if (address.detection != null) {
      address.detection.cancel();
    }
  }
}
