package dev.dejima.netstack.netfilter.nftables;

/** What becomes of a packet that a stage of a hook was shown. */
public enum Fate {
  GOES_ON,
  /** Its way ends; its sender, if it is one of this host, is told. */
  DROPPED,
  /** It is somebody else's now, or its way has ended without a word. */
  KEPT,
  /** A program is to decide; {@link Evaluation#queue} is where it waits. */
  QUEUED
}
