package dev.dejima.netstack.netfilter.nftables;

/** An expression ready to be run on packets. */
interface Step {
  /** The rule goes on. */
  int NEXT = 0;

  /** The rule does not match: the next rule's turn. */
  int BREAK = 1;

  /** {@link Evaluation#verdict} has been set: the rule ends. */
  int VERDICT = 2;

  /** The packet is somebody else's now: neither rules nor hooks go on with it. */
  int STOLEN = 3;

  /** Runs it. */
  int run(Evaluation e);
}
