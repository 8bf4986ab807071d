package dev.dejima.nft.expr;

/**
 * What nft keeps with tables, chains, rules, sets and elements and the kernel hands back unread: a
 * string of type, length and value, one octet each for the first two ({@code libnftnl/udata.h}).
 */
public final class UserData {
  /** A comment, on anything: text with a zero octet behind it. */
  public static final int COMMENT = 0;

  private UserData() {}
}
