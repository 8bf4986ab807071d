package dev.dejima.netstack.link;

import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/** What frames pass on their way through a bridge ({@code NFPROTO_BRIDGE}). */
@FunctionalInterface
public interface BridgeHooks {
  /** Shows a hook a frame; answers whether that goes on. If not, it is the bridge's no longer. */
  boolean passes(HookNumber hook, Packet packet, @Nullable NetDevice in, @Nullable NetDevice out);
}
