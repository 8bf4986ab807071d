package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.CmpOp;
import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Guess;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import dev.dejima.nft.syntax.SourceWords;
import dev.dejima.nft.syntax.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The meaning of expressions that depend on the packet, and the matches that they imply. */
final class TermCompiler {
  private static final int REGISTER_BITS = 128;
  private static final int OPERATIONS_MOST = 16;

  /** Makes an anonymous map for a key. */
  interface Maps {
    /** The set or map that a literal or a reference stands for. */
    SetUse map(Expression map, Expression written, Term key, List<ValueType> data);
  }

  private final Family family;
  private final ProtocolContext protocols;
  private final Literals literals;
  private final Maps maps;
  private final Consumer<Step> steps;

  /** Whether a statement's value is being compiled, and how wide it is. */
  private boolean written;

  private int statementBits;
  private final Consumer<Step> first;

  /**
   * A compiler of one rule's terms.
   *
   * @param steps takes the matches that a term implies, before the term itself is used
   * @param first takes matches that the rule must begin with
   */
  TermCompiler(
      Family family,
      ProtocolContext protocols,
      Literals literals,
      Maps maps,
      Consumer<Step> steps,
      Consumer<Step> first) {
    this.family = family;
    this.protocols = protocols;
    this.literals = literals;
    this.maps = maps;
    this.steps = steps;
    this.first = first;
  }

  /**
   * A term of the packet.
   *
   * @param wanted the fields that are wanted of a map's data, and the type of lone numbers; absent
   *     where the term itself decides
   */
  Term term(Expression expression, @Nullable List<ValueType> wanted) {
    return switch (expression) {
      case Expression.Payload payload -> payload(payload);
      case Expression.Inner inner -> inner(inner);
      case Expression.RawPayload raw -> raw(raw);
      case Expression.Exthdr exthdr ->
          new ExtensionCompiler(protocols, this::addFirst).term(exthdr);
      case Expression.RawOption raw -> ExtensionCompiler.raw(raw);
      case Expression.Meta meta -> meta(meta);
      case Expression.Ct ct -> ct(ct);
      case Expression.Read read -> taken(read(read), wanted);
      case Expression.Hash hash ->
          taken(
              new Term.Hashed(term(hash.key(), null), hash.modulus(), hash.seed(), hash.offset()),
              wanted);
      case Expression.NextHop hop -> nextHop(hop);
      case Expression.Concat concat -> {
        List<Term> terms = new ArrayList<>();
        List<Expression> parts = concat.parts();
        List<ValueType> types =
            wanted != null && wanted.size() == parts.size() ? wanted : List.of();
        for (int i = 0; i < parts.size(); i++) {
          checkKey(parts.get(i));
          Term part = term(parts.get(i), types.isEmpty() ? null : List.of(types.get(i)));
          checkLength(part, parts.get(i), concat);
          terms.add(part);
        }
        yield new Term.Joined(terms);
      }
      case Expression.BinaryOp op -> binary(op, wanted);
      case Expression.MapExpr map -> {
        Term key = key(map.key());
        if (wanted == null) {
          throw new CompileException(map.span(), "a map cannot be used here");
        }
        yield new Term.Mapped(key, maps.map(map.map(), map.key(), key, wanted));
      }
      default -> constant(expression, wanted);
    };
  }

  private Term read(Expression.Read read) {
    switch (read.source()) {
      case Rt(Rt.Key key) -> {
        boolean other =
            (key == Rt.Key.NEXTHOP4 && family == Family.IP6)
                || (key == Rt.Key.NEXTHOP6 && family == Family.IP);
        if (other) {
          throw new CompileException(
              read.span(), SourceWords.family(key) + " nexthop will not match");
        }
      }
      case Xfrm _ -> {
        if (family != Family.IP && family != Family.IP6 && family != Family.INET) {
          throw new CompileException(
              read.span(), "ipsec expression is only valid in ip/ip6/inet tables");
        }
      }
      case Fib _, Numgen _, Osf _, Socket _, Symhash _, Tunnel _ -> {}
    }
    return new Term.Read(read.source());
  }

  /**
   * A number made for the packet counts as what is wanted, where that is as long. Only what {@code
   * numgen} makes is turned round for an address.
   */
  private static Term taken(Term term, @Nullable List<ValueType> wanted) {
    boolean counter = term instanceof Term.Read(Numgen _);
    boolean made = counter || term instanceof Term.Read(Symhash _) || term instanceof Term.Hashed;
    if (!made || wanted == null || wanted.size() != 1) {
      return term;
    }
    ValueType type = wanted.getFirst();
    if (type.bits() != Term.NUMBER.bits() || type.isText() || type.data() == DataType.INTEGER) {
      return term;
    }
    boolean turned = counter && type.data() == DataType.IPV4_ADDR;
    return turned ? new Term.Turned(term, type) : new Term.Taken(term, type);
  }

  private Term nextHop(Expression.NextHop hop) {
    return switch (protocols.network()) {
      case IP -> new Term.Read(new Rt(Rt.Key.NEXTHOP4));
      case IP6 -> new Term.Read(new Rt(Rt.Key.NEXTHOP6));
      case null, default ->
          throw new CompileException(
              hop.span(),
              "cannot determine ip protocol version, use \"ip nexthop\" or \"ip6 nexthop\""
                  + " instead");
    };
  }

  private Term constant(Expression expression, @Nullable List<ValueType> wanted) {
    if (wanted == null && expression instanceof Expression.Symbol(String word, var _, var span)) {
      String message = "No symbol type information";
      throw new CompileException(new Diagnostic(span, message, Guess.hint(word), null));
    }
    if (wanted == null || wanted.size() != 1 || !Literals.isConstant(expression)) {
      throw new CompileException(expression.span(), "a value of the packet is expected here");
    }
    ValueType type = wanted.getFirst();
    return new Term.Constant(literals.number(expression, type), type);
  }

  private Term payload(Expression.Payload payload) {
    HeaderField field = payload.field();
    if (field.protocol().base() == Payload.Base.TUNNEL) {
      enter(field.protocol(), payload.span());
      return new Term.Field(
          Payload.Base.TUNNEL, field.offset(), ValueType.of(field), field.protocol());
    }
    return field(field, protocols, payload.span());
  }

  private Term field(HeaderField field, ProtocolContext context, Span span) {
    imply(field, context, span);
    return new Term.Field(
        field.protocol().base(), context.offset(field), ValueType.of(field), context.tunnel());
  }

  private Term inner(Expression.Inner inner) {
    if (!(inner.expression() instanceof Expression.Payload payload)) {
      throw new CompileException(inner.span(), "only headers of a tunnelled packet can be matched");
    }
    enter(inner.tunnel(), inner.span());
    return field(payload.field(), protocols.inside(inner.tunnel()), inner.span());
  }

  /** Adds the match that looking into a tunnel implies. */
  private void enter(Protocol tunnel, Span span) {
    Step.Compare missing = protocols.missingTunnel(tunnel, span);
    if (missing != null) {
      steps.accept(missing);
    }
  }

  /** Adds the matches that reading a header's field implies. */
  void imply(HeaderField field, Span span) {
    imply(field, protocols, span);
  }

  private void imply(HeaderField field, ProtocolContext context, Span span) {
    Step.Compare missing = context.missing(field.protocol(), span);
    while (missing != null) {
      add(missing);
      missing = context.missing(field.protocol(), span);
    }
    IcmpFields.imply(field, context, span, (type, types) -> addTypes(type, types, context));
  }

  /** nft asks for the type outside of any tunnel. */
  private void addTypes(HeaderField type, List<Integer> types, ProtocolContext context) {
    Term.Field left = new Term.Field(Payload.Base.TRANSPORT, 0, ValueType.of(type), null);
    if (types.size() == 1) {
      BigInteger value = BigInteger.valueOf(types.getFirst());
      steps.accept(new Step.Compare(left, CmpOp.EQ, value));
      context.learn(Payload.Base.TRANSPORT, 0, left.type(), value);
      return;
    }
    List<Expression.Element> elements = new ArrayList<>();
    for (int number : types) {
      elements.add(Expression.Element.of(Expression.Symbol.number(number)));
    }
    Expression literal = new Expression.SetLiteral(elements, Span.NONE);
    steps.accept(
        new Step.Member(
            left,
            maps.map(literal, new Expression.Payload(type, Span.NONE), left, List.of()),
            false));
  }

  /** Adds a match before all others, and learns from it. */
  private void addFirst(Step.Compare compare) {
    first.accept(compare);
    protocols.learn(compare.left(), compare.value());
  }

  /** Adds a match, and learns from it. */
  void add(Step.Compare compare) {
    steps.accept(compare);
    protocols.learn(compare.left(), compare.value());
  }

  /** What may be a port is one. */
  private static Term raw(Expression.RawPayload raw) {
    Payload.Base base =
        switch (raw.base()) {
          case LL -> Payload.Base.LINK;
          case NH -> Payload.Base.NETWORK;
          case TH -> Payload.Base.TRANSPORT;
          case IH -> Payload.Base.INNER;
        };
    boolean port = raw.base() == Expression.RawPayload.Base.TH && raw.length() == 16;
    DataType data =
        port && raw.offset() <= 16 && raw.offset() % 16 == 0
            ? DataType.INET_SERVICE
            : DataType.INTEGER;
    ValueType type = new ValueType(data, raw.length(), false);
    Term.Field field = new Term.Field(base, raw.offset(), type, null);
    int masked = raw.length() + field.shift();
    if (!field.isWhole() && masked > REGISTER_BITS) {
      throw new CompileException(
          raw.span(),
          "mask length " + masked + " exceeds allowed maximum of " + REGISTER_BITS + "\n");
    }
    return field;
  }

  private Term meta(Expression.Meta meta) {
    boolean bridge =
        switch (meta.key()) {
          case IBRNAME, OBRNAME, IBRPVID, IBRVPROTO, BRI_BROUTE -> true;
          default -> false;
        };
    if (bridge && family != Family.BRIDGE) {
      throw new CompileException(
          meta.span(), "meta " + word(meta.key()) + " is only valid in the bridge family");
    }
    if (meta.key() == MetaKey.NFPROTO && family != Family.INET) {
      throw new CompileException(meta.span(), "meta nfproto is only useful in the inet family");
    }
    return new Term.Meta(meta.key(), null);
  }

  private static String word(MetaKey key) {
    return dev.dejima.nft.syntax.MetaField.of(key).word();
  }

  /** A term that is looked up in a set or map. */
  Term key(Expression expression) {
    checkKey(expression);
    return term(expression, null);
  }

  /** Text of any length has no place beside other fields. */
  private static void checkLength(Term part, Expression written, Expression concat) {
    if (part.types().size() == 1 && part.type().data() == DataType.STRING) {
      throw new CompileException(
          written.span(),
          "can not use variable sized data types (string) in concat expressions",
          concat.span());
    }
  }

  /** The addresses of a flow must say their family: a set has to know how long its keys are. */
  static void checkKey(Expression key) {
    if (key instanceof Expression.Ct ct && (ct.key() == CtKey.SRC || ct.key() == CtKey.DST)) {
      throw new CompileException(ct.span(), "specify either ip or ip6 for address matching");
    }
  }

  private Term ct(Expression.Ct ct) {
    Protocol network = protocols.network();
    ValueType type =
        switch (ct.key()) {
          case SRC, DST -> address(ct, network);
          case SRC_IP, DST_IP -> checked(ct, Protocol.IP, Protocol.IP6);
          case SRC_IP6, DST_IP6 -> checked(ct, Protocol.IP6, Protocol.IP);
          default -> ValueType.of(ct.key());
        };
    return new Term.Tracked(ct.key(), ct.direction(), type);
  }

  /** An address of the family that the rule is about. */
  private static ValueType address(Expression.Ct ct, @Nullable Protocol network) {
    String word = CtField.of(ct.key()).word();
    return switch (network) {
      case IP -> ValueType.of(DataType.IPV4_ADDR);
      case IP6 -> ValueType.of(DataType.IPV6_ADDR);
      case null, default ->
          throw new CompileException(
              ct.span(),
              "cannot determine ip protocol version, use \"ip %s\" or \"ip6 %s\" instead"
                  .formatted(word, word));
    };
  }

  private ValueType checked(Expression.Ct ct, Protocol own, Protocol other) {
    if (protocols.network() == other) {
      throw new CompileException(
          ct.span(), "conflicting protocols specified: " + other.word() + " vs. " + own.word());
    }
    return ValueType.of(ct.key());
  }

  /**
   * What a statement takes, of one type.
   *
   * @throws CompileException if it is of another
   */
  Term argument(Expression expression, ValueType type, Span statement) {
    Term term = term(expression, List.of(type));
    if (term.types().size() != 1 || term.type().data() != type.data()) {
      throw new CompileException(
          expression.span(),
          "datatype mismatch: expected %s, expression has type %s"
              .formatted(TypeNames.description(type.data()), TypeNames.description(term.types())),
          statement);
    }
    return term;
  }

  /** Refuses a number that none made for the packet can be. */
  static void checkMost(Term term, BigInteger value, Span span) {
    if (term.most() > 0 && value.compareTo(BigInteger.valueOf(term.most())) > 0) {
      throw new CompileException(
          span, "Value %d exceeds valid range 0-%d".formatted(value, term.most()));
    }
  }

  /** nft goes no deeper into operands of operands. */
  private static void checkDepth(Expression.BinaryOp op) {
    Expression operand = op;
    for (int depth = 0; depth < OPERATIONS_MOST; depth++) {
      if (!(operand instanceof Expression.BinaryOp inner)) {
        return;
      }
      operand = inner.left();
    }
    throw new CompileException(
        operand.span(), "Binary operation limit " + OPERATIONS_MOST + " reached ");
  }

  private Term binary(Expression.BinaryOp op, @Nullable List<ValueType> wanted) {
    if (Literals.isConstant(op)) {
      return constant(op, wanted);
    }
    checkDepth(op);
    boolean shift =
        op.operator() == Expression.BinaryOp.Operator.LSHIFT
            || op.operator() == Expression.BinaryOp.Operator.RSHIFT;
    boolean constant = Literals.isConstant(op.right());
    if (!constant && Literals.isConstant(op.left()) && !shift) {
      return binary(swapped(op), wanted);
    }
    if (!constant && (shift || !written)) {
      throw new CompileException(
          op.right().span(),
          "Right hand side of binary operation (" + op.operator().word() + ") must be constant");
    }
    Term bare = term(op.left(), wanted);
    if (constant && !shift && !written && bare instanceof Term.Bits bits && !bits.isWhole()) {
      literals.number(op.right(), bits.type());
    }
    Term left = unpacked(bare);
    if (left.types().size() != 1) {
      throw new CompileException(op.span(), "Binary operation is undefined for concatenations");
    }
    ValueType type = written || shift ? operandType(left, shift) : left.type();
    if (constant && !shift && left.most() > 0) {
      checkMost(left, literals.number(op.right(), left.type()), op.right().span());
    }
    Term operand = written || shift ? inOrder(left, type.host()) : left;
    return constant
        ? withConstant(op, operand, type)
        : new Term.Combined(
            combination(op), operand, inOrder(term(op.right(), wanted), type.host()), type);
  }

  private Term withConstant(Expression.BinaryOp op, Term left, ValueType type) {
    return switch (op.operator()) {
      case AND -> masked(left, literals.number(op.right(), type), BigInteger.ZERO, type);
      case OR -> {
        BigInteger bits = literals.number(op.right(), type);
        yield masked(left, type.max().andNot(bits), bits, type);
      }
      case XOR -> masked(left, type.max(), literals.number(op.right(), type), type);
      case LSHIFT ->
          new Term.Shifted(left, true, literals.shift(op.right(), type, op.left(), true), type);
      case RSHIFT ->
          new Term.Shifted(left, false, literals.shift(op.right(), type, op.left(), false), type);
    };
  }

  private static Bitwise.Operator combination(Expression.BinaryOp op) {
    return switch (op.operator()) {
      case AND -> Bitwise.Operator.AND;
      case OR -> Bitwise.Operator.OR;
      case XOR -> Bitwise.Operator.XOR;
      case LSHIFT, RSHIFT -> throw new IllegalArgumentException(op.operator().word());
    };
  }

  private static Expression.BinaryOp swapped(Expression.BinaryOp op) {
    Expression first = op.right();
    Expression second = op.left();
    return new Expression.BinaryOp(op.operator(), first, second, op.span());
  }

  /**
   * The type that an operand of a statement's value has once it is loaded: what is narrower than
   * the statement's own value becomes a number as wide.
   */
  private ValueType operandType(Term left, boolean shift) {
    ValueType own = left.type();
    int bits =
        own.bits() + (left instanceof Term.Bits field && !field.isWhole() ? field.shift() : 0);
    DataType data =
        own.data() == DataType.DSCP || own.data() == DataType.ECN ? own.data() : DataType.INTEGER;
    return shift || statementBits > bits
        ? new ValueType(shift ? DataType.INTEGER : data, Math.max(bits, statementBits), true)
        : new ValueType(own.data(), bits, isHost(left), own.hex());
  }

  /** A field of some bits is what a mask leaves of its octets, moved down; not where it is set. */
  private Term unpacked(Term term) {
    boolean set = written && statementBits == 0;
    if (set || !(term instanceof Term.Bits bits) || bits.isWhole()) {
      return term;
    }
    int length = bits.type().bits() + bits.shift();
    ValueType type = new ValueType(bits.type().data(), length, false, bits.type().hex());
    Term masked = new Term.Masked(bits.whole(), bits.mask(), BigInteger.ZERO, type);
    ValueType down = new ValueType(type.data(), length, type.octets() > 1, type.hex());
    return bits.shift() == 0 ? masked : new Term.Shifted(masked, false, bits.shift(), down);
  }

  /** Whether a number's octets are in the host's order once it is loaded. */
  private static boolean isHost(Term term) {
    return term instanceof Term.Bits field && !field.isWhole()
        ? field.shift() > 0
        : term.type().host();
  }

  /** A number in a byte order. */
  static Term inOrder(Term term, boolean host) {
    ValueType type = term.type();
    boolean turns = isHost(term) != host && type.octets() > 1 && !type.isText();
    return turns && !(term instanceof Term.Constant)
        ? new Term.Turned(term, new ValueType(type.data(), type.bits(), host, type.hex()))
        : term;
  }

  /**
   * A value for a statement, which may combine what it reads.
   *
   * @param type of what the statement sets
   * @param bits how wide a number of that must be; 0 where its own width is kept
   */
  Term written(Expression expression, ValueType type, int bits) {
    written = true;
    statementBits = bits;
    try {
      return term(expression, List.of(type));
    } finally {
      written = false;
      statementBits = 0;
    }
  }

  /** Masks in a row are one. */
  private static Term masked(Term term, BigInteger mask, BigInteger xor, ValueType type) {
    boolean narrower = term instanceof Term.Masked narrow && narrow.xor().signum() == 0;
    if (term instanceof Term.Masked inner && (narrower || inner.type().bits() == type.bits())) {
      return new Term.Masked(
          inner.term(), inner.mask().and(mask), inner.xor().and(mask).xor(xor), type);
    }
    return new Term.Masked(term, mask, xor, type);
  }
}
