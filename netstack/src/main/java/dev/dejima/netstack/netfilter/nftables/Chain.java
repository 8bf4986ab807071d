package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain: rules in order, and for a base chain where it is hooked in. */
final class Chain implements Members.Member {
  private static final Rule[] NONE = {};

  final Table table;
  String name;
  final long handle;
  final @Nullable BaseHook hook;

  /** {@code filter}, {@code nat} or {@code route}; null for a regular chain. */
  final @Nullable String type;

  /** The devices of an ingress or egress chain. */
  final List<String> devices;

  final int flags;
  final Bytes userData;

  /** When it was hooked in, among all that ever was. */
  final long registered;

  Verdict.Code policy;

  /** Rules in it and jumps to it. */
  int use;

  /** Whether it belongs to a rule that jumps to it. */
  boolean bound;

  /** Whether it ever did. */
  boolean wasBound;

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
    this.devices = new ArrayList<>(hook == null ? List.of() : hook.devices());
    this.policy = policy;
    this.flags = flags;
    this.userData = userData;
    this.registered = registered;
  }

  /** By priority; among equals, what was hooked in last comes first. */
  static int inOrder(Chain a, Chain b) {
    return a.priority() != b.priority()
        ? Integer.compare(a.priority(), b.priority())
        : Long.compare(b.registered, a.registered);
  }

  /** Where a base chain stands among those of its hook; 0 for a regular chain. */
  int priority() {
    return hook == null ? 0 : hook.priority();
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public long handle() {
    return handle;
  }

  boolean isBase() {
    return hook != null;
  }

  /** Whether it is there for the one rule that jumps to it. */
  boolean isBinding() {
    return (flags & NewChain.BINDING) != 0;
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
