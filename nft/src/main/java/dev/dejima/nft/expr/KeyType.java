package dev.dejima.nft.expr;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The numbers by which nft tells the types of a set's keys and data ({@code NFTA_SET_KEY_TYPE}).
 * The kernel only hands them back. A concatenation's number holds its fields' numbers, six bits
 * each, the first field highest.
 */
public final class KeyType {
  /** The number of text, whose octets have one order on all hosts. */
  public static final int TEXT = 5;

  private static final int BITS = 6;

  /** Octets of each type's values, by its number; 0 where that depends on the field. */
  private static final int[] OCTETS = {
    0, 0, 1, 0, 0, 0, 0, 4, 16, 6, 2, 2, 1, 2, 1, 1, 1, 1, 8, 4, 4, 2, 4, 4, 4, 4, 4, 1, 4, 1, 16,
    1, 1, 1, 1, 4, 1, 1, 4, 1, 4, 16, 1, 8, 4, 1, 8
  };

  private static final BitSet HOST = new BitSet();

  static {
    HOST.set(18, 29); // time, mark, interfaces, realm, classid, uid, gid, ct state, dir, status
    HOST.set(30, 32); // ct label, packet type
    HOST.set(35); // device group
    HOST.set(38); // fib address type
    HOST.set(40); // ct event
    HOST.set(43, 47); // times, control groups
  }

  private KeyType() {}

  /** The number of a key that has these fields. */
  public static int number(List<Integer> fields) {
    int number = 0;
    for (int field : fields) {
      number = number << BITS | field;
    }
    return number;
  }

  /** The numbers of the fields of a key; one for a plain type. */
  public static List<Integer> fields(int number) {
    List<Integer> fields = new ArrayList<>();
    for (int rest = number; rest != 0; rest >>>= BITS) {
      fields.add(rest & (1 << BITS) - 1);
    }
    Collections.reverse(fields);
    return fields;
  }

  /** Octets of a plain type's values; 0 where that depends on the field. */
  public static int octets(int type) {
    return type < OCTETS.length ? OCTETS[type] : 0;
  }

  /** Whether a plain type's values are numbers in the host's byte order. */
  public static boolean hostOrder(int type) {
    return HOST.get(type);
  }
}
