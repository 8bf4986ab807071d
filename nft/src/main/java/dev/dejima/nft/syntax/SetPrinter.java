package dev.dejima.nft.syntax;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.syntax.SetDefinition.Flag;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Writes named sets and maps as listings show them. */
final class SetPrinter {
  /** Under the first element of the line <code>elements = {</code>. */
  private static final String NEXT_LINE = ",\n\t\t\t     ";

  private final ListOptions options;
  private final ExpressionPrinter expressions;

  SetPrinter(ListOptions options) {
    this.options = options;
    this.expressions = new ExpressionPrinter(options);
  }

  String print(SetDefinition set) {
    StringBuilder text = new StringBuilder(declaration(set));
    Expression.SetLiteral elements = set.elements();
    if (elements != null && !elements.elements().isEmpty() && !options.terse()) {
      text.append("\t\telements = { ");
      elements(text, set, elements.elements());
      text.append(" }\n");
    }
    return text.append("\t}\n").toString();
  }

  /** All but the elements and the closing brace. */
  private String declaration(SetDefinition set) {
    StringBuilder text = new StringBuilder(set.isMap() ? "\tmap " : "\tset ");
    text.append(set.name()).append(" {");
    text.append(options.handles() ? " # handle " + set.handle() : "").append('\n');
    line(text, types(set));
    if (set.policy() == SetDefinition.Policy.MEMORY) {
      line(text, "policy memory");
    }
    if (set.size() != null) {
      line(text, "size " + set.size() + (set.count() > 0 ? "\t# count " + set.count() : ""));
    }
    flags(text, set);
    if (!set.statements().isEmpty()) {
      line(text, new StatementPrinter(options.withoutState()).print(set.statements()));
    }
    if (set.autoMerge()) {
      line(text, "auto-merge");
    }
    if (set.timeout() != null) {
      line(text, "timeout " + Numbers.time(set.timeout(), options));
    }
    if (set.gcInterval() != null) {
      line(text, "gc-interval " + Numbers.time(set.gcInterval(), options));
    }
    if (set.comment() != null) {
      line(text, "comment " + ExpressionPrinter.quoted(set.comment()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append("\t\t").append(line).append('\n');
  }

  /** That elements time out goes without saying where the set has a timeout. */
  private static void flags(StringBuilder text, SetDefinition set) {
    Set<Flag> shown = EnumSet.noneOf(Flag.class);
    shown.addAll(set.flags());
    boolean said = set.timeout() != null && shown.equals(Set.of(Flag.TIMEOUT));
    if (!shown.isEmpty() && !said) {
      line(text, "flags " + shown.stream().map(Flag::word).collect(joining(",")));
    }
  }

  private String types(SetDefinition set) {
    String word = set.keyType() instanceof SetDefinition.Type.TypeOf ? "typeof " : "type ";
    String key = word + type(set.keyType());
    if (set.dataType() == null) {
      return key;
    }
    return key + " : " + (set.dataIsInterval() ? "interval " : "") + type(set.dataType());
  }

  private String type(SetDefinition.Type type) {
    return switch (type) {
      case SetDefinition.Type.Named n -> n.types().stream().map(Name::text).collect(joining(" . "));
      case SetDefinition.Type.TypeOf t -> expressions.print(t.expression());
      case SetDefinition.Type.OfObject o -> o.kind().word();
    };
  }

  private void elements(StringBuilder text, SetDefinition set, List<Expression.Element> elements) {
    int perLine = stretches(set) ? 1 : perLine(set.keyType());
    for (int i = 0; i < elements.size(); i++) {
      text.append(i == 0 ? "" : i % perLine == 0 ? NEXT_LINE : ", ");
      if (elements instanceof ElementList list && list.form(i) != ElementList.NONE) {
        constant(text, list, i);
      } else {
        text.append(expressions.print(elements.get(i)));
      }
    }
  }

  private static void constant(StringBuilder text, ElementList list, int index) {
    int form = list.form(index);
    literal(text, form, list.key(index));
    if (list.isPrefix(index)) {
      text.append('/').append(list.end(index));
    } else if (!list.isSingle(index)) {
      text.append('-');
      literal(text, form, list.end(index));
    }
    if (list.valueForm(index) != ElementList.NONE) {
      text.append(" : ");
      literal(text, list.valueForm(index), list.value(index));
    }
  }

  private static void literal(StringBuilder text, int form, long value) {
    if (form == ElementList.NUMBER) {
      text.append(value);
      return;
    }
    for (int shift = 3 * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      text.append(value >> shift & 0xff).append(shift == 0 ? "" : ".");
    }
  }

  /** Whether elements are more than short values, so that each has its own line. */
  private static boolean stretches(SetDefinition set) {
    return set.isMap()
        || set.timeout() != null
        || set.flags().contains(Flag.TIMEOUT)
        || !set.statements().isEmpty()
        || (set.elements() != null && hasComments(set.elements().elements()));
  }

  private static boolean hasComments(List<Expression.Element> elements) {
    for (int i = 0; i < elements.size(); i++) {
      boolean constant = elements instanceof ElementList list && list.form(i) != ElementList.NONE;
      if (!constant && elements.get(i).comment() != null) {
        return true;
      }
    }
    return false;
  }

  /** nft puts short values on one line. */
  private static int perLine(SetDefinition.Type key) {
    DataType type = dataType(key);
    return switch (type) {
      case NFPROTO,
          INTEGER,
          ARP_OP,
          INET_PROTO,
          INET_SERVICE,
          TCP_FLAG,
          MPTCP_SUBTYPE,
          DCCP_PKTTYPE,
          MARK,
          IFACE_INDEX,
          CLASSID,
          UID,
          GID,
          CT_DIR ->
          5;
      case IPV4_ADDR, CT_STATE, CT_STATUS, PKT_TYPE -> 2;
      default -> 1;
    };
  }

  /** The type of a key that is no concatenation; {@code INVALID} of one that is. */
  private static DataType dataType(SetDefinition.Type key) {
    if (key instanceof SetDefinition.Type.Named named && named.types().size() == 1) {
      DataType type = DataType.named(named.types().getFirst().text());
      return type == null ? DataType.INVALID : type;
    }
    if (key instanceof SetDefinition.Type.TypeOf typeOf) {
      return switch (typeOf.expression()) {
        case Expression.Payload p -> p.field().type();
        case Expression.Exthdr(Extension _, Extension.Field field, Span _) when field != null ->
            field.type();
        case Expression.Meta m -> MetaField.of(m.key()).type();
        case Expression.Ct c -> CtField.of(c.key()).type();
        default -> DataType.INVALID;
      };
    }
    return DataType.INVALID;
  }
}
