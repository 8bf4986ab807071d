package dev.dejima.nft.expr;

/**
 * How two values are compared ({@code enum nft_cmp_ops}); values compare as octets, first highest.
 */
public enum CmpOp {
  EQ,
  NEQ,
  LT,
  LTE,
  GT,
  GTE
}
