package dev.dejima.nft.expr;

import dev.dejima.packet.Bytes;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a message. Large sets hold short keys and short data and nothing else, and those
 * are kept as numbers; each is made a {@link SetElement} when it is asked for as such, and not kept
 * as one.
 */
public final class SetElements extends AbstractList<SetElement> implements RandomAccess {
  /** Octets of a key or of data that are kept as a number, at most. */
  public static final int LENGTH_MOST = Long.BYTES - 1;

  /** User data of a range that ends with the last value of all. */
  public static final Bytes OPEN = UserData.number(UserData.ELEMENT_FLAGS, 1);

  private static final byte OTHER = 8;
  private static final byte IS_OPEN = 16;
  private static final byte HAS_DATA = 32;
  private static final int FLAGS = OTHER - 1;

  private final int size;
  private final int keyLength;
  private final int dataLength;
  private final byte[] marks;
  private final long[] keys;
  private final long @Nullable [] data;
  private final List<SetElement> others;

  private SetElements(Builder built) {
    this.size = built.size;
    this.keyLength = built.keyLength;
    this.dataLength = built.dataLength;
    this.marks = built.marks;
    this.keys = built.keys;
    this.data = built.data;
    this.others = List.copyOf(built.others);
  }

  /** The same elements, kept as numbers as far as they can be. */
  public static SetElements of(List<SetElement> elements) {
    if (elements instanceof SetElements kept) {
      return kept;
    }
    Builder builder = new Builder();
    elements.forEach(builder::add);
    return builder.build();
  }

  @Override
  public int size() {
    return size;
  }

  /** Whether all are kept as numbers. */
  public boolean isNumbers() {
    return others.isEmpty();
  }

  /** Octets of the keys that are kept as numbers. */
  public int keyLength() {
    return keyLength;
  }

  /** Octets of the data that are kept as numbers; 0 if none has any. */
  public int dataLength() {
    return dataLength;
  }

  /** A key that is kept as a number: its octets, the first one highest. */
  public long key(int index) {
    return keys[index];
  }

  /** Data that are kept as a number; 0 where there are none. */
  public long data(int index) {
    return data == null ? 0 : data[index];
  }

  /** Whether there are data. */
  public boolean hasData(int index) {
    return (marks[index] & HAS_DATA) != 0;
  }

  /** Whether it is where a range ends. */
  public boolean isEnd(int index) {
    return (marks[index] & SetElement.INTERVAL_END) != 0;
  }

  @Override
  public SetElement get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    byte mark = marks[index];
    if ((mark & OTHER) != 0) {
      return others.get((int) keys[index]);
    }
    Bytes key = Bytes.bigEndian(keys[index], keyLength);
    Value value = hasData(index) ? new Value(Bytes.bigEndian(data(index), dataLength)) : null;
    Bytes userData = (mark & IS_OPEN) != 0 ? OPEN : Bytes.EMPTY;
    return new SetElement(key, null, value, mark & FLAGS, 0, 0, List.of(), userData);
  }

  /** Gathers elements. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 4;

    private final List<SetElement> others = new ArrayList<>();
    private int size;
    private int keyLength;
    private int dataLength;
    private byte[] marks = new byte[FIRST_CAPACITY];
    private long[] keys = new long[FIRST_CAPACITY];
    private long @Nullable [] data;

    /** Adds an element. */
    public void add(SetElement element) {
      if (!isNumbers(element)) {
        put(OTHER, others.size());
        others.add(element);
        return;
      }
      Bytes key = element.key();
      boolean open = element.userData().equals(OPEN);
      add(key.toLongBigEndian(), key.length(), element.flags());
      marks[size - 1] |= open ? IS_OPEN : 0;
      if (element.data() instanceof Value(Bytes octets)) {
        data(octets.toLongBigEndian(), octets.length());
      }
    }

    private boolean isNumbers(SetElement element) {
      int length = element.key().length();
      boolean fits = keyLength == 0 ? length > 0 && length <= LENGTH_MOST : length == keyLength;
      return fits
          && element.keyEnd() == null
          && fits(element.data())
          && (element.flags() & ~SetElement.INTERVAL_END) == 0
          && element.timeout() == 0
          && element.expiration() == 0
          && element.exprs().isEmpty()
          && (element.userData().isEmpty() || element.userData().equals(OPEN));
    }

    private boolean fits(@Nullable Data value) {
      if (!(value instanceof Value(Bytes octets))) {
        return value == null;
      }
      int length = octets.length();
      return dataLength == 0 ? length > 0 && length <= LENGTH_MOST : length == dataLength;
    }

    /**
     * Adds an element that has no more than a key.
     *
     * @param key its octets, the first one highest
     * @param length octets of it, the same for all; {@link #LENGTH_MOST} at most
     */
    public void add(long key, int length, int flags) {
      keyLength = length;
      put((byte) flags, key);
    }

    /** Says that the range that was added last ends with the last value of all. */
    public void open() {
      marks[size - 1] |= IS_OPEN;
    }

    /** Says what a map holds for the key that was added last, as {@link #add}. */
    public void data(long value, int length) {
      dataLength = length;
      data = data == null ? new long[keys.length] : data;
      data[size - 1] = value;
      marks[size - 1] |= HAS_DATA;
    }

    private void put(byte mark, long key) {
      if (size == keys.length) {
        marks = Arrays.copyOf(marks, 2 * size);
        keys = Arrays.copyOf(keys, 2 * size);
        data = data == null ? null : Arrays.copyOf(data, 2 * size);
      }
      marks[size] = mark;
      keys[size++] = key;
    }

    /** The elements so far; nothing may be added behind that. */
    public SetElements build() {
      return new SetElements(this);
    }
  }
}
