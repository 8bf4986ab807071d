package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain: rules in order, and for a base chain where it is hooked in. */
final class Chain {
  private static final Rule[] NONE = {};

  final Table table;
  String name;
  final long handle;
  final @Nullable BaseHook hook;

  /** {@code filter}, {@code nat} or {@code route}; null for a regular chain. */
  final @Nullable String type;

  Verdict.Code policy;
  int flags;
  Bytes userData;

  /** When it was hooked in, among all that ever was. */
  final long registered;

  /** Rules in it and jumps to it. */
  int use;

  final List<Rule> rules = new ArrayList<>();

  /** The rules as packets meet them: those of the last batch committed. */
  Rule[] program = NONE;

  Chain(
      Table table,
      String name,
      long handle,
      @Nullable BaseHook hook,
      @Nullable String type,
      Verdict.Code policy,
      int flags,
      Bytes userData,
      long registered) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.hook = hook;
    this.type = type;
    this.policy = policy;
    this.flags = flags;
    this.userData = userData;
    this.registered = registered;
  }

  boolean isBase() {
    return hook != null;
  }

  @Nullable Rule rule(long ruleHandle) {
    for (Rule rule : rules) {
      if (rule.handle == ruleHandle) {
        return rule;
      }
    }
    return null;
  }
}
