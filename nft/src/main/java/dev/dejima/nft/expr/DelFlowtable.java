package dev.dejima.nft.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Deletes a flowtable, all flowtables of a table, or devices of one ({@code NFT_MSG_DELFLOWTABLE},
 * {@code NFT_MSG_DESTROYFLOWTABLE}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name; absent with handle 0, all
 * @param handle its number, if not 0
 * @param devices the devices to take out; none, the flowtable itself goes
 * @param destroy whether a flowtable that is not there is no error
 */
public record DelFlowtable(
    Family family,
    String table,
    @Nullable String name,
    long handle,
    List<String> devices,
    boolean destroy)
    implements NftMessage {
  /** Keeps a copy of the devices. */
  public DelFlowtable {
    devices = List.copyOf(devices);
  }
}
