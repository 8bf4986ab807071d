package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.syntax.Expression.BinaryOp;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Expression.Symbol;
import java.util.List;

/** Writes expressions as listings show them. */
final class ExpressionPrinter {
  private final ListOptions options;

  ExpressionPrinter(ListOptions options) {
    this.options = options;
  }

  String print(Expression expression) {
    return switch (expression) {
      case Symbol s -> s.kind() == Symbol.Kind.STRING ? quoted(s.text()) : s.text();
      case Expression.Payload p -> p.field().toString();
      case Expression.Inner i -> i.tunnel().word() + " " + print(i.expression());
      case Expression.RawPayload r -> "@" + r.base().word() + "," + r.offset() + "," + r.length();
      case Expression.Exthdr e -> extension(e);
      case Expression.RawOption o ->
          "tcp option @" + o.type() + "," + o.offset() + "," + o.length();
      case Expression.Meta m -> meta(MetaField.of(m.key()));
      case Expression.Ct c -> ct(c);
      case Expression.Read r -> SourceWords.text(r.source());
      case Expression.Hash h -> hash(h);
      case Expression.NextHop _ -> "rt nexthop";
      case Expression.Prefix p -> print(p.address()) + "/" + p.length();
      case Expression.Range r -> print(r.low()) + "-" + print(r.high());
      case Expression.Concat c -> joined(c.parts(), " . ");
      case Expression.FlagList f -> joined(f.flags(), ",");
      case BinaryOp b ->
          operand(b, b.left(), false)
              + " "
              + b.operator().word()
              + " "
              + operand(b, b.right(), true);
      case Expression.SetLiteral s -> "{ " + joined(s.elements(), ", ") + " }";
      case Element e -> element(e);
      case Expression.Wildcard _ -> "*";
      case Expression.SetReference r -> "@" + r.name().text();
      case Expression.MapExpr m -> print(m.key()) + " map " + print(m.map());
      case Expression.Verdict v -> verdict(v);
    };
  }

  /** An IPv6 address needs brackets where a port follows. */
  String bracketed(Expression address) {
    return switch (address) {
      case Symbol s when s.text().indexOf(':') >= 0 -> "[" + s.text() + "]";
      case Expression.Range r -> bracketed(r.low()) + "-" + bracketed(r.high());
      default -> print(address);
    };
  }

  static String quoted(String text) {
    return "\"" + text + "\"";
  }

  String joined(List<? extends Expression> parts, String separator) {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (Expression part : parts) {
      text.append(before).append(print(part));
      before = separator;
    }
    return text.toString();
  }

  private String hash(Expression.Hash hash) {
    Integer seed = hash.seed();
    return "jhash "
        + print(hash.key())
        + SourceWords.modulo(hash.modulus())
        + (seed == null ? "" : " seed 0x" + Integer.toHexString(seed))
        + SourceWords.offset(hash.offset());
  }

  private static String meta(MetaField field) {
    return field.isUnqualified() ? field.word() : "meta " + field.word();
  }

  private static String extension(Expression.Exthdr exthdr) {
    Extension extension = exthdr.extension();
    Extension.Field field = exthdr.field();
    if (field == null) {
      String space = extension.op() == Exthdr.Op.IPV6 ? "exthdr " : extension.space();
      return space + extension.name();
    }
    return extension.space() + extension.name() + " " + field.name();
  }

  private static String ct(Expression.Ct ct) {
    String word = CtField.of(ct.key()).word();
    if (ct.direction() == null) {
      return "ct " + word;
    }
    return switch (ct.direction()) {
      case ORIGINAL -> "ct original " + word;
      case REPLY -> "ct reply " + word;
    };
  }

  /** In parentheses where it binds no tighter than what it is part of. */
  private String operand(BinaryOp whole, Expression part, boolean right) {
    boolean looser =
        part instanceof BinaryOp inner
            && (rank(inner.operator()) > rank(whole.operator())
                || (right && rank(inner.operator()) == rank(whole.operator())));
    boolean compound = part instanceof Expression.Range || part instanceof Expression.Concat;
    return looser || compound ? "(" + print(part) + ")" : print(part);
  }

  private static int rank(BinaryOp.Operator operator) {
    return switch (operator) {
      case LSHIFT, RSHIFT -> 0;
      case AND -> 1;
      case XOR -> 2;
      case OR -> 3;
    };
  }

  private String element(Element element) {
    StringBuilder text = new StringBuilder(print(element.key()));
    StatementPrinter statements = new StatementPrinter(options);
    for (Statement statement : element.statements()) {
      text.append(' ').append(statements.print(statement));
    }
    if (element.timeout() != null) {
      text.append(" timeout ").append(Numbers.time(element.timeout(), options));
    }
    if (element.expires() != null && !options.stateless()) {
      text.append(" expires ").append(Numbers.time(element.expires(), options));
    }
    if (element.comment() != null) {
      text.append(" comment ").append(quoted(element.comment()));
    }
    if (element.value() != null) {
      text.append(" : ").append(print(element.value()));
    }
    return text.toString();
  }

  static String verdict(Expression.Verdict verdict) {
    return switch (verdict.code()) {
      case ACCEPT -> "accept";
      case DROP -> "drop";
      case CONTINUE -> "continue";
      case RETURN -> "return";
      case JUMP -> "jump " + verdict.chain();
      case GOTO -> "goto " + verdict.chain();
      case QUEUE -> "queue";
      case BREAK -> "break";
    };
  }
}
