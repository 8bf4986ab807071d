package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.Set;

/**
 * A stateful object ({@code NFT_MSG_NEWOBJ}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name, which only another type's object may share
 * @param handle the kernel's number of it
 * @param data what it is and keeps
 * @param use rules and elements that refer to it
 * @param userData what nft keeps there: a comment ({@link UserData})
 * @param mode what to do if it exists
 */
public record NewObject(
    Family family,
    String table,
    String name,
    long handle,
    ObjectData data,
    int use,
    Bytes userData,
    Set<NewFlag> mode)
    implements NftMessage {}
