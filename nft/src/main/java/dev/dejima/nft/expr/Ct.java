package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Loads what connection tracking knows of the packet ({@code nft_ct.c}).
 *
 * @param dreg where to
 * @param key what
 * @param direction which tuple, for keys that have two
 */
public record Ct(int dreg, CtKey key, @Nullable Direction direction) implements Expr {
  /**
   * The direction of a flow ({@code enum ip_conntrack_dir}); the ordinal is the kernel's number.
   */
  public enum Direction {
    ORIGINAL,
    REPLY
  }
}
