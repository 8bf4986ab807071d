package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetHooks;
import dev.dejima.nft.expr.HookFunction;
import dev.dejima.nft.expr.HookFunction.HookedChain;
import dev.dejima.nft.expr.HookNumber;
import org.jspecify.annotations.Nullable;

/** What functions see packets ({@code linux/netfilter/nfnetlink_hook.h}). */
final class HookCodec {
  static final int NFNL_MSG_HOOK_GET = 0;
  private static final int NFNLA_HOOK_HOOKNUM = 1;
  private static final int NFNLA_HOOK_PRIORITY = 2;
  private static final int NFNLA_HOOK_DEV = 3;
  private static final int NFNLA_HOOK_FUNCTION_NAME = 4;
  private static final int NFNLA_HOOK_MODULE_NAME = 5;
  private static final int NFNLA_HOOK_CHAIN_INFO = 6;
  private static final int NFNLA_HOOK_INFO_DESC = 1;
  private static final int NFNLA_CHAIN_TABLE = 1;
  private static final int NFNLA_CHAIN_FAMILY = 2;
  private static final int NFNLA_CHAIN_NAME = 3;

  private HookCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, GetHooks get) {
    if (get.device() != null) {
      out.string(NFNLA_HOOK_DEV, get.device());
    }
    return out.be32(NFNLA_HOOK_HOOKNUM, get.hook().number(get.family()));
  }

  static HookFunction decode(Family family, AttributeDecoder in) {
    int hook = 0;
    int priority = 0;
    String function = "";
    String module = null;
    HookedChain chain = null;
    while (in.next()) {
      switch (in.type()) {
        case NFNLA_HOOK_HOOKNUM -> hook = in.be32();
        case NFNLA_HOOK_PRIORITY -> priority = in.be32();
        case NFNLA_HOOK_FUNCTION_NAME -> function = in.string();
        case NFNLA_HOOK_MODULE_NAME -> module = in.string();
        case NFNLA_HOOK_CHAIN_INFO -> chain = info(in.nested());
        default -> {}
      }
    }
    return new HookFunction(family, HookNumber.of(family, hook), priority, function, module, chain);
  }

  /** A flowtable or a program of another machine is no chain. */
  private static @Nullable HookedChain info(AttributeDecoder in) {
    HookedChain chain = null;
    while (in.next()) {
      if (in.type() == NFNLA_HOOK_INFO_DESC) {
        chain = chain(in.nested());
      }
    }
    return chain == null || chain.name().isEmpty() ? null : chain;
  }

  private static HookedChain chain(AttributeDecoder in) {
    Family family = Family.UNSPEC;
    String table = "";
    String name = "";
    while (in.next()) {
      switch (in.type()) {
        case NFNLA_CHAIN_TABLE -> table = in.string();
        case NFNLA_CHAIN_FAMILY -> family = Family.of(in.u8());
        case NFNLA_CHAIN_NAME -> name = in.string();
        default -> {}
      }
    }
    return new HookedChain(family, table, name);
  }
}
