package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.choice;
import static dev.dejima.nft.json.JsonFields.family;
import static dev.dejima.nft.json.JsonFields.members;
import static dev.dejima.nft.json.JsonFields.name;
import static dev.dejima.nft.json.JsonFields.optionalText;
import static dev.dejima.nft.json.JsonFields.text;
import static dev.dejima.nft.json.JsonFields.within;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Priority;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a ruleset is made of, each part by itself. */
final class DefinitionReader {
  /** Octets of an interface's name at most: IFNAMSIZ without the NUL. */
  private static final int DEVICE_NAME_MOST = 15;

  private final ExpressionReader expressions = new ExpressionReader();
  private final StatementReader statements = new StatementReader(expressions);

  /**
   * A definition.
   *
   * @param word of what
   * @param implicit whether it stands alone, as in a listing, without a verb
   * @return absent if the word is none of a definition
   */
  Subject.@Nullable Definition read(Verb verb, String word, JsonValue value, boolean implicit) {
    return switch (word) {
      case "table" -> table(members(value));
      case "chain" -> chain(members(value));
      case "rule" -> rule(verb, members(value), implicit);
      case "set", "map" -> set(members(value));
      case "element" -> elements(members(value));
      case "flowtable" -> flowtable(members(value));
      default -> {
        ObjectKind kind = JsonFields.find(ObjectKind.values(), ObjectKind::word, word);
        yield kind == null ? null : object(kind, members(value));
      }
    };
  }

  private static Table table(Members of) {
    return new Table(
        family(of),
        name(of, "name"),
        JsonFields.wholeOrZero(of, "handle"),
        JsonFields.flags(Table.Flag.class, of, "flags", Table.Flag::word),
        optionalText(of, "comment"),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Span.INTERNAL);
  }

  private static Flowtable flowtable(Members of) {
    HookNumber hook =
        choice(HookNumber.values(), HookNumber::word, text(of, "hook"), "Invalid flowtable hook");
    Priority priority = Priority.of(Family.NETDEV, hook, priority(of));
    return new Flowtable(
        family(of),
        name(of, "table"),
        name(of, "name"),
        JsonFields.wholeOrZero(of, "handle"),
        new Flowtable.Hook(hook, priority),
        within("Invalid flowtable dev.", () -> devices(of)),
        Set.of(),
        Span.INTERNAL);
  }

  private StatefulObject object(ObjectKind kind, Members of) {
    return new StatefulObject(
        family(of),
        name(of, "table"),
        name(of, "name"),
        JsonFields.wholeOrZero(of, "handle"),
        new ObjectReader(expressions).spec(kind, of),
        optionalText(of, "comment"),
        Span.INTERNAL);
  }

  /** A policy is that of a base chain, which has a type, a hook and a priority. */
  private static Chain chain(Members of) {
    boolean base = of.get("type") != null && of.get("hook") != null && of.get("prio") != null;
    String policy = optionalText(of, "policy");
    return new Chain(
        family(of),
        name(of, "table"),
        name(of, "name"),
        JsonFields.wholeOrZero(of, "handle"),
        base ? base(of) : null,
        within("Invalid chain dev.", () -> devices(of)),
        policy == null
            ? null
            : choice(Chain.Policy.values(), Chain.Policy::word, policy, "Unknown policy"),
        Set.of(),
        optionalText(of, "comment"),
        List.of(),
        Span.INTERNAL);
  }

  private static Chain.Base base(Members of) {
    Chain.Type type =
        choice(Chain.Type.values(), Chain.Type::word, text(of, "type"), "Invalid chain type");
    HookNumber hook =
        choice(HookNumber.values(), HookNumber::word, text(of, "hook"), "Invalid chain hook");
    Priority priority = Priority.of(family(of), hook, priority(of));
    return new Chain.Base(type, hook, priority, Span.INTERNAL);
  }

  static int priority(Members of) {
    long number = JsonFields.whole(of, "prio");
    if (number != (int) number) {
      throw new NftJsonException("Value of property \"prio\" is out of range.");
    }
    return (int) number;
  }

  /** Names of interfaces, or a single one. */
  static List<String> devices(Members of) {
    List<String> devices = new ArrayList<>();
    for (JsonValue item : JsonFields.items(of.get("dev"))) {
      if (!(item instanceof Text text)) {
        throw new NftJsonException("Invalid device at index " + devices.size() + ".");
      }
      if (text.value().length() > DEVICE_NAME_MOST) {
        throw new NftJsonException("Device name " + text.value() + " too long");
      }
      devices.add(text.value());
    }
    return devices;
  }

  /** The handle of a rule to add or insert is that of the rule beside it. */
  Rule rule(Verb verb, Members of, boolean implicit) {
    if (verb == Verb.CREATE) {
      throw new NftJsonException("Create command not available for rules.");
    }
    long handle = JsonFields.wholeOrZero(of, "handle");
    if (verb == Verb.REPLACE && handle == 0) {
      throw new NftJsonException("Handle is required when replacing a rule.");
    }
    boolean own = implicit || verb == Verb.REPLACE;
    return new Rule(
        family(of),
        name(of, "table"),
        name(of, "chain"),
        own ? handle : 0,
        place(of, own ? 0 : handle),
        statements.rule(of),
        optionalText(of, "comment"),
        Span.INTERNAL);
  }

  private static Rule.@Nullable Place place(Members of, long beside) {
    if (beside != 0) {
      return new Rule.Place(Rule.Place.Kind.HANDLE, beside, Span.INTERNAL);
    }
    Long index = JsonFields.optionalWhole(of, "index");
    return index == null ? null : new Rule.Place(Rule.Place.Kind.INDEX, index, Span.INTERNAL);
  }

  private SetDefinition set(Members of) {
    String policy = optionalText(of, "policy");
    JsonValue elements = of.get("elem");
    JsonValue data = of.get("map");
    Name name = name(of, "name");
    Integer count = JsonFields.optionalCount(of, "count");
    return new SetDefinition(
        family(of),
        name(of, "table"),
        name,
        JsonFields.wholeOrZero(of, "handle"),
        within("Invalid set type.", () -> type(JsonFields.value(of, "type"))),
        data == null ? null : dataType(data),
        false,
        within("Invalid set flags in set '" + name + "'.", () -> flags(of)),
        JsonFields.milliseconds(of, "timeout"),
        JsonFields.milliseconds(of, "gc-interval"),
        JsonFields.optionalWhole(of, "size"),
        policy == null
            ? null
            : choice(
                SetDefinition.Policy.values(),
                SetDefinition.Policy::word,
                policy,
                "Unknown set policy"),
        JsonFields.truth(of, "auto-merge"),
        optionalText(of, "comment"),
        statements.carried(of),
        elements == null
            ? null
            : within("Invalid set elem expression.", () -> expressions.elements(elements)),
        count == null ? 0 : count,
        Span.INTERNAL);
  }

  private static Set<SetDefinition.Flag> flags(Members of) {
    return JsonFields.flags(SetDefinition.Flag.class, of, "flags", SetDefinition.Flag::word);
  }

  private SetDefinition.Type dataType(JsonValue value) {
    ObjectKind kind =
        value instanceof Text text
            ? JsonFields.find(ObjectKind.values(), ObjectKind::word, text.value())
            : null;
    return kind == null
        ? within("Invalid map type '" + JsonText.write(value) + "'.", () -> type(value))
        : new SetDefinition.Type.OfObject(kind);
  }

  /** A concatenation is an array, or as older versions write it, words with dots between. */
  private SetDefinition.Type type(JsonValue value) {
    return switch (value) {
      case Members members when JsonFields.onlyName(members).equals("typeof") ->
          new SetDefinition.Type.TypeOf(expressions.read(JsonFields.value(members, "typeof")));
      case Text text -> named(List.of(text.value().split(" \\. ", -1)));
      case Items items -> named(names(items));
      default -> throw new NftJsonException("Invalid set datatype.");
    };
  }

  private static List<String> names(Items items) {
    List<String> names = new ArrayList<>();
    for (JsonValue item : items.list()) {
      if (!(item instanceof Text text)) {
        throw new NftJsonException("Invalid datatype at index " + names.size() + ".");
      }
      names.add(text.value());
    }
    if (names.size() < 2) {
      throw new NftJsonException("Concatenation with " + names.size() + " elements is illegal");
    }
    return names;
  }

  private static SetDefinition.Type named(List<String> words) {
    for (String word : words) {
      if (DataType.named(word) == null) {
        throw new NftJsonException("Invalid datatype '" + word + "'.");
      }
    }
    return new SetDefinition.Type.Named(words.stream().map(Name::of).toList());
  }

  /** Members to add or delete. */
  Elements elements(Members of) {
    JsonValue elements = JsonFields.value(of, "elem");
    return new Elements(
        family(of),
        name(of, "table"),
        name(of, "name"),
        within("Invalid set.", () -> expressions.elements(elements)),
        Span.INTERNAL);
  }
}
