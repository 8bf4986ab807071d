package dev.dejima.kernel;

import dev.dejima.nft.expr.NftMessage;
import java.util.List;

/** nf_tables: besides single requests, batches that are committed whole or not at all. */
public interface NfTables extends Netlink<NftMessage> {
  /**
   * The table, in whatever family, that a lab adds for a while to trace packets. Listings leave it
   * out.
   */
  String TRACE_TABLE = "__dejima_trace";

  /**
   * Commits a batch. Generations on the way (another's batch between our dump and our commit) are
   * retried inside.
   *
   * @throws NetlinkException if the kernel refuses any of it, with all refusals; nothing has
   *     changed
   */
  void commit(List<NftMessage> batch) throws NetlinkException;

  /**
   * Tries a batch: as {@link #commit}, but never changes anything. A kernel that lacks something of
   * Linux refuses to commit what uses it, and lets it pass here: nothing is to run.
   *
   * @throws NetlinkException as {@link #commit}
   */
  void check(List<NftMessage> batch) throws NetlinkException;
}
