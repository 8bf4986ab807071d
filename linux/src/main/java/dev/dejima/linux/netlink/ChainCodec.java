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
  private static final int NFTA_CHAIN_USERDATA = 12;

  private static final int NFTA_HOOK_HOOKNUM = 1;
  private static final int NFTA_HOOK_PRIORITY = 2;
  private static final int NFTA_HOOK_DEV = 3;
  private static final int NFTA_HOOK_DEVS = 4;
  private static final int NFTA_DEVICE_NAME = 1;

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
    return out.bytesUnlessEmpty(NFTA_CHAIN_USERDATA, chain.userData());
  }

  private static void hook(AttributeEncoder out, Family family, BaseHook hook) {
    AttributeEncoder.Mark mark = out.nest(NFTA_CHAIN_HOOK);
    out.be32(NFTA_HOOK_HOOKNUM, hook.hook().number(family));
    out.be32(NFTA_HOOK_PRIORITY, hook.priority());
    if (hook.devices().size() == 1) {
      out.string(NFTA_HOOK_DEV, hook.devices().getFirst());
    } else if (!hook.devices().isEmpty()) {
      AttributeEncoder.Mark devices = out.nest(NFTA_HOOK_DEVS);
      hook.devices().forEach(device -> out.string(NFTA_DEVICE_NAME, device));
      out.end(devices);
    }
    out.end(mark);
  }

  static AttributeEncoder encode(AttributeEncoder out, DelChain chain) {
    out.string(NFTA_CHAIN_TABLE, chain.table());
    out.stringIf(NFTA_CHAIN_NAME, chain.name());
    return out.be64Unless0(NFTA_CHAIN_HANDLE, chain.handle());
  }

  static NewChain decode(Family family, int mode, AttributeDecoder in) {
    String table = "";
    String name = "";
    long handle = 0;
    BaseHook hook = null;
    String type = null;
    Verdict policy = null;
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
        case NFTA_CHAIN_FLAGS -> flags = in.be32();
        case NFTA_CHAIN_USE -> use = in.be32();
        case NFTA_CHAIN_USERDATA -> userData = in.bytes();
        default -> {}
      }
    }
    return new NewChain(
        family, table, name, handle, hook, type, policy, flags, use, userData, Codec.mode(mode));
  }

  private static BaseHook hook(Family family, AttributeDecoder in) {
    int number = 0;
    int priority = 0;
    List<String> devices = new ArrayList<>();
    while (in.next()) {
      switch (in.type()) {
        case NFTA_HOOK_HOOKNUM -> number = in.be32();
        case NFTA_HOOK_PRIORITY -> priority = in.be32();
        case NFTA_HOOK_DEV -> devices.add(in.string());
        case NFTA_HOOK_DEVS -> {
          devices.clear();
          for (AttributeDecoder all = in.nested(); all.next(); ) {
            devices.add(all.string());
          }
        }
        default -> {}
      }
    }
    return new BaseHook(HookNumber.of(family, number), priority, devices);
  }

  static DelChain decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    String table = "";
    String name = null;
    long handle = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_CHAIN_TABLE -> table = in.string();
        case NFTA_CHAIN_NAME -> name = in.string();
        case NFTA_CHAIN_HANDLE -> handle = in.be64();
        default -> {}
      }
    }
    return new DelChain(family, table, name, handle, destroy);
  }
}
