package dev.dejima.nft.expr;

import java.util.List;

/**
 * Where a base chain is hooked in ({@code NFTA_HOOK_*}).
 *
 * @param hook which hook
 * @param priority its place among the hook's chains, lowest first
 * @param devices the devices of a netdev or inet ingress chain; otherwise empty
 */
public record BaseHook(HookNumber hook, int priority, List<String> devices) {
  /** Keeps a copy of the devices. */
  public BaseHook {
    devices = List.copyOf(devices);
  }
}
