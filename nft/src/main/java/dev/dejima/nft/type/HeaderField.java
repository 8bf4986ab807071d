package dev.dejima.nft.type;

/**
 * A field of a protocol's header.
 *
 * @param name nft's word for it
 * @param type what its values are
 * @param offset bits from the header's start
 */
public record HeaderField(String name, FieldType type, int offset) {
  /** A field of a type's own length. */
  static HeaderField field(String name, Datatype type, int offset) {
    return field(name, type, offset, type.bits());
  }

  /** A field of any length. */
  static HeaderField field(String name, Datatype type, int offset, int bits) {
    return new HeaderField(name, new FieldType(type, bits, false), offset);
  }

  /** A number. */
  static HeaderField number(String name, int offset, int bits) {
    return field(name, Datatype.INTEGER, offset, bits);
  }

  public int bits() {
    return type.bits();
  }
}
