package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.ObjectData;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Synproxy;
import dev.dejima.packet.Bytes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stateful object: rules and elements of object maps refer to it. */
final class NamedObject implements Members.Member {
  /** Objects of different types may have the same name. */
  record Key(ObjectType type, String name) {}

  final Table table;
  final Key key;
  final long handle;
  final Bytes userData;
  private ObjectData data;

  /** What rules that refer to it run; null where this kernel cannot do it. */
  final @Nullable Step step;

  /** Rules and elements that refer to it. */
  int use;

  NamedObject(
      Table table, Key key, long handle, ObjectData data, @Nullable Step step, Bytes userData) {
    this.table = table;
    this.key = key;
    this.handle = handle;
    this.data = data;
    this.step = step;
    this.userData = userData;
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public long handle() {
    return handle;
  }

  ObjectType type() {
    return key.type();
  }

  /** What it is, with what it has kept by now. */
  ObjectData data(long now) {
    return step instanceof Stateful stateful ? (ObjectData) stateful.told(now) : data;
  }

  /** Whether it can take over the bounds of another ({@code nft_object_ops.update}). */
  boolean isChangeable() {
    return data instanceof Quota || data instanceof Synproxy;
  }

  /** Takes over another's bounds. */
  void update(ObjectData other) {
    if (step instanceof QuotaStep quota && other instanceof Quota bound) {
      quota.update(bound);
    }
    if (step instanceof SynproxyStep synproxy && other instanceof Synproxy announced) {
      synproxy.update(announced);
    }
    data = other;
  }

  void reset() {
    if (step instanceof Stateful stateful) {
      stateful.reset();
    }
  }

  NewObject message(long now) {
    return new NewObject(
        table.family, table.name, key.name(), handle, data(now), use, userData, Set.of());
  }
}
