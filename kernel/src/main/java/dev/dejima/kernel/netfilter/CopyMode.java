package dev.dejima.kernel.netfilter;

/** How much of a packet a program is told ({@code NFQNL_COPY_*}); the ordinal is the number. */
public enum CopyMode {
  /** Nothing: packets of a queue are dropped. */
  NONE,
  /** What is known of it, without its octets. */
  META,
  /** Its octets too, from the network header on. */
  PACKET
}
