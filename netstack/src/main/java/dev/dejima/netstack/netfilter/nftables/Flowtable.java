package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.netfilter.flowtable.FastPath;
import dev.dejima.nft.expr.NewFlowtable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A flowtable. */
final class Flowtable implements Members.Member {
  final Table table;
  final String name;
  final long handle;
  final NewFlowtable.Hook hook;
  final List<String> devices;
  int flags;

  /** The flows that it forwards. */
  final FastPath flows = new FastPath();

  /** Rules that refer to it. */
  int use;

  Flowtable(
      Table table,
      String name,
      long handle,
      NewFlowtable.Hook hook,
      List<String> devices,
      int flags) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.hook = hook;
    this.devices = new ArrayList<>(devices);
    this.flags = flags;
  }

  @Override
  public String key() {
    return name;
  }

  @Override
  public long handle() {
    return handle;
  }

  /** Tells of it, with these of its devices. */
  NewFlowtable message(List<String> told) {
    return new NewFlowtable(
        table.family, table.name, name, handle, hook, told, flags, use, Set.of());
  }
}
