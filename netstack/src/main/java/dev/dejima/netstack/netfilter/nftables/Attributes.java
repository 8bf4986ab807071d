package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.NewRule;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where in a message an attribute lies that a refusal names. Names come first in every message: the
 * table's, then the chain's or set's.
 */
final class Attributes {
  /** Behind {@code nlmsghdr} and {@code nfgenmsg}. */
  static final int FIRST = 20;

  private static final int HEADER = 4;

  private Attributes() {}

  static int afterTable(Table table) {
    return FIRST + length(table.name);
  }

  static int afterChain(NewRule message) {
    return FIRST + length(message.table()) + length(message.chain());
  }

  static int afterChain(DelRule message) {
    return FIRST + length(message.table()) + length(message.chain());
  }

  /** Octets of a string's attribute: its header, the text, a zero, and padding. */
  private static int length(@Nullable String text) {
    return text == null ? 0 : HEADER + text.getBytes(StandardCharsets.UTF_8).length + 1 + 3 & ~3;
  }
}
