package dev.dejima.netstack.netfilter.nftables;

/** Something registered at a hook. */
interface Stage {
  /** What becomes of the packet. */
  enum Fate {
    GOES_ON,
    DROPPED,
    /** It is somebody else's now. */
    KEPT
  }

  /** Shows it a packet. */
  Fate run(Evaluation e);
}
