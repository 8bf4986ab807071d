package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.SetElement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of one or two octets, told in the order they came ({@code nft_set_bitmap.c}). */
final class BitmapElements implements Elements {
  private final HashElements byKey;
  private final LinkedHashSet<Element> inOrder = new LinkedHashSet<>();

  BitmapElements(int keyLength) {
    this.byKey = HashElements.of(keyLength);
  }

  @Override
  public @Nullable Element find(byte[] registers, int offset, long now) {
    return byKey.find(registers, offset, now);
  }

  @Override
  public @Nullable Element get(SetElement asked, long now) {
    return byKey.get(asked, now);
  }

  @Override
  public @Nullable Element insert(Element element, boolean anonymous, long now) {
    Element there = byKey.insert(element, anonymous, now);
    if (there == null) {
      inOrder.add(element);
    }
    return there;
  }

  @Override
  public @Nullable Element remove(SetElement meant, long now) {
    Element there = byKey.remove(meant, now);
    if (there != null) {
      inOrder.remove(there);
    }
    return there;
  }

  @Override
  public void restore(Element element) {
    byKey.restore(element);
    inOrder.add(element);
  }

  @Override
  public void take(Element element) {
    byKey.take(element);
    inOrder.remove(element);
  }

  @Override
  public void clear() {
    byKey.clear();
    inOrder.clear();
  }

  @Override
  public int size() {
    return byKey.size();
  }

  @Override
  public List<Element> all() {
    return new ArrayList<>(inOrder);
  }
}
