package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Exthdr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An IPv6 extension header, a TCP or IPv4 option, an SCTP chunk or a DCCP option, that a packet may
 * have.
 *
 * @param op what kind of thing
 * @param type its number: the next-header value, the option's kind, the chunk's type
 * @param name its word; of those without a word, their number
 * @param fields what is known of its octets, offsets in bits from its start
 */
public record Extension(Exthdr.Op op, int type, String name, List<Field> fields) {
  /** The highest number of an option. */
  public static final int TYPE_MOST = 255;

  public Extension {
    fields = List.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param number nft's index of it, which it keeps with sets whose type was taken from the field
   * @param offset bits from the extension's start
   * @param length in bits
   */
  public record Field(String name, int number, int offset, int length, DataType type) {}

  /** The field of a name; absent if it has none such. */
  public @Nullable Field field(String name) {
    return fields.stream().filter(field -> field.name.equals(name)).findFirst().orElse(null);
  }

  /** The field of nft's index; absent if it has none such. */
  public @Nullable Field field(int number) {
    return fields.stream().filter(field -> field.number == number).findFirst().orElse(null);
  }

  /** The field that begins at a bit and has a length; absent if there is none. */
  public @Nullable Field at(int offset, int length) {
    return fields.stream()
        .filter(field -> field.offset == offset && field.length == length)
        .findFirst()
        .orElse(null);
  }

  /** The words before its name. */
  public String space() {
    return switch (op) {
      case IPV6 -> "";
      case TCPOPT -> "tcp option ";
      case IPV4 -> "ip option ";
      case SCTP -> "sctp chunk ";
      case DCCP -> "dccp option ";
    };
  }
}
