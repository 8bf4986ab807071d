package dev.dejima.netstack.ip6;

import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.netstack.link.NetDevice;
import dev.dejima.packet.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a source address (RFC 6724 section 5, {@code ipv6_get_saddr_eval}): of two
 * candidates, the rules one after the other decide; if none does, the one offered first stays.
 */
final class SourceChoice {
  private static final int LABEL_ANY = 1;

  private final @Nullable NetDevice out;
  private final Ipv6Address toward;
  private final int scope;
  private final int label;
  private @Nullable Address6 best;

  /** What the policy table says of a prefix ({@code ip6addrlbl_init_table}). */
  private record Label(long high, long low, int length, int value) {
    boolean matches(Ipv6Address address) {
      return Scopes.sameNetwork(high, low, address.high(), address.low(), length);
    }
  }

  private static final Label[] LABELS = {
    new Label(0, 1, 128, 0),
    new Label(0, 0xffff_0000_0000L, 96, 4),
    new Label(0, 0, 96, 3),
    new Label(0x2001_0000_0000_0000L, 0, 32, 6),
    new Label(0x2001_0010_0000_0000L, 0, 28, 7),
    new Label(0x2002_0000_0000_0000L, 0, 16, 2),
    new Label(0x3ffe_0000_0000_0000L, 0, 16, 12),
    new Label(0xfec0_0000_0000_0000L, 0, 10, 11),
    new Label(0xfc00_0000_0000_0000L, 0, 7, 5),
  };

  /**
   * A choice among nobody yet.
   *
   * @param out where packets leave; null for anywhere
   */
  SourceChoice(@Nullable NetDevice out, Ipv6Address toward) {
    this.out = out;
    this.toward = toward;
    this.scope = Scopes.of(toward);
    this.label = label(toward);
  }

  private static int label(Ipv6Address address) {
    for (Label candidate : LABELS) {
      if (candidate.matches(address)) {
        return candidate.value;
      }
    }
    return LABEL_ANY;
  }

  void offer(Address6 candidate) {
    if (candidate.isUsable() && !candidate.has(NewAddress.DADFAILED)) {
      best = best == null || isBetter(candidate, best) ? candidate : best;
    }
  }

  @Nullable Ipv6Address best() {
    return best == null ? null : best.local;
  }

  private boolean isBetter(Address6 a, Address6 b) {
    boolean same = a.local.equals(toward);
    if (same != b.local.equals(toward)) {
      return same;
    }
    int scopeA = Scopes.of(a.local);
    int scopeB = Scopes.of(b.local);
    if (scopeA != scopeB) {
      return scopeA < scopeB ? scopeA >= scope : scopeB < scope;
    }
    int poor = NewAddress.DEPRECATED | NewAddress.OPTIMISTIC;
    if (a.has(poor) != b.has(poor)) {
      return !a.has(poor);
    }
    if ((a.device == out) != (b.device == out)) {
      return a.device == out;
    }
    boolean labelled = label(a.local) == label;
    if (labelled != (label(b.local) == label)) {
      return labelled;
    }
    return common(a) > common(b);
  }

  /** Bits that an address has in common with the destination, those of its own prefix at most. */
  private int common(Address6 address) {
    long high = address.local.high() ^ toward.high();
    int bits =
        high != 0
            ? Long.numberOfLeadingZeros(high)
            : 64 + Long.numberOfLeadingZeros(address.local.low() ^ toward.low());
    return Math.min(bits, address.length);
  }
}
