package dev.dejima.nft.expr;

import org.jspecify.annotations.Nullable;

/**
 * Asks for objects ({@code NFT_MSG_GETOBJ}, {@code NFT_MSG_GETOBJ_RESET}); answered by {@link
 * NewObject}s.
 *
 * @param family of one family, or of all
 * @param table of one table; absent, of all
 * @param type of one type; {@code UNSPEC}, of all
 * @param name the one of this name; absent, all
 * @param reset whether to set what they have counted to 0 once it is told
 */
public record GetObjects(
    Family family, @Nullable String table, ObjectType type, @Nullable String name, boolean reset)
    implements NftMessage {}
