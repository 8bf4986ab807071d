package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.SetElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a set keeps its elements ({@code struct nft_set_ops}); the catch-all is not among them. */
sealed interface Elements permits BitmapElements, FieldElements, HashElements, RangeElements {
  /** The element that holds the key that begins at an octet of the registers, or null. */
  @Nullable Element find(byte[] registers, int offset, long now);

  /** The element that a listing asks for, by a key that it holds; or null. */
  @Nullable Element get(SetElement asked, long now);

  /**
   * Puts one in.
   *
   * @return null; or an element that has the same key, and then nothing has been put in
   * @throws Refused EEXIST if it overlaps others, EINVAL if it ends before it begins
   */
  @Nullable Element insert(Element element, boolean anonymous, long now) throws Refused;

  /** Takes out the one that is meant; answers it, or null. */
  @Nullable Element remove(SetElement meant, long now);

  /** Puts one in that was there before, or that nothing can be in the way of. */
  void restore(Element element);

  /** Takes out one that is there. */
  void take(Element element);

  /** Takes out all. */
  void clear();

  int size();

  /** All, in the order of a dump. */
  List<Element> all();

  /** Makes changes visible to packets. */
  default void publish() {}
}
