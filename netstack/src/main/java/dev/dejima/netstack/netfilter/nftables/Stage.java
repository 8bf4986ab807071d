package dev.dejima.netstack.netfilter.nftables;

/** Something registered at a hook. */
interface Stage {
  /** Shows it a packet. */
  Fate run(Evaluation e);
}
