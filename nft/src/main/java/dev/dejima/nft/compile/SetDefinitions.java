package dev.dejima.nft.compile;

import dev.dejima.nft.compile.ElementCompiler.Target;
import dev.dejima.nft.compile.Intervals.Change;
import dev.dejima.nft.compile.Intervals.Piece;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.KeyType;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.SetElements;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Expression.Element;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Named sets and maps, and elements that are added to them or taken away. */
final class SetDefinitions {
  private record Key(Family family, String table, String name) {}

  private final Snapshot snapshot;
  private final Sets sets;

  /** Sets that have elements, or get some earlier in the batch. */
  private final Set<Key> filled = new HashSet<>();

  /** What the sets of ranges hold that the batch has changed so far. */
  private final Map<Key, Intervals> intervals = new HashMap<>();

  /** Sets, tables and families (an empty name is all) that the batch has emptied. */
  private final Set<Key> gone = new HashSet<>();

  private record Declared(Elements elements, Target target, Intervals intervals) {}

  /** The messages of elements that sets are made with. */
  private final IdentityHashMap<NftMessage, Declared> declared = new IdentityHashMap<>();

  /** Sets of this batch whose elements may be joined. */
  private final Set<Key> merging = new HashSet<>();

  SetDefinitions(Snapshot snapshot, Sets sets) {
    this.snapshot = snapshot;
    this.sets = sets;
  }

  /** The message that makes a set, and another for its elements if it has some. */
  List<NftMessage> messages(SetDefinition set, Set<NewFlag> mode) {
    List<ValueType> keys = types(set.keyType(), set.name());
    boolean verdicts = isVerdict(set.dataType());
    ObjectType objects =
        set.dataType() instanceof SetDefinition.Type.OfObject(var kind)
            ? ObjectDefinitions.type(kind)
            : ObjectType.UNSPEC;
    List<ValueType> data =
        set.dataType() == null || verdicts || objects != ObjectType.UNSPEC
            ? List.of()
            : types(set.dataType(), set.name());
    if (set.autoMerge() && !set.flags().contains(SetDefinition.Flag.INTERVAL)) {
      throw new CompileException(set.span(), "auto-merge only works with interval sets");
    }
    int flags = flags(set, keys);
    int id = sets.nextId();
    SetUse use =
        new SetUse(
            set.name().text(),
            id,
            keys,
            (flags & NewSet.INTERVAL) != 0,
            data,
            verdicts,
            set.dataIsInterval(),
            false,
            objects);
    sets.made(set.family(), set.table().text(), use);
    if (set.autoMerge()) {
      merging.add(new Key(set.family(), set.table().text(), set.name().text()));
    }
    List<NftMessage> messages = new ArrayList<>();
    messages.add(message(set, use, flags, mode));
    Expression.SetLiteral elements = set.elements();
    if (elements != null && !elements.elements().isEmpty()) {
      messages.addAll(
          added(
              new Elements(set.family(), set.table(), set.name(), elements, set.span()),
              Set.of(NewFlag.CREATE),
              true));
    }
    return messages;
  }

  private NewSet message(SetDefinition set, SetUse use, int flags, Set<NewFlag> mode) {
    Long size = set.size();
    Long timeout = set.timeout();
    Long gc = set.gcInterval();
    SetDefinition.Policy policy = set.policy();
    return new NewSet(
        set.family(),
        set.table().text(),
        use.name(),
        use.id(),
        0,
        flags,
        KeyType.number(Sets.numbers(use.keys())),
        Sets.keyLength(use.keys()),
        use.verdicts() ? NewSet.VERDICT : KeyType.number(Sets.numbers(use.data())),
        Sets.dataLength(use),
        use.objects(),
        size == null ? 0 : size.intValue(),
        policy == null ? 0 : policy.ordinal(),
        Sets.fieldLengths(use.keys()),
        timeout == null ? 0 : timeout,
        gc == null ? 0 : gc.intValue(),
        StatefulCompiler.compileAll(set.statements()),
        userData(set, use),
        mode);
  }

  private static int flags(SetDefinition set, List<ValueType> keys) {
    boolean objects = set.dataType() instanceof SetDefinition.Type.OfObject;
    int flags = objects ? NewSet.OBJECT : set.isMap() ? NewSet.MAP : 0;
    if (set.statements().size() > 1) {
      flags |= NewSet.EXPR;
    }
    for (SetDefinition.Flag flag : set.flags()) {
      flags |= flag.bit();
    }
    if (set.timeout() != null && set.timeout() > 0) {
      flags |= NewSet.TIMEOUT;
    }
    boolean interval = (flags & NewSet.INTERVAL) != 0;
    return flags | (interval && keys.size() > 1 ? NewSet.CONCAT : 0);
  }

  private static Bytes userData(SetDefinition set, SetUse use) {
    SetDefinition.Type dataType = set.dataType();
    boolean told = set.keyType() instanceof SetDefinition.Type.TypeOf;
    Bytes keyTypeof = typeOf(UserData.SET_KEY_TYPEOF, set.keyType());
    Bytes dataTypeof =
        dataType == null
            ? Bytes.EMPTY
            : use.verdicts() && told
                ? Typeof.verdict(UserData.SET_DATA_TYPEOF)
                : typeOf(UserData.SET_DATA_TYPEOF, dataType);
    Bytes data =
        Sets.userData(use, set.autoMerge() && use.keys().size() == 1, keyTypeof, dataTypeof);
    String comment = set.comment();
    return comment == null ? data : data.concat(UserData.text(UserData.SET_COMMENT, comment));
  }

  private static Bytes typeOf(int attribute, SetDefinition.Type type) {
    return switch (type) {
      case SetDefinition.Type.TypeOf(Expression expression) -> Typeof.encode(attribute, expression);
      case SetDefinition.Type.OfObject _ -> Typeof.value(attribute);
      case SetDefinition.Type.Named(List<Name> names) ->
          names.size() == 1 ? Typeof.value(attribute) : Typeof.values(attribute);
    };
  }

  private static boolean isVerdict(SetDefinition.@Nullable Type type) {
    return type instanceof SetDefinition.Type.Named(List<Name> names)
        && names.size() == 1
        && names.getFirst().text().equals("verdict");
  }

  private static List<ValueType> types(SetDefinition.Type type, Name set) {
    return switch (type) {
      case SetDefinition.Type.Named(List<Name> names) ->
          names.stream().map(name -> named(name, set)).toList();
      case SetDefinition.Type.TypeOf(Expression expression) -> {
        checkTypeof(expression);
        List<ValueType> types = Typeof.types(expression);
        if (types.isEmpty()) {
          throw new CompileException(expression.span(), "typeof this expression is not supported");
        }
        yield types;
      }
      case SetDefinition.Type.OfObject(var kind) ->
          throw new CompileException(
              set.span(), "maps of " + kind.word() + " objects are not supported");
    };
  }

  /** Of tunnels nft can keep nothing with a set. */
  private static void checkTypeof(Expression expression) {
    if (expression instanceof Expression.Concat concat) {
      concat.parts().forEach(SetDefinitions::checkTypeof);
    } else if (expression instanceof Expression.Read(Tunnel _, Span span)) {
      throw new CompileException(
          span, "primary expression type 'tunnel' lacks typeof serialization");
    }
  }

  private static ValueType named(Name name, Name set) {
    DataType type = DataType.named(name.text());
    if (type == null || type == DataType.INVALID) {
      throw new CompileException(name.span(), "unknown datatype " + name.text());
    }
    if (type.bits() == 0 || type == DataType.VERDICT) {
      throw new CompileException(
          set.span(),
          "unqualified type %s specified in set definition. Try \"typeof expression\" instead of \"type datatype\"."
              .formatted(name.text()));
    }
    return ValueType.of(type);
  }

  /** The messages that add elements; before them, one that takes away what they are joined with. */
  List<NftMessage> elements(Elements elements, Set<NewFlag> mode) {
    return added(elements, mode, false);
  }

  private List<NftMessage> added(Elements elements, Set<NewFlag> mode, boolean declared) {
    SetUse use = use(elements);
    boolean first =
        filled.add(key(elements))
            && snapshot
                .elements(elements.family(), elements.table().text(), elements.set().text())
                .isEmpty();
    ElementCompiler compiler = compiler();
    Target target = target(elements, use, first, compiler);
    List<Element> written = elements.elements().elements();
    if (!ElementCompiler.isPoints(use)) {
      return List.of(added(elements, use, compiler.compile(written, target), mode));
    }
    boolean fresh = declared && isFresh(key(elements));
    SetElements points = constants(elements, target);
    if (points != null) {
      return List.of(declared(fresh, added(elements, use, points, mode), elements, target));
    }
    List<SetElement> compiled = new ArrayList<>();
    Change change = change(elements, target, compiler.pieces(written, target), declared);
    compiler.points(change.added(), target, compiled);
    compiled.addAll(compiler.others(written, target));
    List<NftMessage> messages = new ArrayList<>();
    if (!change.removed().isEmpty()) {
      messages.add(removed(elements, use, change.removed(), List.of(), false));
    }
    if (!compiled.isEmpty()) {
      messages.add(declared(fresh, added(elements, use, compiled, mode), elements, target));
    }
    return messages;
  }

  /** Whether a set is not among those that the kernel had before the batch. */
  private boolean isFresh(Key key) {
    return !intervals.containsKey(key)
        && (isGone(key) || snapshot.set(key.family, key.table, key.name).isEmpty());
  }

  private NewSetElements declared(
      boolean fresh, NewSetElements message, Elements elements, Target target) {
    if (fresh) {
      Intervals held = intervals(elements, target.set());
      held.declared();
      declared.put(message, new Declared(elements, target, held));
    }
    return message;
  }

  /** A message of the batch as it is at its end: sets are made with what they hold then. */
  NftMessage completed(NftMessage message) {
    Declared first = declared.get(message);
    if (first == null || !first.intervals.isOutdated()) {
      return message;
    }
    NewSetElements then = (NewSetElements) message;
    ElementCompiler compiler = compiler();
    List<SetElement> compiled = new ArrayList<>();
    compiler.points(first.intervals.all(), first.target, compiled);
    compiled.addAll(compiler.others(first.elements.elements().elements(), first.target));
    return added(first.elements, first.target.set(), compiled, then.mode());
  }

  /** Ranges that are constants, put into an empty set; null if they are others. */
  private @Nullable SetElements constants(Elements elements, Target target) {
    List<Element> written = elements.elements().elements();
    ConstantElements constants = ConstantElements.of(written, target);
    Intervals intervals = intervals(elements, target.set());
    SetElements points = constants == null || !intervals.isEmpty() ? null : constants.points();
    if (points != null) {
      boolean merge = target.merge() && !target.set().isMap();
      intervals.fill(
          () -> {
            List<Piece> pieces = compiler().pieces(written, target);
            return merge ? Intervals.joined(pieces) : Intervals.sorted(pieces);
          });
    }
    return points;
  }

  private Change change(Elements elements, Target target, List<Piece> pieces, boolean declared) {
    Intervals intervals = intervals(elements, target.set());
    if (target.merge() && !target.set().isMap()) {
      return intervals.sent(intervals.merge(pieces));
    }
    if (!declared) {
      return intervals.sent(new Change(List.of(), intervals.add(pieces)));
    }
    List<Piece> apart = Intervals.apart(pieces);
    intervals.declare(apart);
    return new Change(List.of(), apart);
  }

  private static NewSetElements added(
      Elements elements, SetUse use, List<SetElement> compiled, Set<NewFlag> mode) {
    return new NewSetElements(
        elements.family(), elements.table().text(), use.name(), use.id(), compiled, mode);
  }

  private DelSetElements removed(
      Elements elements, SetUse use, List<Piece> pieces, List<SetElement> others, boolean destroy) {
    List<SetElement> compiled = new ArrayList<>(others);
    ElementCompiler compiler = compiler();
    compiler.points(pieces, target(elements, use, false, compiler), compiled);
    return removed(elements, use, compiled, destroy);
  }

  private static DelSetElements removed(
      Elements elements, SetUse use, List<SetElement> compiled, boolean destroy) {
    return new DelSetElements(
        elements.family(),
        elements.table().text(),
        use.name(),
        use.id(),
        compiled.stream().map(SetDefinitions::keyOnly).toList(),
        destroy);
  }

  /**
   * The messages that take elements away; behind them, one that gives back what is left of them.
   */
  List<NftMessage> deleted(Elements elements, boolean destroy) {
    SetUse use = use(elements);
    if (!ElementCompiler.isPoints(use)) {
      return List.of(named(elements, destroy));
    }
    ElementCompiler compiler = compiler();
    Target target = target(elements, use, false, compiler);
    List<Element> keys = keysOnly(elements).elements().elements();
    Target bare = target(elements, use.keysOnly(), false, compiler);
    Intervals held = intervals(elements, use);
    Change change =
        held.sent(held.delete(compiler.pieces(keys, bare), target.merge(), use.keys().getFirst()));
    List<SetElement> others = compiler.others(keys, bare);
    List<NftMessage> messages = new ArrayList<>();
    if (!change.removed().isEmpty() || !others.isEmpty()) {
      messages.add(removed(elements, use, change.removed(), others, destroy));
    }
    if (!change.added().isEmpty()) {
      List<SetElement> rest = new ArrayList<>();
      compiler.points(change.added(), target, rest);
      messages.add(added(elements, use, rest, Set.of(NewFlag.CREATE)));
    }
    return messages;
  }

  /** The elements as they are named, whether they are there or not. */
  DelSetElements named(Elements elements, boolean destroy) {
    SetUse use = use(elements);
    ElementCompiler compiler = compiler();
    return removed(
        elements,
        use,
        compiler.compile(
            keysOnly(elements).elements().elements(),
            target(elements, use.keysOnly(), false, compiler)),
        destroy);
  }

  /** What the set holds at this place in the batch. */
  private Intervals intervals(Elements elements, SetUse use) {
    Key key = key(elements);
    return intervals.computeIfAbsent(
        key,
        _ ->
            new Intervals(
                isGone(key)
                    ? List.of()
                    : ElementCompiler.held(
                        snapshot.elements(elements.family(), key.table, key.name),
                        use.keys().getFirst())));
  }

  private boolean isGone(Key key) {
    return gone.contains(new Key(Family.UNSPEC, "", ""))
        || gone.contains(new Key(key.family, "", ""))
        || gone.contains(new Key(key.family, key.table, ""))
        || gone.contains(key);
  }

  /** Takes note of a message that empties sets or takes them away. */
  void note(NftMessage message) {
    switch (message) {
      case DelTable table when table.handle() == 0 ->
          empty(new Key(table.family(), table.name() == null ? "" : table.name(), ""));
      case DelSet set when set.name() != null ->
          empty(new Key(set.family(), set.table(), set.name()));
      case DelSetElements all when all.elements().isEmpty() ->
          empty(new Key(all.family(), all.table(), all.set()));
      default -> {}
    }
  }

  private void empty(Key key) {
    gone.add(key);
    if (key.name.isEmpty()) {
      intervals.keySet().removeIf(this::isGone);
    } else {
      intervals.remove(key);
    }
  }

  private static Elements keysOnly(Elements elements) {
    List<Expression.Element> keys =
        elements.elements().elements().stream()
            .map(element -> Expression.Element.of(element.key()))
            .toList();
    Span span = elements.elements().span();
    return new Elements(
        elements.family(),
        elements.table(),
        elements.set(),
        new Expression.SetLiteral(keys, span),
        elements.span());
  }

  private static SetElement keyOnly(SetElement element) {
    return new SetElement(
        element.key(), element.keyEnd(), null, element.flags(), 0, 0, List.of(), Bytes.EMPTY);
  }

  private SetUse use(Elements elements) {
    return sets.named(
        elements.family(),
        elements.table(),
        new Expression.SetReference(elements.set(), elements.set().span()));
  }

  private static Key key(Elements elements) {
    return new Key(elements.family(), elements.table().text(), elements.set().text());
  }

  private ElementCompiler compiler() {
    return sets.elements(e -> StatefulCompiler.compileAll(e.statements()));
  }

  /** The first elements of a set of ranges begin with the end of what comes before them. */
  private Target target(Elements elements, SetUse use, boolean first, ElementCompiler compiler) {
    boolean merge =
        merging.contains(key(elements))
            || snapshot
                .set(elements.family(), elements.table().text(), use.name())
                .map(s -> UserData.number(s.userData(), UserData.SET_MERGE_ELEMENTS, 0) != 0)
                .orElse(false);
    if (!use.interval() && compiler.needsInterval(elements.elements().elements(), use.keys())) {
      throw withoutInterval(compiler, elements.elements().elements(), use);
    }
    return new Target(use, merge, first, 0, Sets.keyLength(use.keys()), UnaryOperator.identity());
  }

  /** At the first element that is more than one value. */
  private static CompileException withoutInterval(
      ElementCompiler compiler, List<Expression.Element> elements, SetUse use) {
    Expression key =
        elements.stream()
            .filter(element -> compiler.needsInterval(List.of(element), use.keys()))
            .findFirst()
            .orElseThrow()
            .key();
    return new CompileException(
        key.span(),
        "You must add 'flags interval' to your set declaration if you want to add %s elements"
            .formatted(key instanceof Expression.Range ? "range_value" : "prefix"));
  }
}
