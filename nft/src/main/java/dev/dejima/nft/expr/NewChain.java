package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain ({@code NFT_MSG_NEWCHAIN}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name
 * @param handle the kernel's number of it; in a request, names the chain to rename or change
 * @param hook where it is hooked in; absent for a regular chain
 * @param type {@code filter}, {@code nat} or {@code route}; absent for a regular chain
 * @param policy what becomes of a packet that reaches the end: {@code ACCEPT} or {@code DROP};
 *     absent where not given, and for a regular chain
 * @param flags {@code NFT_CHAIN_*}
 * @param use rules in it and jumps to it
 * @param userData what nft keeps there ({@link UserData})
 * @param mode what to do if it exists
 */
public record NewChain(
    Family family,
    String table,
    String name,
    long handle,
    @Nullable BaseHook hook,
    @Nullable String type,
    @Nullable Verdict policy,
    int flags,
    int use,
    Bytes userData,
    Set<NewFlag> mode)
    implements NftMessage {}
