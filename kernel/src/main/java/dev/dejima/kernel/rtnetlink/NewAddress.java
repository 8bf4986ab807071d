package dev.dejima.kernel.rtnetlink;

import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An address of a link ({@code RTM_NEWADDR}).
 *
 * @param index the link's number
 * @param address the address, with the length of its network
 * @param peer the address at the other end of a point-to-point link; otherwise absent
 * @param broadcast the network's broadcast address, where there is one
 * @param label the link's name, or one that begins with it
 * @param scope {@code RT_SCOPE_*}: 0 global, 253 link, 254 host
 * @param flags {@link #PERMANENT} and the like
 * @param validLifetime seconds; {@link #FOREVER}
 * @param preferredLifetime seconds; {@link #FOREVER}
 * @param mode what a request does if it exists
 */
public record NewAddress(
    int index,
    Prefix address,
    @Nullable IpAddress peer,
    @Nullable IpAddress broadcast,
    @Nullable String label,
    int scope,
    int flags,
    long validLifetime,
    long preferredLifetime,
    Set<NewFlag> mode)
    implements RouteMessage {
  /** In the network of an address that was there before. */
  public static final int SECONDARY = 0x01;

  public static final int NODAD = 0x02;

  /** May be used while it is found out whether another node has it (RFC 4429). */
  public static final int OPTIMISTIC = 0x04;

  public static final int DADFAILED = 0x08;
  public static final int DEPRECATED = 0x20;
  public static final int TENTATIVE = 0x40;
  public static final int PERMANENT = 0x80;

  /** Temporary addresses are made beside it, were they asked for ({@code IFA_F_MANAGETEMPADDR}). */
  public static final int MANAGED_TEMPORARIES = 0x100;

  public static final int NOPREFIXROUTE = 0x200;

  /** A lifetime without end. */
  public static final long FOREVER = 0xffffffffL;

  /** A request to add an address, with neither peer nor broadcast. */
  public static NewAddress of(int index, Prefix address) {
    int scope = address.address().isLoopback() ? 254 : 0;
    return new NewAddress(
        index,
        address,
        null,
        null,
        null,
        scope,
        0,
        FOREVER,
        FOREVER,
        Set.of(NewFlag.CREATE, NewFlag.EXCL));
  }
}
