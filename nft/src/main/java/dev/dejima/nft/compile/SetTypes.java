package dev.dejima.nft.compile;

import dev.dejima.nft.expr.KeyType;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The types of a set's keys and data, as the kernel's message and nft's user data tell them. */
public final class SetTypes {
  private SetTypes() {}

  /** The fields of a set's key. */
  public static List<ValueType> keys(NewSet set) {
    int order = UserData.number(set.userData(), UserData.SET_KEY_BYTEORDER, UserData.NETWORK);
    Expression typeof = Typeof.decode(set.userData(), UserData.SET_KEY_TYPEOF);
    return fields(set.keyType(), keyLengths(set), order == UserData.HOST, typeof);
  }

  /** A kernel does not keep the lengths of fields that it does not look at one by one. */
  private static List<Integer> keyLengths(NewSet set) {
    if (set.fieldLengths().size() > 1) {
      return set.fieldLengths();
    }
    return lengths(KeyType.fields(set.keyType()), set.keyLength());
  }

  /** Octets of fields; one that has no length of its own has what the others leave of all. */
  private static List<Integer> lengths(List<Integer> numbers, int all) {
    if (numbers.size() < 2) {
      return List.of(all);
    }
    List<Integer> lengths = new ArrayList<>();
    int rest = all;
    for (int number : numbers) {
      lengths.add(KeyType.octets(number));
      rest -= Register.padded(KeyType.octets(number));
    }
    int open = lengths.indexOf(0);
    if (open >= 0 && open == lengths.lastIndexOf(0) && rest > 0) {
      lengths.set(open, rest);
    }
    return lengths;
  }

  /** The fields of a map's data; of ranges, those of one end. */
  public static List<ValueType> data(NewSet set) {
    int order = UserData.number(set.userData(), UserData.SET_DATA_BYTEORDER, UserData.NETWORK);
    Expression typeof = Typeof.decode(set.userData(), UserData.SET_DATA_TYPEOF);
    int length = hasDataRanges(set) ? set.dataLength() / 2 : set.dataLength();
    List<Integer> lengths = lengths(KeyType.fields(set.dataType()), length);
    return fields(set.dataType(), lengths, order == UserData.HOST, typeof);
  }

  /** Whether a map holds ranges. */
  public static boolean hasDataRanges(NewSet set) {
    return UserData.number(set.userData(), UserData.SET_DATA_INTERVAL, 0) != 0;
  }

  private static List<ValueType> fields(
      int number, List<Integer> lengths, boolean host, @Nullable Expression typeof) {
    List<ValueType> told = typeof == null ? List.of() : Typeof.types(typeof);
    List<Integer> numbers = KeyType.fields(number);
    if (told.size() == Math.max(1, numbers.size())) {
      return told;
    }
    List<ValueType> fields = new ArrayList<>();
    for (int i = 0; i < Math.max(1, numbers.size()); i++) {
      DataType type =
          numbers.isEmpty()
              ? DataType.INTEGER
              : Objects.requireNonNullElse(DataType.of(numbers.get(i)), DataType.INTEGER);
      int octets = i < lengths.size() ? lengths.get(i) : KeyType.octets(type.number());
      int own = (type.bits() + 7) / 8;
      int bits = type.bits() > 0 && own == octets ? type.bits() : 8 * octets;
      boolean plain = numbers.size() <= 1 && type.bits() == 0;
      boolean moved = own > 0 && octets > own;
      fields.add(
          new ValueType(type, bits, plain ? host : moved || KeyType.hostOrder(type.number())));
    }
    return fields;
  }
}
