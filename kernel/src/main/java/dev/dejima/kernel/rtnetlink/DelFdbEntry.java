package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Forgets by which link frames for an address leave ({@code RTM_DELNEIGH} of the family AF_BRIDGE).
 *
 * @param index the link's number: a port, or the bridge itself
 * @param address whose frames; absent for all that were learned or set
 * @param vlan 0 for none
 * @param flags {@link NewFdbEntry#SELF} and {@link NewFdbEntry#MASTER}
 */
public record DelFdbEntry(int index, @Nullable MacAddress address, int vlan, int flags)
    implements RouteMessage {}
