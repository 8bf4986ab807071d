package dev.dejima.kernel.rtnetlink;

import dev.dejima.nft.expr.NewFlag;
import dev.dejima.packet.MacAddress;
import java.util.Set;

/**
 * By which link frames for an address leave ({@code RTM_NEWNEIGH} of the family AF_BRIDGE).
 *
 * @param index the link's number: a port, or the bridge itself
 * @param address whose frames
 * @param master the number of the bridge that keeps the entry; 0 for an address that the link
 *     itself listens to
 * @param vlan 0 for none
 * @param state {@code NUD_*}: 2 learned, 4 learned and outdated, 64 static, 128 the host's own
 * @param flags {@link #SELF} and the like
 * @param used seconds since a frame was sent there
 * @param updated seconds since a frame came from there
 * @param mode what a request does if it exists
 */
public record NewFdbEntry(
    int index,
    MacAddress address,
    int master,
    int vlan,
    int state,
    int flags,
    long used,
    long updated,
    Set<NewFlag> mode)
    implements RouteMessage {
  /** As if a frame had come from there. */
  public static final int USE = 0x01;

  /** Of the link itself, not of the bridge whose port it is. */
  public static final int SELF = 0x02;

  /** Of the bridge whose port the link is. */
  public static final int MASTER = 0x04;

  /** Learned by somebody else, who has to refresh it. */
  public static final int EXTERNALLY_LEARNED = 0x10;

  /** Stays at its port, wherever frames come from. */
  public static final int STICKY = 0x40;

  public static final int REACHABLE = 0x02;
  public static final int STALE = 0x04;
  public static final int NOARP = 0x40;
  public static final int PERMANENT = 0x80;
}
