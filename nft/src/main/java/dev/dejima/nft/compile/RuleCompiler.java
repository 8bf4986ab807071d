package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One rule: from statements to expressions.
 *
 * <p>Two passes, as nft makes them. The first decides what every value means, adds the matches that
 * statements imply ({@link ProtocolContext}), and leaves a list of {@link Step}s. Then matches of
 * neighbouring fields are joined ({@link PayloadMerge}), and the second pass deals out registers
 * ({@link Emitter}).
 */
final class RuleCompiler {
  private static final ObjectType NO_OBJECTS = ObjectType.UNSPEC;

  private final Family family;
  private final Name tableName;
  private final String table;
  private final Literals literals;
  private final Sets sets;
  private final ObjectDefinitions objects;
  private final BatchIds ids;
  private final ProtocolContext protocols;
  private final TermCompiler terms;
  private final MatchCompiler matches;
  private final NatCompiler nat;
  private final List<Step> steps = new ArrayList<>();
  private final List<NftMessage> messages = new ArrayList<>();

  RuleCompiler(
      Family family,
      Name tableName,
      Literals literals,
      Sets sets,
      ObjectDefinitions objects,
      BatchIds ids) {
    this.family = family;
    this.objects = objects;
    this.ids = ids;
    this.tableName = tableName;
    this.table = tableName.text();
    this.literals = literals;
    this.sets = sets;
    this.protocols = new ProtocolContext(family);
    this.terms =
        new TermCompiler(family, protocols, literals, this::map, steps::add, steps::addFirst);
    this.matches = new MatchCompiler(this, terms, protocols, literals, steps);
    this.nat = new NatCompiler(family, protocols, terms, literals);
  }

  /** The expressions of a rule. */
  List<Expr> compile(List<Statement> statements) {
    for (Statement statement : statements) {
      compile(statement);
    }
    Emitter emitter = new Emitter();
    PayloadMerge.merge(steps).forEach(emitter::step);
    return emitter.exprs();
  }

  /** The messages that make the rule's anonymous sets and chains, before the rule. */
  List<NftMessage> messages() {
    return messages;
  }

  private void compile(Statement statement) {
    switch (statement) {
      case Statement.Match match -> matches.compile(match);
      case Statement.VerdictStatement(Expression.Verdict verdict, var _) ->
          done(new Immediate(Register.VERDICT, ElementCompiler.verdict(verdict)));
      case Statement.VerdictMap map -> {
        Term key = terms.key(map.key());
        SetUse set = verdictMap(map.map(), map.key(), key);
        Emitter emitter = new Emitter();
        emitter.lookup(key, set, OptionalInt.of(Register.VERDICT), false);
        steps.add(new Step.Done(emitter.exprs()));
      }
      case Statement.Counter _,
          Statement.ConnectionLimit _,
          Statement.Last _,
          Statement.Limit _,
          Statement.Quota _ ->
          done(StatefulCompiler.compile(statement));
      case Statement.Handover handover ->
          done(new HandoverCompiler(family, protocols, terms, literals).compile(handover));
      case Statement.Compat compat ->
          throw new CompileException(
              compat.span(),
              "unsupported xtables compat expression, use iptables-nft with this ruleset");
      case Statement.Log log -> done(LogCompiler.compile(log));
      case Statement.Reject reject -> reject(reject);
      case Statement.Nat translation -> done(nat.compile(translation));
      case Statement.Masquerade masquerade -> done(nat.compile(masquerade));
      case Statement.Redirect redirect -> done(nat.compile(redirect));
      case Statement.OptionReset reset -> done(ExtensionCompiler.reset(reset.option()));
      case Statement.Notrack _ -> done(new Notrack());
      case Statement.Mangle mangle -> done(new MangleCompiler(terms, literals).compile(mangle));
      case Statement.ObjectReference reference -> object(reference);
      case Statement.SetUpdate update -> {
        SetUse set = sets.named(family, tableName, update.set());
        done(new UpdateCompiler(terms).compile(update, set));
        sets.updated(family, table, set);
      }
      case Statement.Meter meter -> meter(meter);
      case Statement.ChainBlock block -> chain(block);
    }
  }

  /** What a reject implies is asked first of all: before a log statement, for instance. */
  private void reject(Statement.Reject reject) {
    int before = steps.size();
    Expr expr = new RejectCompiler(family, protocols, terms, literals).compile(reject);
    List<Step> implied = List.copyOf(steps.subList(before, steps.size()));
    steps.subList(before, steps.size()).clear();
    steps.addAll(0, implied);
    done(expr);
  }

  private void object(Statement.ObjectReference reference) {
    ObjectType type = ObjectDefinitions.type(reference.kind());
    if (reference.name() instanceof Expression.MapExpr map) {
      Term key = terms.key(map.key());
      Emitter emitter = new Emitter();
      emitter.object(key, objectMap(map.map(), map.key(), key, type));
      steps.add(new Step.Done(emitter.exprs()));
      return;
    }
    if (!(reference.name() instanceof Expression.Symbol name)) {
      throw new CompileException(reference.name().span(), "an object's name is expected here");
    }
    if (!objects.has(family, table, type, name.text())) {
      throw new CompileException(name.span(), "Could not process rule: No such file or directory");
    }
    done(new ObjRef(type, name.text()));
  }

  private SetUse objectMap(Expression map, Expression written, Term key, ObjectType type) {
    SetUse use =
        map instanceof Expression.SetReference reference
            ? sets.named(family, tableName, reference)
            : anonymous(literal(map), Sets.Purpose.objects(family, table, written, key, type));
    if (use.objects() == ObjectType.UNSPEC) {
      throw new CompileException(map.span(), "Expression is not a map with objects");
    }
    checkKeys(map, written, key, use);
    return use;
  }

  /** A set that elements are put into, made where there is none of that name. */
  private void meter(Statement.Meter meter) {
    Expression.Element element = meter.element();
    Term key = terms.term(element.key(), null);
    Sets.Meter made = sets.meter(family, table, meter, key);
    if (made.set() != null) {
      messages.add(made.set());
    }
    Dynset.Operation operation =
        element.timeout() == null ? Dynset.Operation.ADD : Dynset.Operation.UPDATE;
    done(new UpdateCompiler(terms).compile(operation, key, null, element, made.use()));
  }

  /** The chain and its rules stand before the rule that they belong to. */
  private void chain(Statement.ChainBlock block) {
    int id = ids.nextChain();
    messages.add(
        new NewChain(
            family,
            table,
            "",
            id,
            0,
            null,
            null,
            null,
            NewChain.BINDING,
            0,
            Bytes.EMPTY,
            Set.of(NewFlag.CREATE)));
    for (Rule rule : block.rules()) {
      RuleCompiler inner = new RuleCompiler(family, tableName, literals, sets, objects, ids);
      List<Expr> exprs = inner.compile(rule.statements());
      messages.addAll(inner.messages());
      String comment = rule.comment();
      messages.add(
          new NewRule(
              family,
              table,
              "",
              id,
              0,
              0,
              0,
              ids.nextRule(),
              exprs,
              comment == null ? Bytes.EMPTY : UserData.text(UserData.COMMENT, comment),
              Set.of(NewFlag.CREATE, NewFlag.APPEND)));
    }
    done(new Immediate(Register.VERDICT, new Verdict(block.code(), null, id)));
  }

  private void done(Expr expr) {
    steps.add(new Step.Done(List.of(expr)));
  }

  private void done(List<Expr> exprs) {
    steps.add(new Step.Done(exprs));
  }

  /** Whether a match asks for what every packet of the table's family has. */
  boolean isRedundant(Term left, BigInteger value) {
    boolean protocol = left.equals(new Term.Meta(MetaKey.PROTOCOL, null));
    return protocol
        && ((family == Family.IP && value.intValue() == 0x0800)
            || (family == Family.IP6 && value.intValue() == 0x86dd));
  }

  private SetUse verdictMap(Expression map, Expression written, Term key) {
    checkFamily(key, written);
    SetUse use =
        map instanceof Expression.SetReference reference
            ? sets.named(family, tableName, reference)
            : anonymous(
                literal(map),
                new Sets.Purpose(
                    family,
                    table,
                    written,
                    key,
                    List.of(),
                    true,
                    UnaryOperator.identity(),
                    NO_OBJECTS));
    if (!use.verdicts()) {
      throw use.data().isEmpty()
          ? new CompileException(map.span(), "Expression is not a map")
          : new CompileException(
              written.span().to(map.span()),
              "datatype mismatch: expected netfilter verdict, expression has type "
                  + TypeNames.description(use.data()));
    }
    checkKeys(map, written, key, use);
    return use;
  }

  /** The set or map that a literal or a reference stands for; a set where no data is wanted. */
  private SetUse map(Expression map, Expression written, Term key, List<ValueType> data) {
    return set(map, written, key, data, UnaryOperator.identity());
  }

  /**
   * The set or map of a match.
   *
   * @param written the key as it was written
   */
  SetUse set(
      Expression set,
      Expression written,
      Term key,
      List<ValueType> data,
      UnaryOperator<BigInteger> adjust) {
    checkFamily(key, written);
    if (set instanceof Expression.SetReference reference) {
      SetUse use = sets.named(family, tableName, reference);
      if (!data.isEmpty() && use.data().isEmpty()) {
        throw new CompileException(set.span(), "Expression is not a map");
      }
      checkKeys(set, written, key, use);
      return use;
    }
    return anonymous(
        literal(set),
        new Sets.Purpose(family, table, written, key, data, false, adjust, NO_OBJECTS));
  }

  /** The types of the fields of a named set's key. */
  List<ValueType> keys(Expression.SetReference set) {
    return sets.named(family, tableName, set).keys();
  }

  private static Expression.SetLiteral literal(Expression set) {
    if (set instanceof Expression.SetLiteral literal) {
      return literal;
    }
    throw new CompileException(set.span(), "Expression is not a set or map");
  }

  /** A set's keys are addresses of one family, whatever a rule is about. */
  private static void checkFamily(Term key, Expression written) {
    List<Term> fields = key instanceof Term.Joined joined ? joined.terms() : List.of(key);
    for (Term field : fields) {
      boolean open =
          field instanceof Term.Tracked ct && (ct.key() == CtKey.SRC || ct.key() == CtKey.DST);
      if (open) {
        throw new CompileException(written.span(), "specify either ip or ip6 for address matching");
      }
    }
  }

  private static void checkKeys(Expression set, Expression written, Term key, SetUse use) {
    List<ValueType> have = key.types();
    List<ValueType> want = use.keys();
    boolean fits = have.size() == want.size();
    for (int i = 0; fits && i < have.size(); i++) {
      fits = MatchCompiler.compatible(want.get(i), have.get(i));
    }
    if (!fits) {
      throw new CompileException(
          set.span(),
          "datatype mismatch, expected %s, expression has type %s"
              .formatted(TypeNames.description(have), TypeNames.description(want)),
          written.span());
    }
  }

  private SetUse anonymous(Expression.SetLiteral literal, Sets.Purpose purpose) {
    Sets.Anonymous made =
        sets.anonymous(
            literal, purpose, sets.elements(e -> StatefulCompiler.compileAll(e.statements())));
    messages.add(made.set());
    messages.add(made.elements());
    return made.use();
  }

  /** How a match compares. */
  static CmpOp order(Statement.RelationalOperator operator) {
    return switch (operator) {
      case IMPLICIT, IN, EQ, NEGATED -> CmpOp.EQ;
      case NE -> CmpOp.NEQ;
      case LT -> CmpOp.LT;
      case GT -> CmpOp.GT;
      case LE -> CmpOp.LTE;
      case GE -> CmpOp.GTE;
    };
  }
}
