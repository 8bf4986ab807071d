package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.packet.Ipv4Address;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The members of a set or map. Large ones are of constants, and those are kept as numbers: a key,
 * the other end of it, what a map holds for it, the place. Each is made an {@link Element} when it
 * is asked for as such, and not kept as one.
 */
public final class ElementList extends AbstractList<Element> implements RandomAccess {
  /** A form of a value: none. */
  public static final int NONE = 0;

  /** A form: a decimal number without needless zeros. */
  public static final int NUMBER = 1;

  /** A form: an IPv4 address, four such numbers. */
  public static final int ADDRESS = 2;

  private static final int SINGLE = 0;
  private static final int RANGE = 1;
  private static final int PREFIX = 2;

  private static final int LITERAL = 3;
  private static final int VALUE_SHIFT = 2;
  private static final int SHAPE_SHIFT = 4;

  private static final long ALL_ADDRESSES = 0xffffffffL;

  private final int size;

  /** What a member is: form of the key, form of the value, shape; 0 of one that is kept as such. */
  private final byte[] forms;

  /** Of a member that is kept as such, where in {@link #others} it is. */
  private final long[] keys;

  /** The upper end of a range, the length of a prefix; absent where all are single values. */
  private final long @Nullable [] ends;

  private final long @Nullable [] values;

  /** Line and column; absent where nothing was written. */
  private final long @Nullable [] places;

  private final @Nullable SourceFile source;
  private final List<Element> others;

  private ElementList(Builder built) {
    this.size = built.size;
    this.forms = built.forms;
    this.keys = built.keys;
    this.ends = built.ends;
    this.values = built.values;
    this.places = built.places;
    this.source = built.source;
    this.others = List.copyOf(built.others);
  }

  @Override
  public int size() {
    return size;
  }

  /** The form of a constant key; {@link #NONE} of a member that is anything else or has more. */
  public int form(int index) {
    return forms[index] & LITERAL;
  }

  /** The form of what a map holds for a constant key. */
  public int valueForm(int index) {
    return forms[index] >> VALUE_SHIFT & LITERAL;
  }

  /** Whether a constant key is one value. */
  public boolean isSingle(int index) {
    return forms[index] >> SHAPE_SHIFT == SINGLE;
  }

  /** Whether a constant key is a prefix. */
  public boolean isPrefix(int index) {
    return forms[index] >> SHAPE_SHIFT == PREFIX;
  }

  /** A constant key, as it was written. */
  public long key(int index) {
    return keys[index];
  }

  /** The upper end of a range, or the length of a prefix; of a single value, the value. */
  public long end(int index) {
    return ends == null || isSingle(index) ? keys[index] : ends[index];
  }

  /** The lowest value of a constant key. */
  public long low(int index) {
    return isPrefix(index) ? keys[index] & ~rest(index) : keys[index];
  }

  /** The highest value of a constant key. */
  public long high(int index) {
    return isPrefix(index) ? keys[index] | rest(index) : end(index);
  }

  private long rest(int index) {
    return ALL_ADDRESSES >>> end(index);
  }

  /** What a map holds for a constant key. */
  public long value(int index) {
    return values == null ? 0 : values[index];
  }

  @Override
  public Element get(int index) {
    if (index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    if (forms[index] == 0) {
      return others.get((int) keys[index]);
    }
    Place place = new Place(index);
    Expression key = key(index, place);
    int form = valueForm(index);
    if (form == NONE) {
      return Element.of(key);
    }
    place.column += 3;
    return Element.of(key, symbol(form, value(index), place));
  }

  private Expression key(int index, Place place) {
    int form = form(index);
    Symbol low = symbol(form, keys[index], place);
    if (isSingle(index)) {
      return low;
    }
    place.column++;
    if (isPrefix(index)) {
      int length = (int) end(index);
      return new Expression.Prefix(low, length, low.span().to(place.span(length < 10 ? 1 : 2)));
    }
    Symbol high = symbol(form, end(index), place);
    return new Expression.Range(low, high, low.span().to(high.span()));
  }

  private static Symbol symbol(int form, long value, Place place) {
    String text = form == ADDRESS ? new Ipv4Address((int) value).toString() : Long.toString(value);
    Symbol.Kind kind = form == ADDRESS ? Symbol.Kind.WORD : Symbol.Kind.NUMBER;
    return new Symbol(text, kind, place.span(text.length()));
  }

  /** Where the next part of a member was written. */
  private final class Place {
    private final int line;
    private int column;

    Place(int index) {
      long place = places == null ? 0 : places[index];
      this.line = (int) (place >>> Integer.SIZE);
      this.column = (int) place;
    }

    Span span(int length) {
      int start = column;
      column += length;
      return source == null ? Span.NONE : new Span(source, line, start, column - 1);
    }
  }

  /** Gathers members. */
  public static final class Builder {
    private static final int FIRST_CAPACITY = 16;
    private static final String COLON = " : ";
    private static final ExpressionPrinter PRINTER = new ExpressionPrinter(ListOptions.DEFAULT);

    private final List<Element> others = new ArrayList<>();
    private int size;
    private byte[] forms = {};
    private long[] keys = {};
    private long @Nullable [] ends;
    private long @Nullable [] values;
    private long @Nullable [] places;
    private @Nullable SourceFile source;

    /** How many there are. */
    public int size() {
      return keys.length == 0 ? others.size() : size;
    }

    /** Adds a member. */
    public void add(Element element) {
      if (keys.length == 0) {
        others.add(element);
      } else if (!isConstant(element)) {
        reserve();
        keys[size++] = others.size();
        others.add(element);
      }
    }

    /** Adds a member as a constant if it is one. */
    private boolean isConstant(Element element) {
      if (!isWrittenAsListed(element)
          || element.comment() != null
          || !element.statements().isEmpty()) {
        return false;
      }
      Span span = element.span();
      int before = size;
      String text = PRINTER.print(element) + ",";
      new ConstantScan(text, 0, span.line(), 1 - span.column()).read(this);
      return size > before;
    }

    /** Whether all blanks of a member stand where listings have them, so that its parts do. */
    @SuppressWarnings("ReferenceEquality") // each time that a file is read it is another text
    private boolean isWrittenAsListed(Element element) {
      Span key = element.key().span();
      Expression value = element.value();
      int length = key.endColumn() - key.column() + 1;
      boolean beside =
          value == null
              || (value.span().line() == key.line()
                  && value.span().column() == key.endColumn() + 1 + COLON.length());
      return key.source() == source && beside && PRINTER.print(element.key()).length() == length;
    }

    /** Adds a single value, or all from one to another. */
    public void add(int form, long low, long high) {
      put(form, low == high ? SINGLE : RANGE, low, high);
    }

    /** Adds a prefix. */
    public void addPrefix(long address, int length) {
      put(ADDRESS, PREFIX, address, length);
    }

    /** Says what a map holds for the key that was added last. */
    public void value(int form, long value) {
      forms[size - 1] |= (byte) (form << VALUE_SHIFT);
      values = values == null ? new long[keys.length] : values;
      values[size - 1] = value;
    }

    /** Says where the member that was added last was written, in the text of {@link #isOf}. */
    void place(int line, int column) {
      places = places == null ? new long[keys.length] : places;
      places[size - 1] = (long) line << Integer.SIZE | column;
    }

    /** Whether constants of a text may be added: all must be of one. */
    @SuppressWarnings("ReferenceEquality") // each time that a file is read it is another text
    boolean isOf(SourceFile text) {
      source = source == null && keys.length == 0 ? text : source;
      return text == source;
    }

    private void put(int form, int shape, long key, long end) {
      if (keys.length == 0) {
        List<Element> before = List.copyOf(others);
        others.clear();
        reserve();
        before.forEach(this::add);
      }
      reserve();
      forms[size] = (byte) (form | shape << SHAPE_SHIFT);
      keys[size] = key;
      if (shape != SINGLE) {
        ends = ends == null ? new long[keys.length] : ends;
        ends[size] = end;
      }
      size++;
    }

    private void reserve() {
      if (size < keys.length) {
        return;
      }
      int capacity = Math.max(FIRST_CAPACITY, 2 * size);
      forms = Arrays.copyOf(forms, capacity);
      keys = Arrays.copyOf(keys, capacity);
      ends = ends == null ? null : Arrays.copyOf(ends, capacity);
      values = values == null ? null : Arrays.copyOf(values, capacity);
      places = places == null ? null : Arrays.copyOf(places, capacity);
    }

    /** The members so far; nothing may be added behind that. */
    public List<Element> build() {
      return keys.length == 0 ? List.copyOf(others) : new ElementList(this);
    }
  }
}
