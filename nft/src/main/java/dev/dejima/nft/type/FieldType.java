package dev.dejima.nft.type;

/**
 * The type of one field: a data type with the length and byte order that it has there.
 *
 * @param type the data type
 * @param bits bits of a value
 * @param host whether numbers are in the host's byte order
 */
public record FieldType(Datatype type, int bits, boolean host) {
  /** A data type with its own length and order. */
  public static FieldType of(Datatype type) {
    return new FieldType(type, type.bits(), type.host());
  }

  /** A number in the host's byte order. */
  public static FieldType hostInteger(int bits) {
    return new FieldType(Datatype.INTEGER, bits, true);
  }

  /** Octets that hold a value. */
  public int octets() {
    return (bits + 7) / 8;
  }

  /** The same type in a field of other length. */
  public FieldType withBits(int length) {
    return new FieldType(type, length, host);
  }
}
