package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.ProtocolContext;
import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.compile.Tunnels;
import dev.dejima.nft.compile.Typeof;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.decompile.Terms.Typed;
import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Byteorder;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.Compat;
import dev.dejima.nft.expr.Connlimit;
import dev.dejima.nft.expr.Counter;
import dev.dejima.nft.expr.Ct;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.CtSet;
import dev.dejima.nft.expr.Dynset;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Exthdr;
import dev.dejima.nft.expr.ExthdrReset;
import dev.dejima.nft.expr.ExthdrSet;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Handover;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Immediate;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Last;
import dev.dejima.nft.expr.Limit;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Log;
import dev.dejima.nft.expr.Lookup;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.Notrack;
import dev.dejima.nft.expr.ObjRef;
import dev.dejima.nft.expr.ObjRefMap;
import dev.dejima.nft.expr.ObjectName;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.PayloadSet;
import dev.dejima.nft.expr.Quota;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.Reject;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.UnknownExpr;
import dev.dejima.nft.expr.Value;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One rule: from expressions to statements. Walks the expressions once and keeps in mind what each
 * register holds; a comparison, a lookup or a statement then says what it was loaded for.
 */
final class RuleDecompiler {
  private final Snapshot snapshot;
  private final NewRule rule;
  private final Function<NewRule, Rule> rules;
  private final ProtocolContext protocols;
  private final Dependencies dependencies;

  /** Of the packets that tunnels carry. */
  private final Dependencies inner;

  private final Values values;
  private final Translations translations;
  private final Handovers handovers;

  /** Of the packet, and of those that tunnels carry. */
  private final Layer packet;

  private final Layer carried;

  /** Whether an option is written next: nft does not look what octets that depends on are of. */
  private boolean plain;

  /** By their places in octets. */
  private final Map<Integer, Held> registers = new HashMap<>();

  /**
   * A decompiler of one rule.
   *
   * @param rules decompiles the rules of a chain that belongs to it
   */
  RuleDecompiler(Snapshot snapshot, NewRule rule, Values values, Function<NewRule, Rule> rules) {
    this.rules = rules;
    this.snapshot = snapshot;
    this.rule = rule;
    this.values = values;
    this.protocols = new ProtocolContext(rule.family());
    this.dependencies = new Dependencies(rule.family(), protocols);
    this.packet = new Layer(protocols, dependencies, values);
    ProtocolContext inside = protocols.inside(Protocol.VXLAN);
    this.inner = dependencies.inside(inside);
    this.carried = new Layer(inside, inner, values);
    this.handovers = new Handovers(rule.family(), (register, type) -> value(held(register), type));
    this.translations =
        new Translations(rule.family(), values, this::held, held -> term(held).expression());
  }

  /** The words for what was loaded from one packet. */
  private static final class Layer {
    final Terms terms;
    final Matches matches;

    Layer(ProtocolContext protocols, Dependencies dependencies, Values values) {
      this.terms = new Terms(protocols, dependencies, values);
      this.matches = new Matches(protocols, dependencies, terms, values);
    }
  }

  List<Statement> decompile() {
    List<Expr> exprs = rule.exprs();
    for (int i = 0; i < exprs.size(); i++) {
      plain = i + 1 < exprs.size() && exprs.get(i + 1) instanceof ExthdrSet;
      expr(exprs.get(i));
    }
    return dependencies.statements();
  }

  private Held held(int register) {
    Held held = registers.get(Register.offset(register));
    if (held == null) {
      throw new IllegalArgumentException("register " + register + " holds nothing");
    }
    return held;
  }

  /** A chain that belongs to the rule is shown in its place. */
  private Statement verdict(Verdict verdict) {
    String chain = verdict.chain();
    return chain == null || !snapshot.isBound(rule.family(), rule.table(), chain)
        ? new Statement.VerdictStatement(ElementDecompiler.verdict(verdict), Span.NONE)
        : new Statement.ChainBlock(
            verdict.code(),
            snapshot.rules(rule.family(), rule.table(), chain).stream().map(rules).toList(),
            Span.NONE);
  }

  private void hold(int register, Held held) {
    registers.put(Register.offset(register), held);
  }

  private void add(Statement statement) {
    dependencies.add(statement);
  }

  private void expr(Expr expr) {
    switch (expr) {
      case Payload load -> hold(load.dreg(), octets(null, load));
      case Meta meta ->
          hold(
              meta.dreg(),
              new Held.Plain(new Expression.Meta(meta.key(), Span.NONE), ValueType.of(meta.key())));
      case Ct ct -> hold(ct.dreg(), tracked(ct));
      case Exthdr load ->
          hold(
              load.dreg(),
              new Held.Option(
                  load.op(), load.type(), load.offset(), load.length(), load.present()));
      case ExthdrReset reset ->
          add(new Statement.OptionReset(Options.whole(reset.op(), reset.type()), Span.NONE));
      case ExthdrSet set -> exthdrSet(set);
      case Load(int dreg, Source source) ->
          hold(dreg, new Held.Plain(new Expression.Read(source, Span.NONE), ValueType.of(source)));
      case Inner load -> hold(load.dreg(), inner(load));
      case Bitwise bitwise -> bitwise(bitwise);
      case Byteorder order -> hold(order.dreg(), new Held.Turned(held(order.sreg())));
      case Dynset dynset -> add(update(dynset));
      case ObjRef(var type, String name) ->
          add(
              new Statement.ObjectReference(
                  ObjectDecompiler.kind(type), Expression.Symbol.string(name), Span.NONE));
      case ObjRefMap ref -> add(object(ref));
      case Immediate(int _, ObjectName(String name)) ->
          throw new IllegalArgumentException("object " + name + " in a register");
      case Immediate(int _, Verdict verdict) -> add(verdict(verdict));
      case Immediate(int dreg, Value(Bytes octets)) -> hold(dreg, new Held.Constant(octets));
      case dev.dejima.nft.expr.Cmp cmp -> {
        Held held = held(cmp.sreg());
        boolean ordered = cmp.op() != CmpOp.EQ && cmp.op() != CmpOp.NEQ;
        inner.entering(!ordered || !(held instanceof Held.Octets));
        layer(held).matches.compare(held, cmp.op(), cmp.data());
        inner.entering(true);
      }
      case dev.dejima.nft.expr.Range range -> {
        Held held = held(range.sreg());
        inner.entering(!(held instanceof Held.Octets));
        layer(held).matches.range(held, range.op(), range.from(), range.to());
        inner.entering(true);
      }
      case Lookup lookup -> lookup(lookup);
      case Counter _, Connlimit _, Last _, Limit _, Quota _ ->
          add(Objects.requireNonNull(SimpleStatements.stateful(expr)));
      case Compat compat -> add(SimpleStatements.compat(compat, rule.family()));
      case Handover handover -> add(handovers.statement(handover));
      case Hash hash -> hash(hash);
      case Log log -> add(SimpleStatements.log(log));
      case Notrack _ -> add(new Statement.Notrack(Span.NONE));
      case Nat nat -> add(translations.nat(nat));
      case Masquerade masquerade -> add(translations.masquerade(masquerade));
      case Redirect redirect -> add(translations.redirect(redirect));
      case Reject reject -> add(reject(reject));
      case MetaSet(var key, int sreg) ->
          add(
              new Statement.Mangle(
                  new Expression.Meta(key, Span.NONE),
                  value(held(sreg), ValueType.of(key)),
                  Span.NONE));
      case CtSet set ->
          add(
              new Statement.Mangle(
                  new Expression.Ct(set.key(), set.direction(), Span.NONE),
                  ctValue(set),
                  Span.NONE));
      case PayloadSet set -> payloadSet(set);
      case UnknownExpr _ -> add(Raw.statement(expr));
    }
  }

  /** Both directions of a flow have the same protocols. */
  private static boolean hasDirections(CtKey key) {
    return key != CtKey.PROTOCOL && key != CtKey.L3PROTOCOL;
  }

  /** Addresses of either family are those of the one that the rule is about. */
  private Held tracked(Ct ct) {
    boolean v6 = protocols.network() == Protocol.IP6;
    boolean known = v6 || protocols.network() == Protocol.IP;
    CtKey key =
        switch (ct.key()) {
          case SRC -> v6 ? CtKey.SRC_IP6 : known ? CtKey.SRC_IP : CtKey.SRC;
          case DST -> v6 ? CtKey.DST_IP6 : known ? CtKey.DST_IP : CtKey.DST;
          default -> ct.key();
        };
    Ct.Direction direction = hasDirections(key) ? ct.direction() : null;
    return new Held.Plain(new Expression.Ct(key, direction, Span.NONE), ValueType.of(key));
  }

  private static Held.Octets octets(@Nullable Protocol tunnel, Payload load) {
    return new Held.Octets(tunnel, load.base(), load.offset(), load.length());
  }

  private static Held inner(Inner inner) {
    Protocol tunnel = Tunnels.of(inner);
    return switch (inner.expr()) {
      case Payload payload -> octets(tunnel, payload);
      case Meta(int _, MetaKey key) -> {
        Expression meta = new Expression.Meta(key, Span.NONE);
        yield new Held.Plain(new Expression.Inner(tunnel, meta, Span.NONE), ValueType.of(key));
      }
      default -> throw new IllegalArgumentException("an inner expression of another kind");
    };
  }

  /** What knows of the packet that something was loaded from. */
  private Layer layer(Held held) {
    Protocol tunnel = held.tunnel();
    if (tunnel == null) {
      return packet;
    }
    protocols.inside(tunnel);
    return carried;
  }

  private Typed term(Held held) {
    return plain && held instanceof Held.Octets octets
        ? layer(held).terms.unlearnt(octets)
        : layer(held).terms.term(held);
  }

  private void bitwise(Bitwise bitwise) {
    Held inner = held(bitwise.sreg());
    hold(
        bitwise.dreg(),
        switch (bitwise.operation()) {
          case Bitwise.MaskXor(Bytes mask, Bytes xor) -> {
            ValueType number = Terms.numberType(inner);
            boolean host = number.host() || number.octets() < bitwise.length();
            yield new Held.Masked(inner, number(mask, host), number(xor, host), bitwise.length());
          }
          case Bitwise.Combine(Bitwise.Operator operator, int sreg2) ->
              new Held.Combined(operator, inner, held(sreg2));
          case Bitwise.ShiftLeft(int bits) -> new Held.Shifted(inner, true, bits);
          case Bitwise.ShiftRight(int bits) -> new Held.Shifted(inner, false, bits);
        });
  }

  private void hash(Hash hash) {
    Expression hashed =
        new Expression.Hash(
            concatenation(loaded(hash.sreg(), hash.length())),
            hash.modulus(),
            hash.seed(),
            hash.offset(),
            Span.NONE);
    hold(hash.dreg(), new Held.Plain(hashed, Typeof.types(hashed).getFirst()));
  }

  /** What was loaded, one behind the other, into so many octets of registers. */
  private List<Typed> loaded(int register, int length) {
    List<Typed> parts = new ArrayList<>();
    int place = Register.offset(register);
    int end = place + length;
    while (place < end) {
      Held part = registers.get(place);
      if (part == null) {
        throw new IllegalArgumentException("a part of a key is not loaded");
      }
      Typed typed = term(part instanceof Held.Turned turned ? turned.inner() : part);
      parts.add(typed);
      place += Register.padded(Math.max(1, typed.type().octets()));
    }
    return parts;
  }

  private static Expression concatenation(List<Typed> parts) {
    return parts.size() == 1
        ? parts.getFirst().expression()
        : new Expression.Concat(parts.stream().map(Typed::expression).toList(), Span.NONE);
  }

  private static BigInteger number(Bytes octets, boolean host) {
    return new BigInteger(1, (host ? octets.reversed() : octets).toArray());
  }

  /** A value that is written to a place of a type. */
  private Expression value(Held held, ValueType type) {
    if (held instanceof Held.Turned(Held.Masked(Held.Octets octets, var mask, var xor, int _))
        && xor.signum() == 0
        && octets.tunnel() == null
        && packet.terms.fields().masked(octets.base(), octets.octet(), octets.length(), mask)
            != null) {
      return packet.terms.bits(octets, mask).expression();
    }
    return held instanceof Held.Constant(Bytes octets)
        ? values.value(type.decode(octets), type)
        : term(held).expression();
  }

  private Expression ctValue(CtSet set) {
    ValueType type = ValueType.of(set.key());
    return held(set.sreg()) instanceof Held.Constant(Bytes octets) && type.data().isBitmask()
        ? values.flagList(type.decode(octets), type)
        : value(held(set.sreg()), type);
  }

  private void exthdrSet(ExthdrSet set) {
    Typed typed =
        Options.typed(new Held.Option(set.op(), set.type(), set.offset(), set.length(), false));
    Expression value = value(held(set.sreg()), typed.type());
    add(new Statement.Mangle(typed.expression(), value, Span.NONE));
  }

  private void payloadSet(PayloadSet set) {
    Held held = held(set.sreg());
    Held.Octets target = new Held.Octets(null, set.base(), set.offset(), set.length());
    if (held instanceof Held.Masked masked && masked.inner().equals(target)) {
      add(new PayloadWrites(packet.matches, values).statement(target, masked.mask(), masked.xor()));
      return;
    }
    Typed typed = term(target);
    add(new Statement.Mangle(typed.expression(), value(held, typed.type()), Span.NONE));
  }

  private NewSet set(String name) {
    return snapshot
        .set(rule.family(), rule.table(), name)
        .orElseThrow(() -> new IllegalArgumentException("no set " + name));
  }

  /** A key and the types of its fields. */
  private record Key(Typed term, List<ValueType> types) {}

  /** The key that lies in registers for a set. */
  private Key key(int register, NewSet set) {
    List<ValueType> keys = SetTypes.keys(set);
    if (keys.size() == 1) {
      Typed key = term(held(register));
      return new Key(key, plain ? keys : List.of(key.type()));
    }
    List<Typed> parts =
        hasConstant(register, keys)
            ? fields(register, keys.stream().map(type -> stored(set, type)).toList())
            : loaded(register, set.keyLength());
    return new Key(
        Typed.of(concatenation(parts), keys.getFirst()),
        kept(set, parts.stream().map(Typed::type).toList()));
  }

  /** Bits of several octets that come first are in the host's order if a rule has its own set. */
  private static List<ValueType> kept(NewSet set, List<ValueType> types) {
    boolean own = (set.flags() & (NewSet.ANONYMOUS | NewSet.INTERVAL)) == NewSet.ANONYMOUS;
    ValueType first = types.getFirst();
    if (!own || first.octets() < 2 || first.bits() % 8 == 0) {
      return types;
    }
    List<ValueType> kept = new ArrayList<>(types);
    kept.set(0, new ValueType(first.data(), first.bits(), true, first.hex()));
    return kept;
  }

  private boolean hasConstant(int register, List<ValueType> types) {
    int place = Register.offset(register);
    for (ValueType type : types) {
      Held part = registers.get(place);
      if (part instanceof Held.Constant || part instanceof Held.Turned(Held.Constant _)) {
        return true;
      }
      place += Register.padded(type.octets());
    }
    return false;
  }

  /** Sets of ranges keep their keys in network order. */
  private static ValueType stored(NewSet set, ValueType type) {
    return (set.flags() & NewSet.INTERVAL) != 0 && type.turns() ? type.network() : type;
  }

  /** What lies field behind field in registers. */
  private List<Typed> fields(int register, List<ValueType> types) {
    List<Typed> parts = new ArrayList<>();
    int place = Register.offset(register);
    for (ValueType type : types) {
      Held part = registers.get(place);
      if (part == null) {
        throw new IllegalArgumentException("a field is not loaded");
      }
      parts.add(
          switch (part) {
            case Held.Constant(Bytes octets) ->
                Typed.of(values.value(type.decode(octets), type), type);
            case Held.Turned(Held.Constant(Bytes octets)) ->
                Typed.of(values.value(type.decode(octets.reversed()), type), type);
            case Held.Turned(Held inner) -> term(inner);
            default -> term(part);
          });
      place += Register.padded(type.octets());
    }
    return parts;
  }

  private void lookup(Lookup lookup) {
    NewSet set = set(lookup.set());
    boolean single = lookup.dreg().isEmpty() && SetTypes.keys(set).size() == 1;
    inner.entering(!single || !(held(lookup.sreg()) instanceof Held.Octets));
    Key key = key(lookup.sreg(), set);
    inner.entering(true);
    Expression members =
        members(set, lookup.dreg().isEmpty() ? key.types : decimal(key.types), key.term.shift());
    Expression term = key.term.expression();
    if (lookup.dreg().isEmpty()) {
      Held first = held(lookup.sreg());
      layer(first).matches.member(first, key.term, members, lookup.inverted());
    } else if (lookup.dreg().getAsInt() == Register.VERDICT) {
      add(new Statement.VerdictMap(term, members, Span.NONE));
    } else {
      hold(
          lookup.dreg().getAsInt(),
          new Held.Plain(
              new Expression.MapExpr(term, members, Span.NONE), SetTypes.data(set).getFirst()));
      translations.mapped(Register.offset(lookup.dreg().getAsInt()), set);
    }
  }

  /** Plain numbers that are a map's only field are told in decimal digits. */
  private static List<ValueType> decimal(List<ValueType> keys) {
    ValueType only = keys.getFirst();
    return keys.size() == 1 && only.data() == dev.dejima.nft.syntax.DataType.INTEGER
        ? List.of(new ValueType(only.data(), only.bits(), only.host()))
        : keys;
  }

  private Statement object(ObjRefMap ref) {
    NewSet set = set(ref.set());
    Key key = key(ref.sreg(), set);
    Expression members = members(set, decimal(key.types), key.term.shift());
    return new Statement.ObjectReference(
        ObjectDecompiler.kind(set.objectType()),
        new Expression.MapExpr(key.term.expression(), members, Span.NONE),
        Span.NONE);
  }

  private Statement update(Dynset dynset) {
    NewSet set = set(dynset.set());
    List<Typed> key = fields(dynset.sregKey(), SetTypes.keys(set));
    Expression.Element element =
        new Expression.Element(
            joined(key),
            dynset.sregData().isEmpty()
                ? null
                : joined(fields(dynset.sregData().getAsInt(), SetTypes.data(set))),
            dynset.timeout() == 0 ? null : dynset.timeout(),
            null,
            null,
            ElementDecompiler.statements(dynset.exprs()),
            Span.NONE);
    return new Statement.SetUpdate(
        switch (dynset.operation()) {
          case ADD -> Statement.SetOperation.ADD;
          case UPDATE -> Statement.SetOperation.UPDATE;
          case DELETE -> Statement.SetOperation.DELETE;
        },
        new Expression.SetReference(Name.of(set.name()), Span.NONE),
        element,
        Span.NONE);
  }

  private static Expression joined(List<Typed> fields) {
    return fields.size() == 1 ? fields.getFirst().expression() : concatenation(fields);
  }

  private Expression members(NewSet set, List<ValueType> keys, int shift) {
    if ((set.flags() & NewSet.ANONYMOUS) == 0) {
      return new Expression.SetReference(Name.of(set.name()), Span.NONE);
    }
    List<ValueType> stored = new ArrayList<>();
    for (ValueType key : keys) {
      boolean turned = (set.flags() & NewSet.INTERVAL) != 0 && keys.size() == 1;
      stored.add(turned && !key.isText() ? natural(key) : key);
    }
    return new Expression.SetLiteral(
        new ElementDecompiler(values)
            .decompile(
                set, snapshot.elements(set.family(), set.table(), set.name()), stored, shift),
        Span.NONE);
  }

  /** Ranges are stored in network order, whatever was turned round before the lookup. */
  private static ValueType natural(ValueType type) {
    return type.network();
  }

  private Statement reject(Reject reject) {
    return switch (reject.type()) {
      case TCP_RST -> {
        boolean own = rule.family() == Family.IP || rule.family() == Family.IP6;
        dependencies.imply(own ? Payload.Base.TRANSPORT : Payload.Base.NETWORK);
        yield new Statement.Reject(Statement.RejectType.TCP_RESET, null, Span.NONE);
      }
      case ICMPX_UNREACH ->
          rejection(
              Statement.RejectType.ICMPX,
              reject.code(),
              1,
              dev.dejima.nft.syntax.DataType.ICMPX_CODE,
              true);
      case ICMP_UNREACH -> {
        boolean v6 = rule.family() == Family.IP6 || protocols.network() == Protocol.IP6;
        boolean own = rule.family() == Family.IP || rule.family() == Family.IP6;
        if (protocols.network() == null && (reject.code() == 3 || reject.code() == 4)) {
          yield new Statement.Reject(Statement.RejectType.ICMP, null, Span.NONE);
        }
        if (!own) {
          dependencies.imply(Payload.Base.NETWORK);
        }
        yield v6
            ? rejection(
                Statement.RejectType.ICMPV6,
                reject.code(),
                4,
                dev.dejima.nft.syntax.DataType.ICMPV6_CODE,
                own)
            : rejection(
                Statement.RejectType.ICMP,
                reject.code(),
                3,
                dev.dejima.nft.syntax.DataType.ICMP_CODE,
                own);
      }
    };
  }

  private Statement rejection(
      Statement.RejectType type,
      int code,
      int usual,
      dev.dejima.nft.syntax.DataType codes,
      boolean leaveOut) {
    if (leaveOut && code == usual) {
      return new Statement.Reject(null, null, Span.NONE);
    }
    Expression written = values.code(code, codes);
    return new Statement.Reject(type, written, Span.NONE);
  }
}
