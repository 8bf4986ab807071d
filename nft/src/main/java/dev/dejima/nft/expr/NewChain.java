package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A chain ({@code NFT_MSG_NEWCHAIN}).
 *
 * @param family the family of its table
 * @param table the name of its table
 * @param name its name; empty in a request that gives it a number instead, for a chain that belongs
 *     to a rule
 * @param id its number within its batch; 0 for none
 * @param handle the kernel's number of it; in a request, names the chain to rename or change
 * @param hook where it is hooked in; absent for a regular chain
 * @param type {@code filter}, {@code nat} or {@code route}; absent for a regular chain
 * @param policy what becomes of a packet that reaches the end: {@code ACCEPT} or {@code DROP};
 *     absent where not given, and for a regular chain
 * @param flags {@link #BASE} and the like
 * @param use rules in it and jumps to it
 * @param userData what nft keeps there ({@link UserData})
 * @param mode what to do if it exists
 */
public record NewChain(
    Family family,
    String table,
    String name,
    int id,
    long handle,
    @Nullable BaseHook hook,
    @Nullable String type,
    @Nullable Verdict policy,
    int flags,
    int use,
    Bytes userData,
    Set<NewFlag> mode)
    implements NftMessage {
  public static final int BASE = 1;
  public static final int OFFLOAD = 2;

  /** The chain belongs to the rule that jumps to it. */
  public static final int BINDING = 4;

  /** A chain that is known by its name. */
  public NewChain(
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
      Set<NewFlag> mode) {
    this(family, table, name, 0, handle, hook, type, policy, flags, use, userData, mode);
  }
}
