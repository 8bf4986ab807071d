package dev.dejima.nft.compile;

import dev.dejima.nft.compile.ElementCompiler.Target;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.SetElements;
import dev.dejima.nft.syntax.ElementList;
import dev.dejima.nft.syntax.Expression.Element;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a set that are constants, compiled from number to number. Whatever is wrong with
 * one is told where it is compiled as an element.
 */
final class ConstantElements {
  /** Bits of keys and data, at most. */
  private static final int BITS_MOST = 32;

  private static final int INDEX_BITS = Integer.SIZE - 1;

  private final ElementList list;
  private final Target target;
  private final ValueType key;
  private final @Nullable ValueType data;

  private ConstantElements(ElementList list, Target target) {
    SetUse set = target.set();
    this.list = list;
    this.target = target;
    this.key = set.keys().getFirst();
    this.data = set.data().isEmpty() ? null : set.data().getFirst();
  }

  /** The constants among a named set's members; null where none can be compiled so. */
  static @Nullable ConstantElements of(List<Element> elements, Target target) {
    SetUse set = target.set();
    boolean simple =
        !set.isAnonymous()
            && set.keys().size() == 1
            && set.data().size() <= 1
            && !set.verdicts()
            && !set.dataInterval()
            && set.objects() == ObjectType.UNSPEC;
    return simple && elements instanceof ElementList list
        ? new ConstantElements(list, target)
        : null;
  }

  /**
   * Adds a single value, as the kernel takes it.
   *
   * @return whether it is one
   */
  boolean add(int index, SetElements.Builder compiled) {
    long low = list.isSingle(index) ? low(index) : -1;
    if (low < 0 || !hasValue(index)) {
      return false;
    }
    add(low, key.host(), 0, compiled);
    value(index, compiled);
    return true;
  }

  private void add(long value, boolean host, int flags, SetElements.Builder compiled) {
    compiled.add(octets(value, key.octets(), host), key.octets(), flags);
  }

  private void value(int index, SetElements.Builder compiled) {
    if (data != null) {
      long value = number(list.valueForm(index), list.value(index), data);
      compiled.data(octets(value, data.octets(), data.host()), data.octets());
    }
  }

  /** Whether a map's member has a value of its type, and a set's none. */
  private boolean hasValue(int index) {
    int form = list.valueForm(index);
    return data == null ? form == ElementList.NONE : number(form, list.value(index), data) >= 0;
  }

  private long low(int index) {
    return number(list.form(index), list.low(index), key);
  }

  private long high(int index) {
    return number(list.form(index), list.high(index), key);
  }

  /** What a constant means as a value of a type; -1 where its text tells, or it does not fit. */
  private static long number(int form, long value, ValueType type) {
    boolean told =
        switch (type.data()) {
          case IPV4_ADDR -> form != ElementList.NONE;
          case INET_SERVICE, INET_PROTO, INTEGER, MARK -> form == ElementList.NUMBER;
          default -> false;
        };
    return told && type.bits() <= BITS_MOST && value >>> type.bits() == 0 ? value : -1;
  }

  private static long octets(long value, int length, boolean host) {
    return host ? Long.reverseBytes(value) >>> Long.SIZE - Byte.SIZE * length : value;
  }

  /**
   * All members as points on a line, as the kernel takes ranges.
   *
   * @return null if not all are constants, or two share values and are not to be joined
   */
  @Nullable SetElements points() {
    long[] order = order();
    SetElements.Builder compiled = new SetElements.Builder();
    long last = (1L << Byte.SIZE * key.octets()) - 1;
    boolean merge = target.merge() && !target.set().isMap();
    for (int i = 0; i < order.length; ) {
      int first = index(order, i);
      long low = low(first);
      long high = high(first);
      if (i == 0 && low > 0 && target.anonymous()) {
        add(0, false, SetElement.INTERVAL_END, compiled);
      }
      i++;
      while (i < order.length && low(index(order, i)) <= (merge ? high + 1 : high)) {
        if (!merge) {
          return null;
        }
        high = Math.max(high, high(index(order, i++)));
      }
      add(low, false, 0, compiled);
      value(first, compiled);
      if (high == last) {
        compiled.open();
      } else {
        add(high + 1, false, SetElement.INTERVAL_END, compiled);
      }
    }
    return order.length == 0 ? null : compiled.build();
  }

  private static int index(long[] order, int at) {
    return (int) order[at] & Integer.MAX_VALUE;
  }

  /** The places of the members from low to high; none if not all are constants. */
  private long[] order() {
    long[] order = new long[list.size()];
    for (int i = 0; i < order.length; i++) {
      long low = low(i);
      if (low < 0 || high(i) < low || !hasValue(i)) {
        return new long[0];
      }
      order[i] = low << INDEX_BITS | i;
    }
    Arrays.sort(order);
    return order;
  }
}
