package dev.dejima.kernel;

/**
 * What to open a kernel with.
 *
 * @param seed the source of all chance in netstack; linux has chance of its own
 * @param publish whether named namespaces are pinned under /run/netns, on linux
 * @param wallClock whether time passes at the wall's pace, as at an interactive prompt; otherwise
 *     netstack's clock jumps to the next event once all processes wait. On linux it always does.
 * @param here whether this is for one command in place of the system's: the initial namespace is,
 *     on linux, the one that this program runs in; on netstack processes are threads of the system,
 *     which are there sooner than virtual ones, and slower afterwards
 */
public record KernelOptions(long seed, boolean publish, boolean wallClock, boolean here) {
  /** Seed 1, unpublished, time that jumps. */
  public static final KernelOptions DEFAULT = new KernelOptions(1, false, false);

  /** Options for a kernel whose namespaces are all its own. */
  public KernelOptions(long seed, boolean publish, boolean wallClock) {
    this(seed, publish, wallClock, false);
  }

  /** The same, beginning in the namespace that this program runs in. */
  public KernelOptions inPlace() {
    return new KernelOptions(seed, publish, wallClock, true);
  }
}
