package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Extension;
import dev.dejima.nft.syntax.Extensions;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extension headers, options and chunks that a set's type was taken from: the index of the field,
 * and for the headers nft's number of the header, for the others their space and type.
 */
final class ExtensionTypeof {
  private static final int NUMBER = 0;
  private static final int FIELD = 1;
  private static final int OP = 2;

  /** In nft's order, from 1. */
  private static final List<String> HEADERS =
      List.of("hbh", "rt", "rt0", "rt2", "srh", "frag", "dst", "mh");

  private ExtensionTypeof() {}

  /** Whether something is there counts as its first field. */
  static Bytes encode(Expression.Exthdr exthdr) {
    Extension extension = exthdr.extension();
    Extension.Field field = field(exthdr);
    Bytes index = UserData.number(FIELD, field == null ? 0 : field.number());
    return extension.op() == Exthdr.Op.IPV6
        ? index.concat(UserData.number(NUMBER, HEADERS.indexOf(extension.name()) + 1))
        : index
            .concat(UserData.number(OP, extension.op().ordinal()))
            .concat(UserData.number(NUMBER, extension.type()));
  }

  private static Extension.@Nullable Field field(Expression.Exthdr exthdr) {
    List<Extension.Field> fields = exthdr.extension().fields();
    return exthdr.field() != null || fields.isEmpty() ? exthdr.field() : fields.getFirst();
  }

  static ValueType type(Expression.Exthdr exthdr) {
    Extension.Field field = field(exthdr);
    return field == null ? new ValueType(DataType.INTEGER, 8, false) : ValueType.of(field);
  }

  static @Nullable Expression decode(Bytes data) {
    int op = UserData.number(data, OP, 0);
    int number = UserData.number(data, NUMBER, -1);
    int index = UserData.number(data, FIELD, -1);
    if (op < 0 || op >= Exthdr.Op.values().length || number < 0) {
      return null;
    }
    for (Extension extension : candidates(Exthdr.Op.values()[op], number)) {
      Extension.Field field = extension.field(index);
      if (field != null) {
        return new Expression.Exthdr(extension, field, Span.NONE);
      }
    }
    return null;
  }

  private static List<Extension> candidates(Exthdr.Op op, int number) {
    if (op == Exthdr.Op.IPV6) {
      String name = number > 0 && number <= HEADERS.size() ? HEADERS.get(number - 1) : "";
      Extension header = Extensions.named(op, name);
      return header == null ? List.of() : List.of(header);
    }
    List<Extension> named = Extensions.of(op).stream().filter(e -> e.type() == number).toList();
    return named.isEmpty() ? List.of(Extensions.of(op, number)) : named;
  }
}
