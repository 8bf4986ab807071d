package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains ({@code NFTA_CHAIN_*}, {@code NFTA_HOOK_*}). */
final class ChainCodec {
  private static final int NFTA_CHAIN_TABLE = 1;
  private static final int NFTA_CHAIN_HANDLE = 2;
  private static final int NFTA_CHAIN_NAME = 3;
  private static final int NFTA_CHAIN_HOOK = 4;
  private static final int NFTA_CHAIN_POLICY = 5;
  private static final int NFTA_CHAIN_USE = 6;
  private static final int NFTA_CHAIN_TYPE = 7;
  private static final int NFTA_CHAIN_FLAGS = 10;
  private static final int NFTA_CHAIN_ID = 11;
  private static final int NFTA_CHAIN_USERDATA = 12;

  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  private static final int NFTA_HOOK_DEV = 3;
  private static final int NFTA_HOOK_DEVS = 4;

  private ChainCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewChain chain) {
    out.string(NFTA_CHAIN_TABLE, chain.table());
    if (!chain.name().isEmpty()) {
      out.string(NFTA_CHAIN_NAME, chain.name());
    }
    out.be64Unless0(NFTA_CHAIN_HANDLE, chain.handle());
    BaseHook hook = chain.hook();
    if (hook != null) {
      hook(out, chain.family(), hook);
    }
    Verdict policy = chain.policy();
    if (policy != null) {
      out.be32(NFTA_CHAIN_POLICY, policy.code().number());
    }
    out.stringIf(NFTA_CHAIN_TYPE, chain.type());
    out.be32Unless0(NFTA_CHAIN_USE, chain.use());
    out.be32Unless0(NFTA_CHAIN_FLAGS, chain.flags());
    out.be32Unless0(NFTA_CHAIN_ID, chain.id());
    return out.bytesUnlessEmpty(NFTA_CHAIN_USERDATA, chain.userData());
  }

  private static void hook(AttributeEncoder out, Family family, BaseHook hook) {
    AttributeEncoder.Mark mark = out.nest(NFTA_CHAIN_HOOK);
    out.be32(NFTA_HOOK_HOOKNUM, hook.hook().number(family));
    out.be32(NFTA_HOOK_PRIORITY, hook.priority());
    List<String> devices = hook.devices();
    if (devices.size() == 1 && !Devices.isPrefix(devices.getFirst())) {
      out.string(NFTA_HOOK_DEV, devices.getFirst());
    } else if (!devices.isEmpty()) {
      Devices.encode(out, NFTA_HOOK_DEVS, devices);
    }
    out.end(mark);
  }

  static AttributeEncoder encode(AttributeEncoder out, DelChain chain) {
    out.string(NFTA_CHAIN_TABLE, chain.table());
    out.stringIf(NFTA_CHAIN_NAME, chain.name());
    BaseHook hook = chain.hook();
    if (hook != null) {
      hook(out, chain.family(), hook);
    }
    return out.be64Unless0(NFTA_CHAIN_HANDLE, chain.handle());
  }

  static NewChain decode(Family family, int mode, AttributeDecoder in) {
    String table = "";
    String name = "";
    long handle = 0;
    BaseHook hook = null;
    String type = null;
    Verdict policy = null;
    int id = 0;
    int flags = 0;
    int use = 0;
    Bytes userData = Bytes.EMPTY;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CHAIN_TABLE -> table = in.string();
        case NFTA_CHAIN_NAME -> name = in.string();
        case NFTA_CHAIN_HANDLE -> handle = in.be64();
        case NFTA_CHAIN_HOOK -> hook = hook(family, in.nested());
        case NFTA_CHAIN_TYPE -> type = in.string();
        case NFTA_CHAIN_POLICY -> policy = new Verdict(Verdict.Code.of(in.be32()), null);
        case NFTA_CHAIN_ID -> id = in.be32();
        case NFTA_CHAIN_FLAGS -> flags = in.be32();
        case NFTA_CHAIN_USE -> use = in.be32();
        case NFTA_CHAIN_USERDATA -> userData = in.bytes();
        default -> {}
      }
    }
    return new NewChain(
        family,
        table,
        name,
        id,
        handle,
        hook,
        type,
        policy,
        flags,
        use,
        userData,
        Codec.mode(mode));
  }

  private static BaseHook hook(Family family, AttributeDecoder in) {
    int number = 0;
    int priority = 0;
    @Nullable String one = null;
    List<String> devices = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_HOOK_HOOKNUM -> number = in.be32();
        case NFTA_HOOK_PRIORITY -> priority = in.be32();
        case NFTA_HOOK_DEV -> one = in.string();
        case NFTA_HOOK_DEVS -> devices.addAll(Devices.decode(in.nested()));
        default -> {}
      }
    }
    if (one != null && devices.isEmpty()) {
      devices.add(one);
    }
    return new BaseHook(HookNumber.of(family, number), priority, devices);
  }

  static DelChain decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String table = "";
    String name = null;
    long handle = 0;
    BaseHook hook = null;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CHAIN_TABLE -> table = in.string();
        case NFTA_CHAIN_NAME -> name = in.string();
        case NFTA_CHAIN_HANDLE -> handle = in.be64();
        case NFTA_CHAIN_HOOK -> hook = hook(family, in.nested());
        default -> {}
      }
    }
    return new DelChain(family, table, name, handle, hook, destroy);
  }
}
