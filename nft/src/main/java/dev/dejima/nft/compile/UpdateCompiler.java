package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Statement;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Statements that put elements into sets and maps, or take them out, as packets pass. */
final class UpdateCompiler {
  private static final int REGISTER_OCTETS = 16;

  private final TermCompiler terms;

  UpdateCompiler(TermCompiler terms) {
    this.terms = terms;
  }

  List<Expr> compile(Statement.SetUpdate update, SetUse set) {
    Expression.Element element = update.element();
    if (element.comment() != null) {
      throw new CompileException(
          element.key().span(), "Key expression comments are not supported", update.span());
    }
    Term key = argument(element.key(), set.keys(), update);
    Expression value = element.value();
    if (value == null) {
      return compile(operation(update.operation()), key, null, element, set);
    }
    if (set.data().isEmpty()) {
      throw new CompileException(update.set().span(), set.name() + " is not a map", update.span());
    }
    return compile(
        operation(update.operation()), key, argument(value, set.data(), update), element, set);
  }

  private static Dynset.Operation operation(Statement.SetOperation operation) {
    return switch (operation) {
      case ADD -> Dynset.Operation.ADD;
      case UPDATE -> Dynset.Operation.UPDATE;
      case DELETE -> Dynset.Operation.DELETE;
    };
  }

  /** The key, or what a map shall hold for it, in the types of the set. */
  private Term argument(Expression expression, List<ValueType> types, Statement.SetUpdate update) {
    Term term = terms.term(expression, types);
    boolean fits = term.types().size() == types.size();
    for (int i = 0; fits && i < types.size(); i++) {
      fits = MatchCompiler.compatible(types.get(i), term.types().get(i));
    }
    if (!fits) {
      throw new CompileException(
          expression.span(),
          "datatype mismatch: expected %s, expression has type %s"
              .formatted(TypeNames.description(types), TypeNames.description(term.types())),
          update.span());
    }
    return term;
  }

  /** Updates a set; the key's registers come first, what a map shall hold lies behind them. */
  List<Expr> compile(
      Dynset.Operation operation,
      Term key,
      @Nullable Term data,
      Expression.Element element,
      SetUse set) {
    Emitter emitter = new Emitter();
    emitter.loadKey(key, set, 0);
    OptionalInt sregData = OptionalInt.empty();
    if (data != null) {
      int place = set.keys().size() > 1 ? Sets.keyLength(set.keys()) : REGISTER_OCTETS;
      emitter.load(data, place);
      sregData = OptionalInt.of(Emitter.register(place));
    }
    Long timeout = element.timeout();
    emitter.add(
        new Dynset(
            operation,
            Register.R1,
            sregData,
            set.name(),
            set.id(),
            timeout == null ? 0 : timeout,
            StatefulCompiler.compileAll(element.statements()),
            false));
    return emitter.exprs();
  }
}
