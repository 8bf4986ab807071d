package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.Set;

/**
 * A table ({@code NFT_MSG_NEWTABLE}).
 *
 * @param family its family
 * @param name its name
 * @param flags {@link #DORMANT} and the like
 * @param handle the kernel's number of it
 * @param use chains, sets and objects in it
 * @param userData what nft keeps there: a comment ({@link UserData})
 * @param mode what to do if it exists
 */
public record NewTable(
    Family family, String name, int flags, long handle, int use, Bytes userData, Set<NewFlag> mode)
    implements NftMessage {
  /** The table's chains see no packets. */
  public static final int DORMANT = 1;

  /** Only the socket that made the table may change it, and the table goes with the socket. */
  public static final int OWNER = 2;

  /** The table stays when its owner goes. */
  public static final int PERSIST = 4;
}
