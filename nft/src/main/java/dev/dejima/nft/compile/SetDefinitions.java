package dev.dejima.nft.compile;

import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.KeyType;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Named sets and maps, and elements that are added to them or taken away. */
final class SetDefinitions {
  private record Key(Object family, String table, String name) {}

  private final Snapshot snapshot;
  private final Sets sets;

  /** Sets that have elements, or get some earlier in the batch. */
  private final Set<Key> filled = new HashSet<>();

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
      messages.add(
          elements(
              new Elements(set.family(), set.table(), set.name(), elements, set.span()),
              Set.of(NewFlag.CREATE)));
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
    boolean interval = (flags & NewSet.INTERVAL) != 0 || set.autoMerge();
    return flags
        | (interval ? NewSet.INTERVAL : 0)
        | (interval && keys.size() > 1 ? NewSet.CONCAT : 0);
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
    Bytes data = Sets.userData(use, set.autoMerge(), keyTypeof, dataTypeof);
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
          names.stream().map(SetDefinitions::named).toList();
      case SetDefinition.Type.TypeOf(Expression expression) -> {
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

  private static ValueType named(Name name) {
    DataType type = DataType.named(name.text());
    if (type == null || type == DataType.INVALID || type == DataType.VERDICT) {
      throw new CompileException(name.span(), "unknown datatype " + name.text());
    }
    if (type.bits() == 0) {
      throw new CompileException(
          name.span(),
          "unqualified type %s specified in set definition. Try \"typeof expression\" instead of \"type datatype\"."
              .formatted(name.text()));
    }
    return ValueType.of(type);
  }

  /** The message that adds elements. */
  NewSetElements elements(Elements elements, Set<NewFlag> mode) {
    SetUse use = use(elements);
    Key key = key(elements);
    boolean first =
        filled.add(key)
            && snapshot
                .elements(elements.family(), elements.table().text(), elements.set().text())
                .isEmpty();
    return new NewSetElements(
        elements.family(),
        elements.table().text(),
        use.name(),
        use.id(),
        compiled(elements, use, first),
        mode);
  }

  /** The message that takes elements away. */
  DelSetElements deleted(Elements elements, boolean destroy) {
    SetUse use = use(elements);
    return new DelSetElements(
        elements.family(),
        elements.table().text(),
        use.name(),
        use.id(),
        compiled(keysOnly(elements), use.keysOnly(), false).stream()
            .map(SetDefinitions::keyOnly)
            .toList(),
        destroy);
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
    Span span = elements.set().span();
    return sets.named(
        elements.family(),
        elements.table().text(),
        new Expression.SetReference(elements.set(), span));
  }

  private static Key key(Elements elements) {
    return new Key(elements.family(), elements.table().text(), elements.set().text());
  }

  /** The first elements of a set of ranges begin with the end of what comes before them. */
  private List<SetElement> compiled(Elements elements, SetUse use, boolean first) {
    boolean merge =
        merging.contains(key(elements))
            || snapshot
                .set(elements.family(), elements.table().text(), use.name())
                .map(s -> UserData.number(s.userData(), UserData.SET_MERGE_ELEMENTS, 0) != 0)
                .orElse(false);
    ElementCompiler compiler = sets.elements(e -> StatefulCompiler.compileAll(e.statements()));
    ElementCompiler.Target target =
        new ElementCompiler.Target(
            use, merge, first, 0, Sets.keyLength(use.keys()), UnaryOperator.identity());
    if (!use.interval() && compiler.needsInterval(elements.elements().elements(), use.keys())) {
      throw new CompileException(
          elements.elements().span(),
          "You must add 'flags interval' to your set declaration if you want to add prefix"
              + " elements");
    }
    return compiler.compile(elements.elements().elements(), target);
  }
}
