package dev.dejima.netstack.tcp;

/** How many connections are in TIME_WAIT: only so many stay there ({@code inet_twsk_alloc}). */
final class TimeWaits {
  private final TcpSettings settings;
  private int count;

  TimeWaits(TcpSettings settings) {
    this.settings = settings;
  }

  /** Counts another; whether it may stay. */
  boolean begin() {
    return count++ < settings.maxTimeWaits;
  }

  void end() {
    count--;
  }

  int count() {
    return count;
  }
}
