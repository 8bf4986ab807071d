package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.SetElements;
import dev.dejima.nft.syntax.ElementList;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.ListOptions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets that hold nothing but numbers that are shown as such, decompiled from number to number. */
final class ConstantKeys {
  private static final int BITS_MOST = 32;

  private final SetElements elements;
  private final ValueType key;
  private final int form;
  private final @Nullable ValueType data;
  private final int dataForm;

  private ConstantKeys(SetElements elements, ValueType key, int form, NewSet set, int dataForm) {
    this.elements = elements;
    this.key = key;
    this.form = form;
    this.dataForm = dataForm;
    this.data = dataForm == ElementList.NONE ? null : SetTypes.data(set).getFirst();
  }

  /** The elements of a set of one field; null if they are not all such. */
  static @Nullable ConstantKeys of(
      NewSet set, List<SetElement> elements, ValueType key, ListOptions options) {
    int form = form(key, options);
    if (form == ElementList.NONE) {
      return null;
    }
    SetElements numbers = SetElements.of(elements);
    boolean fits = numbers.isNumbers() && numbers.keyLength() == key.octets();
    int dataForm = ElementList.NONE;
    if (fits && numbers.dataLength() > 0) {
      List<ValueType> data = SetTypes.data(set);
      fits = data.size() == 1 && !SetTypes.hasDataRanges(set);
      dataForm = fits ? form(data.getFirst(), options) : ElementList.NONE;
      fits &= dataForm != ElementList.NONE && data.getFirst().octets() == numbers.dataLength();
    }
    return fits ? new ConstantKeys(numbers, key, form, set, dataForm) : null;
  }

  /** How listings write the values of a type; none if not as plain numbers. */
  private static int form(ValueType type, ListOptions options) {
    if (type.bits() > BITS_MOST) {
      return ElementList.NONE;
    }
    return switch (type.data()) {
      case IPV4_ADDR -> ElementList.ADDRESS;
      case INET_SERVICE -> options.services() ? ElementList.NONE : ElementList.NUMBER;
      case INTEGER -> type.hex() ? ElementList.NONE : ElementList.NUMBER;
      default -> ElementList.NONE;
    };
  }

  /** Single values, from low to high. */
  List<Element> values() {
    long[] order = order(key.host());
    ElementList.Builder values = new ElementList.Builder();
    for (long ranked : order) {
      int index = index(ranked);
      long value = number(elements.key(index), key, key.host());
      values.add(form, value, value);
      data(index, values);
    }
    return values.build();
  }

  /** Every start lasts until the next point, whatever that is. */
  List<Element> ranges() {
    long[] order = order(false);
    long last = (1L << Byte.SIZE * key.octets()) - 1;
    ElementList.Builder ranges = new ElementList.Builder();
    for (int i = 0; i < order.length; i++) {
      int index = index(order[i]);
      if (!elements.isEnd(index)) {
        long high = i + 1 == order.length ? last : elements.key(index(order[i + 1])) - 1;
        range(elements.key(index), high, ranges);
        data(index, ranges);
      }
    }
    return ranges.build();
  }

  private void range(long low, long high, ElementList.Builder ranges) {
    long free = low ^ high;
    boolean prefix = form == ElementList.ADDRESS && free != 0 && (free & free + 1) == 0;
    if (prefix && (low & free) == 0) {
      ranges.addPrefix(low, Integer.numberOfLeadingZeros((int) free));
    } else {
      ranges.add(form, low, high);
    }
  }

  private void data(int index, ElementList.Builder members) {
    if (data != null && elements.hasData(index)) {
      members.value(dataForm, number(elements.data(index), data, data.host()));
    }
  }

  private static long number(long octets, ValueType type, boolean host) {
    return host ? Long.reverseBytes(octets) >>> Long.SIZE - Byte.SIZE * type.octets() : octets;
  }

  /** Where the elements are, from low to high; of two with one key, the end of a range first. */
  private long[] order(boolean host) {
    long[] order = new long[elements.size()];
    for (int i = 0; i < order.length; i++) {
      long start = elements.isEnd(i) ? 0 : 1L << Integer.SIZE - 1;
      order[i] = number(elements.key(i), key, host) << Integer.SIZE ^ Long.MIN_VALUE | start | i;
    }
    Arrays.sort(order);
    return order;
  }

  private static int index(long ranked) {
    return (int) ranked & Integer.MAX_VALUE;
  }
}
