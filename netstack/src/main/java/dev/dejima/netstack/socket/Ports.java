package dev.dejima.netstack.socket;

import dev.dejima.netstack.ip.Settings4;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/** The choice of ports for sockets that name none. */
public final class Ports {
  private final Settings4 settings;
  private final RandomGenerator random;

  /** Makes the choice by these settings and that chance. */
  public Ports(Settings4 settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** A port of {@code ip_local_port_range}, from a start by chance; 0 if all are taken. */
  public int any(IntPredicate inUse) {
    int count = settings.localPortLast - settings.localPortFirst + 1;
    int start = random.nextInt(count);
    for (int i = 0; i < count; i++) {
      int port = settings.localPortFirst + (start + i) % count;
      if (!inUse.test(port)) {
        return port;
      }
    }
    return 0;
  }

  /**
   * A port to connect from, as {@code __inet_hash_connect} draws them: those of the parity of the
   * range's first port before the others.
   */
  public int forConnection(IntPredicate inUse) {
    int first = settings.localPortFirst;
    int count = settings.localPortLast - first + 1;
    if (count > 1) {
      count &= ~1;
    }
    int start = random.nextInt(count) & ~1;
    for (int odd = 0; odd < 2; odd++) {
      for (int i = 0; i < count; i += 2) {
        int port = first + (start + i + odd) % count;
        if (!inUse.test(port)) {
          return port;
        }
      }
    }
    return 0;
  }
}
