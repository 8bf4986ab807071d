package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for all functions that see packets at a hook ({@code NFNL_MSG_HOOK_GET}), those of chains
 * and others.
 *
 * @param device the device of a hook of family netdev; absent for the others
 */
public record GetHooks(Family family, HookNumber hook, @Nullable String device)
    implements NftMessage {}
