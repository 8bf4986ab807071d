package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetFlowtables;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.expr.NewFlowtable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flowtables ({@code NFTA_FLOWTABLE_*}). */
final class FlowtableCodec {
  private static final int NFTA_FLOWTABLE_TABLE = 1;
  private static final int NFTA_FLOWTABLE_NAME = 2;
  private static final int NFTA_FLOWTABLE_HOOK = 3;
  private static final int NFTA_FLOWTABLE_USE = 4;
  private static final int NFTA_FLOWTABLE_HANDLE = 5;
  private static final int NFTA_FLOWTABLE_FLAGS = 7;

  private static final int NFTA_FLOWTABLE_HOOK_NUM = 1;
  private static final int NFTA_FLOWTABLE_HOOK_PRIORITY = 2;
  private static final int NFTA_FLOWTABLE_HOOK_DEVS = 3;

  private FlowtableCodec() {}

  static AttributeEncoder encode(AttributeEncoder out, NewFlowtable flowtable) {
    out.string(NFTA_FLOWTABLE_TABLE, flowtable.table());
    out.string(NFTA_FLOWTABLE_NAME, flowtable.name());
    hook(out, flowtable.hook(), flowtable.devices());
    out.be32Unless0(NFTA_FLOWTABLE_USE, flowtable.use());
    out.be64Unless0(NFTA_FLOWTABLE_HANDLE, flowtable.handle());
    return out.be32(NFTA_FLOWTABLE_FLAGS, flowtable.flags());
  }

  private static void hook(
      AttributeEncoder out, NewFlowtable.@Nullable Hook hook, List<String> devices) {
    AttributeEncoder.Mark mark = out.nest(NFTA_FLOWTABLE_HOOK);
    if (hook != null) {
      out.be32(NFTA_FLOWTABLE_HOOK_NUM, hook.hook().number(Family.NETDEV));
      out.be32(NFTA_FLOWTABLE_HOOK_PRIORITY, hook.priority());
    }
    if (!devices.isEmpty()) {
      Devices.encode(out, NFTA_FLOWTABLE_HOOK_DEVS, devices);
    }
    out.end(mark);
  }

  static AttributeEncoder encode(AttributeEncoder out, DelFlowtable flowtable) {
    out.string(NFTA_FLOWTABLE_TABLE, flowtable.table());
    out.stringIf(NFTA_FLOWTABLE_NAME, flowtable.name());
    if (!flowtable.devices().isEmpty()) {
      hook(out, null, flowtable.devices());
    }
    return out.be64Unless0(NFTA_FLOWTABLE_HANDLE, flowtable.handle());
  }

  static AttributeEncoder encode(AttributeEncoder out, GetFlowtables get) {
    return out.stringIf(NFTA_FLOWTABLE_TABLE, get.table());
  }

  /** What a message about a flowtable says before it is known what it does with it. */
  private record Body(
      String table,
      @Nullable String name,
      long handle,
      NewFlowtable.@Nullable Hook hook,
      List<String> devices,
      int flags,
      int use) {}

  static NewFlowtable decode(Family family, int mode, AttributeDecoder in) {
    Body body = body(in);
    return new NewFlowtable(
        family,
        body.table,
        body.name == null ? "" : body.name,
        body.handle,
        body.hook,
        body.devices,
        body.flags,
        body.use,
        Codec.mode(mode));
  }

  static DelFlowtable decodeDeleted(Family family, AttributeDecoder in, boolean destroy) {
    Body body = body(in);
    return new DelFlowtable(family, body.table, body.name, body.handle, body.devices, destroy);
  }

  private static Body body(AttributeDecoder in) {
    String table = "";
    String name = null;
    long handle = 0;
    NewFlowtable.Hook hook = null;
    List<String> devices = List.of();
    int flags = 0;
    int use = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_FLOWTABLE_TABLE -> table = in.string();
        case NFTA_FLOWTABLE_NAME -> name = in.string();
        case NFTA_FLOWTABLE_HANDLE -> handle = in.be64();
        case NFTA_FLOWTABLE_FLAGS -> flags = in.be32();
        case NFTA_FLOWTABLE_USE -> use = in.be32();
        case NFTA_FLOWTABLE_HOOK -> {
          hook = hook(in.nested());
          devices = devices(in.nested());
        }
        default -> {}
      }
    }
    return new Body(table, name, handle, hook, devices, flags, use);
  }

  private static NewFlowtable.@Nullable Hook hook(AttributeDecoder in) {
    int number = -1;
    int priority = 0;
    while (in.next()) {
      switch (in.type()) {
        case NFTA_FLOWTABLE_HOOK_NUM -> number = in.be32();
        case NFTA_FLOWTABLE_HOOK_PRIORITY -> priority = in.be32();
        default -> {}
      }
    }
    return number < 0
        ? null
        : new NewFlowtable.Hook(HookNumber.of(Family.NETDEV, number), priority);
  }

  private static List<String> devices(AttributeDecoder in) {
    List<String> devices = List.of();
    while (in.next()) {
      if (in.type() == NFTA_FLOWTABLE_HOOK_DEVS) {
        devices = Devices.decode(in.nested());
      }
    }
    return devices;
  }
}
