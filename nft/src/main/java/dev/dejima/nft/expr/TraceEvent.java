package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a traced packet met ({@code NFT_MSG_TRACE}).
 *
 * @param family the family of the table
 * @param table the table's name
 * @param chain the chain's name
 * @param id the packet's number: the same for all it meets on its way through one hook's chains
 * @param type what it met
 * @param ruleHandle the rule, for {@code RULE}; else 0
 * @param verdict what was decided; absent where nothing was
 * @param policy the policy, for {@code POLICY}
 * @param mark the packet's mark
 * @param nfproto the packet's own family
 * @param iif number of the device it came in by; 0 for none
 * @param iifType {@code ARPHRD_*} of the device it came in by; 0 for none
 * @param oif number of the device it goes out by; 0 for none
 * @param tracked what connection tracking knows of it, once a packet; absent if nothing
 * @param linkHeader the first octets of its link header; this and the next two come once a packet
 * @param networkHeader those of its network header
 * @param transportHeader those of its transport header
 */
public record TraceEvent(
    Family family,
    String table,
    String chain,
    int id,
    Type type,
    long ruleHandle,
    @Nullable Verdict verdict,
    @Nullable Verdict policy,
    int mark,
    Family nfproto,
    int iif,
    int iifType,
    int oif,
    @Nullable Tracked tracked,
    Bytes linkHeader,
    Bytes networkHeader,
    Bytes transportHeader)
    implements NftMessage {
  /**
   * What connection tracking knows of a packet.
   *
   * @param state one bit, as {@code ct state} has it
   * @param connection absent for a packet that is not tracked
   */
  public record Tracked(int state, @Nullable Connection connection) {}

  /**
   * The connection of a packet.
   *
   * @param id its number, as {@code ct id} has it
   * @param direction 0 original, 1 reply
   * @param status {@code IPS_*} bits
   */
  public record Connection(int id, int direction, int status) {}

  /** {@code enum nft_trace_types}; the ordinal is the kernel's number. */
  public enum Type {
    UNSPEC,
    POLICY,
    RETURN,
    RULE
  }
}
