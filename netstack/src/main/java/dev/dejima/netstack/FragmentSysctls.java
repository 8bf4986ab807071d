package dev.dejima.netstack;

import dev.dejima.netstack.inet.FragmentLimits;

/** The variables that bound what fragments take. */
final class FragmentSysctls {
  private static final int MAX = Integer.MAX_VALUE;

  private FragmentSysctls() {}

  /**
   * Adds them.
   *
   * @param prefix what their paths begin with: {@code net/ipv4/ipfrag_}
   * @param time the name of the one for the time
   */
  static void add(SysctlTree tree, String prefix, String time, FragmentLimits limits) {
    tree.add(
        prefix + time,
        SysctlVariable.number(0, MAX, () -> limits.seconds, n -> limits.seconds = n));
    tree.add(
        prefix + "high_thresh",
        SysctlVariable.between(
            () -> limits.low, () -> MAX, () -> limits.high, n -> limits.high = n));
    tree.add(
        prefix + "low_thresh",
        SysctlVariable.between(() -> 0, () -> limits.high, () -> limits.low, n -> limits.low = n));
  }
}
