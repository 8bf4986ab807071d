package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * A function that sees packets at a hook.
 *
 * @param hook where
 * @param priority its place there, lowest first
 * @param function its name in the kernel
 * @param module the kernel's module that it is of; absent if it is of none
 * @param chain the chain that it runs; absent if it runs none
 */
public record HookFunction(
    Family family,
    HookNumber hook,
    int priority,
    String function,
    @Nullable String module,
    @Nullable HookedChain chain)
    implements NftMessage {
  /** A base chain; its family is that of its table. */
  public record HookedChain(Family family, String table, String name) {}
}
