package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.KeyType;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.Register;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The sets and maps that the rules of a batch look keys up in. */
final class Sets {
  private record Key(Family family, String table, String name) {}

  private final Snapshot snapshot;
  private final Literals literals;
  private final List<Compiled.Entry> entries;
  private final Map<Key, SetUse> made = new HashMap<>();

  /** Sets that rules of the batch put elements into. */
  private final Set<Key> updated = new HashSet<>();

  private final BatchIds ids;

  /**
   * The sets of a ruleset and a batch.
   *
   * @param entries the batch so far; it grows
   */
  Sets(Snapshot snapshot, Literals literals, List<Compiled.Entry> entries, BatchIds ids) {
    this.entries = entries;
    this.snapshot = snapshot;
    this.ids = ids;
    this.literals = literals;
  }

  /** An anonymous set, and the messages that make it. */
  record Anonymous(SetUse use, NewSet set, NewSetElements elements) {}

  /**
   * What an anonymous set is made for.
   *
   * @param written the key as it was written
   * @param data fields of a map's data; empty for a set and for verdicts
   * @param adjust what the key's constants must undergo for what was taken off the key
   * @param objects of which type the objects are that it holds; {@code UNSPEC} for none
   */
  record Purpose(
      Family family,
      String table,
      Expression written,
      Term key,
      List<ValueType> data,
      boolean verdicts,
      UnaryOperator<BigInteger> adjust,
      ObjectType objects) {
    /** A map of objects. */
    static Purpose objects(
        Family family, String table, Expression written, Term key, ObjectType type) {
      return new Purpose(
          family, table, written, key, List.of(), false, UnaryOperator.identity(), type);
    }

    boolean isMap() {
      return verdicts || !data.isEmpty() || objects != ObjectType.UNSPEC;
    }
  }

  int nextId() {
    return ids.nextSet();
  }

  /** Takes note of a set that the batch makes. */
  void made(Family family, String table, SetUse use) {
    made.put(new Key(family, table, use.name()), use);
  }

  /** Takes note that a rule of the batch puts elements into a set. */
  void updated(Family family, String table, SetUse use) {
    updated.add(new Key(family, table, use.name()));
  }

  /**
   * A set of the batch, with what was only learnt behind it: that it must take elements from rules.
   */
  NewSet completed(NewSet set) {
    boolean quiet =
        set.dataType() == 0
            && (set.flags() & NewSet.EVAL) == 0
            && updated.contains(new Key(set.family(), set.table(), set.name()));
    return quiet ? set.withFlag(NewSet.EVAL) : set;
  }

  /** The set of a meter, and the message that makes it, where there is none yet. */
  record Meter(SetUse use, @Nullable NewSet set) {}

  Meter meter(Family family, String table, Statement.Meter meter, Term key) {
    String name = meter.name().text();
    Optional<SetUse> known = find(family, table, name);
    if (known.isPresent()) {
      return new Meter(known.get(), null);
    }
    int id = nextId();
    List<ValueType> keys = key.types();
    SetUse use =
        new SetUse(name, id, keys, false, List.of(), false, false, false, ObjectType.UNSPEC);
    made(family, table, use);
    Long size = meter.size();
    boolean timeout = meter.element().timeout() != null;
    NewSet set =
        new NewSet(
            family,
            table,
            name,
            id,
            0,
            NewSet.EVAL | (timeout ? NewSet.TIMEOUT : 0),
            KeyType.number(numbers(keys)),
            keyLength(keys),
            0,
            0,
            size == null ? 0 : size.intValue(),
            0,
            fieldLengths(keys),
            0,
            0,
            List.of(),
            userData(use, false, Bytes.EMPTY, Bytes.EMPTY),
            Set.of(NewFlag.CREATE));
    return new Meter(use, set);
  }

  /**
   * A set by its name.
   *
   * @throws CompileException if there is none, at its table's name if that is what is not there
   */
  SetUse named(Family family, Name table, Expression.SetReference reference) {
    return find(family, table.text(), reference.name().text())
        .orElseThrow(() -> missing(family, table, reference));
  }

  private CompileException missing(Family family, Name table, Expression.SetReference reference) {
    Missing missing = Missing.in(snapshot, entries.stream().map(Compiled.Entry::message).toList());
    return missing.hasTable(family, table.text())
        ? new CompileException(
            reference.span(), missing.setOr(family, table.text(), reference.name().text()))
        : new CompileException(table.span(), missing.tableOr(family, table.text()));
  }

  private Optional<SetUse> find(Family family, String table, String name) {
    SetUse use = made.get(new Key(family, table, name));
    return use != null
        ? Optional.of(use)
        : snapshot.set(family, table, name).map(known -> use(known));
  }

  /** A set that an earlier batch made, as a rule uses it. */
  static SetUse use(NewSet set) {
    boolean verdicts = set.dataType() == NewSet.VERDICT;
    boolean map = (set.flags() & NewSet.MAP) != 0 && !verdicts;
    List<ValueType> data = map ? SetTypes.data(set) : List.of();
    return new SetUse(
        set.name(),
        0,
        SetTypes.keys(set),
        (set.flags() & NewSet.INTERVAL) != 0,
        data,
        verdicts,
        SetTypes.hasDataRanges(set),
        false,
        set.objectType());
  }

  /** An anonymous set or map for a key. */
  Anonymous anonymous(Expression.SetLiteral literal, Purpose purpose, ElementCompiler compiler) {
    List<Element> elements = literal.elements();
    if (elements.isEmpty()) {
      throw new CompileException(literal.span(), "Set is empty");
    }
    boolean map = purpose.isMap();
    boolean objects = purpose.objects != ObjectType.UNSPEC;
    List<ValueType> fields = stored(purpose.key);
    boolean interval = compiler.needsInterval(elements, fields);
    boolean ranges = map && ElementCompiler.needsDataInterval(elements);
    boolean moved = objects || (map && elements.stream().anyMatch(Sets::isWildcard));
    Term.Bits partial = moved ? null : inPlace(purpose.key, interval);
    List<ValueType> keys = interval && !map ? counted(purpose.key, fields) : fields;
    compiler.check(elements, fields);
    int id = nextId();
    SetUse use =
        new SetUse(
            objects ? "__objmap%d" : map ? "__map%d" : "__set%d",
            id,
            keys,
            interval,
            purpose.data,
            purpose.verdicts,
            ranges,
            partial != null,
            purpose.objects);
    int octets = partial == null ? keyLength(keys) : partial.octets();
    int shift = partial == null ? 0 : partial.shift();
    List<SetElement> compiled =
        compiler.compile(
            elements, new ElementCompiler.Target(use, !map, true, shift, octets, purpose.adjust));
    int flags =
        NewSet.ANONYMOUS
            | NewSet.CONSTANT
            | (interval ? NewSet.INTERVAL : 0)
            | (objects ? NewSet.OBJECT : map ? NewSet.MAP : 0)
            | (interval && keys.size() > 1 ? NewSet.CONCAT : 0);
    NewSet set =
        new NewSet(
            purpose.family,
            purpose.table,
            use.name(),
            id,
            0,
            flags,
            KeyType.number(numbers(keys)),
            octets,
            purpose.verdicts ? NewSet.VERDICT : KeyType.number(numbers(purpose.data)),
            dataLength(use),
            purpose.objects,
            0,
            0,
            fieldLengths(keys),
            0,
            0,
            List.of(),
            userData(
                use,
                !map && interval && keys.size() == 1,
                keyTypeof(purpose, interval),
                dataTypeof(use)),
            Set.of(NewFlag.CREATE));
    NewSetElements message =
        new NewSetElements(
            purpose.family, purpose.table, use.name(), id, compiled, Set.of(NewFlag.CREATE));
    return new Anonymous(use, set, message);
  }

  /** The fields of an anonymous set, as nft counts their bits. */
  private static List<ValueType> stored(Term key) {
    if (!(key instanceof Term.Joined(List<Term> terms))) {
      return key.types();
    }
    List<ValueType> types = new ArrayList<>();
    for (Term term : terms) {
      types.add(term instanceof Term.Bits bits ? bits.moved(types.isEmpty()) : term.type());
    }
    return types;
  }

  /** Ranges of bits that are moved down are as long as with the bits behind them. */
  private static List<ValueType> counted(Term key, List<ValueType> fields) {
    if (!(key instanceof Term.Bits bits) || bits.isWhole() || bits.shift() == 0) {
      return fields;
    }
    ValueType type = bits.type();
    return List.of(new ValueType(type.data(), type.bits() + bits.shift(), false, type.hex()));
  }

  private static boolean isWildcard(Element element) {
    return element.key() instanceof Expression.Wildcard;
  }

  /** A field of some bits only, if its values are stored where its bits stand in its octets. */
  private static Term.@Nullable Bits inPlace(Term key, boolean interval) {
    return key instanceof Term.Bits field && !field.isWhole() && !(interval && field.shift() > 0)
        ? field
        : null;
  }

  static List<Integer> numbers(List<ValueType> types) {
    return types.stream().map(type -> type.data().number()).toList();
  }

  static int keyLength(List<ValueType> types) {
    return types.size() == 1
        ? types.getFirst().octets()
        : types.stream().mapToInt(type -> Register.padded(type.octets())).sum();
  }

  static int dataLength(SetUse use) {
    if (use.verdicts() || use.data().isEmpty()) {
      return 0;
    }
    int length = keyLength(use.data());
    return use.dataInterval() ? 2 * Register.padded(length) : length;
  }

  static List<Integer> fieldLengths(List<ValueType> types) {
    return types.size() == 1 ? List.of() : types.stream().map(ValueType::octets).toList();
  }

  /** Of maps nft remembers only keys of several fields. */
  private static Bytes keyTypeof(Purpose purpose, boolean interval) {
    return purpose.isMap() && !(purpose.written instanceof Expression.Concat)
        ? Typeof.value(UserData.SET_KEY_TYPEOF)
        : Typeof.encode(
            UserData.SET_KEY_TYPEOF, purpose.written, purpose.key, interval && !purpose.isMap());
  }

  /** What a map of values, or of verdicts, says of its data. */
  static Bytes dataTypeof(SetUse use) {
    if (use.verdicts()) {
      return Typeof.verdict(UserData.SET_DATA_TYPEOF);
    }
    boolean values = use.data().size() == 1 || (use.isAnonymous() && use.isMap());
    return values ? Typeof.value(UserData.SET_DATA_TYPEOF) : Bytes.EMPTY;
  }

  /**
   * What nft leaves with a set for itself.
   *
   * @param merge whether elements that touch are joined
   * @param keyTypeof where the key's type is from
   * @param dataTypeof where the data's type is from
   */
  static Bytes userData(SetUse use, boolean merge, Bytes keyTypeof, Bytes dataTypeof) {
    boolean map = use.verdicts() || !use.data().isEmpty();
    List<Bytes> parts = new ArrayList<>();
    parts.add(UserData.number(UserData.SET_KEY_BYTEORDER, order(use.keys(), use.interval())));
    if (map) {
      parts.add(UserData.number(UserData.SET_DATA_BYTEORDER, order(use.data(), false)));
    }
    if (merge) {
      parts.add(UserData.number(UserData.SET_MERGE_ELEMENTS, 1));
    }
    parts.add(keyTypeof);
    parts.add(dataTypeof);
    if (use.isMap() || !dataTypeof.isEmpty()) {
      parts.add(UserData.number(UserData.SET_DATA_INTERVAL, use.dataInterval() ? 1 : 0));
    }
    return parts.stream().reduce(Bytes.EMPTY, Bytes::concat);
  }

  /** Numbers of one octet change their order among ranges; longer ones nft turns round later. */
  private static int order(List<ValueType> types, boolean interval) {
    if (types.size() != 1) {
      return 0;
    }
    ValueType type = types.getFirst();
    boolean host = type.host() || type.isText();
    return host && !(interval && type.octets() == 1) ? UserData.HOST : UserData.NETWORK;
  }

  /** A compiler of elements whose statements are compiled by another. */
  ElementCompiler elements(java.util.function.Function<Element, List<Expr>> statements) {
    return new ElementCompiler(literals, statements);
  }
}
