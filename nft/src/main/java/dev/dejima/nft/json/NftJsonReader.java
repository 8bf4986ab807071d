package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.choice;
import static dev.dejima.nft.json.JsonFields.optionalText;
import static dev.dejima.nft.json.JsonFields.text;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Priority;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Subject.Kind;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands out of what libnftables-json(5) says; a definition alone is one to add. */
public final class NftJsonReader {
  private static final long SCHEMA_VERSION = 1;

  private final ExpressionReader expressions = new ExpressionReader();
  private final StatementReader statements = new StatementReader(expressions);

  private NftJsonReader() {}

  /**
   * The commands of a text.
   *
   * @throws NftJsonException if it is not JSON, or says nothing that can be done
   */
  public static List<Command> read(String text) {
    Members root = JsonFields.members(JsonText.read(text), "the text");
    List<Command> commands = new ArrayList<>();
    NftJsonReader reader = new NftJsonReader();
    if (root.get("nftables") == null) {
      throw new NftJsonException("‘nftables’ is missing");
    }
    for (JsonValue item : JsonFields.items(root.get("nftables"))) {
      Members object = JsonFields.members(item, "a command");
      String name = JsonFields.onlyName(object, "a command");
      if (name.equals("metainfo")) {
        checkVersion(JsonFields.members(object.get(name), name));
      } else {
        commands.add(reader.command(name, object));
      }
    }
    return commands;
  }

  private static void checkVersion(Members metainfo) {
    Long version = JsonFields.optionalWhole(metainfo, "json_schema_version");
    if (version != null && version > SCHEMA_VERSION) {
      throw new NftJsonException("schema version " + version + " is not supported");
    }
  }

  private Command command(String name, Members object) {
    for (Verb verb : Verb.values()) {
      if (verb.word().equals(name)) {
        Members subject = JsonFields.members(object.get(name), name);
        return new Command(verb, subject(verb, subject), Span.NONE);
      }
    }
    return new Command(Verb.ADD, subject(Verb.ADD, object), Span.NONE);
  }

  private Subject subject(Verb verb, Members object) {
    String kind = JsonFields.onlyName(object, "what a command is about");
    Members of = JsonFields.membersOrNone(object.get(kind), kind);
    return switch (verb) {
      case ADD, CREATE, INSERT, REPLACE -> definition(verb, kind, of);
      case RENAME ->
          new Subject.Renaming(
              family(of), name(of, "table"), name(of, "name"), name(of, "newname"), Span.NONE);
      case DELETE, DESTROY, LIST, FLUSH, RESET, GET ->
          kind.equals("element") ? elements(of) : reference(kind, of);
    };
  }

  private Subject definition(Verb verb, String kind, Members of) {
    return switch (kind) {
      case "table" -> table(of);
      case "chain" -> chain(of);
      case "rule" -> rule(verb, of);
      case "set", "map" -> set(kind, of);
      case "element" -> elements(of);
      default -> throw new NftJsonException("unknown or unsupported ‘" + kind + "’");
    };
  }

  private static Family family(Members of) {
    Family family = choice(Family.values(), Family::word, text(of, "family"), "family");
    if (family == Family.UNSPEC) {
      throw new NftJsonException("unknown family ‘unspec’");
    }
    return family;
  }

  private static Name name(Members of, String member) {
    return Name.of(text(of, member));
  }

  private static long handle(Members of) {
    Long handle = JsonFields.optionalWhole(of, "handle");
    return handle == null ? 0 : handle;
  }

  private static <E extends Enum<E>> Set<E> flags(
      Class<E> type, Members of, Function<E, String> word) {
    Set<E> flags = EnumSet.noneOf(type);
    for (JsonValue item : JsonFields.items(of.get("flags"))) {
      String wanted = item instanceof Text text ? text.value() : "";
      flags.add(choice(type.getEnumConstants(), word, wanted, "flag"));
    }
    return flags;
  }

  private static Table table(Members of) {
    return new Table(
        family(of),
        name(of, "name"),
        handle(of),
        flags(Table.Flag.class, of, Table.Flag::word),
        optionalText(of, "comment"),
        List.of(),
        List.of(),
        Span.NONE);
  }

  private static Chain chain(Members of) {
    String policy = optionalText(of, "policy");
    return new Chain(
        family(of),
        name(of, "table"),
        name(of, "name"),
        handle(of),
        of.get("hook") == null ? null : base(of),
        policy == null ? null : choice(Chain.Policy.values(), Chain.Policy::word, policy, "policy"),
        Set.of(),
        optionalText(of, "comment"),
        List.of(),
        Span.NONE);
  }

  private static Chain.Base base(Members of) {
    Chain.Type type = choice(Chain.Type.values(), Chain.Type::word, text(of, "type"), "chain type");
    HookNumber hook = choice(HookNumber.values(), HookNumber::word, text(of, "hook"), "hook");
    Long number = JsonFields.optionalWhole(of, "prio");
    if (number != null && number != number.intValue()) {
      throw new NftJsonException("‘prio’ is out of range");
    }
    Priority priority = Priority.of(family(of), hook, number == null ? 0 : number.intValue());
    return new Chain.Base(type, hook, texts(of.get("dev")), priority, Span.NONE);
  }

  private static List<String> texts(@Nullable JsonValue value) {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : JsonFields.items(value)) {
      if (!(item instanceof Text text)) {
        throw new NftJsonException("not a list of words");
      }
      texts.add(text.value());
    }
    return texts;
  }

  /** The handle of a rule to add or insert is that of the rule beside it. */
  private Rule rule(Verb verb, Members of) {
    Rule.Place place = null;
    long handle = handle(of);
    Long index = JsonFields.optionalWhole(of, "index");
    if (verb != Verb.REPLACE && handle != 0) {
      place = new Rule.Place(Rule.Place.Kind.HANDLE, handle, Span.NONE);
      handle = 0;
    } else if (index != null) {
      place = new Rule.Place(Rule.Place.Kind.INDEX, index, Span.NONE);
    }
    return new Rule(
        family(of),
        name(of, "table"),
        name(of, "chain"),
        handle,
        place,
        statements.readAll(of.get("expr")),
        optionalText(of, "comment"),
        Span.NONE);
  }

  private SetDefinition set(String kind, Members of) {
    String policy = optionalText(of, "policy");
    JsonValue elements = of.get("elem");
    return new SetDefinition(
        family(of),
        name(of, "table"),
        name(of, "name"),
        handle(of),
        type(of.get("type")),
        kind.equals("map") ? dataType(of.get("map")) : null,
        false,
        flags(SetDefinition.Flag.class, of, SetDefinition.Flag::word),
        ExpressionReader.milliseconds(of, "timeout"),
        ExpressionReader.milliseconds(of, "gc-interval"),
        JsonFields.optionalWhole(of, "size"),
        policy == null
            ? null
            : choice(SetDefinition.Policy.values(), SetDefinition.Policy::word, policy, "policy"),
        JsonFields.truth(of, "auto-merge"),
        optionalText(of, "comment"),
        statements.readAll(of.get("stmt")),
        elements == null ? null : expressions.elements(elements),
        Span.NONE);
  }

  private SetDefinition.Type dataType(@Nullable JsonValue value) {
    if (value instanceof Text text) {
      for (ObjectKind kind : ObjectKind.values()) {
        if (kind.word().equals(text.value())) {
          return new SetDefinition.Type.OfObject(kind);
        }
      }
    }
    return type(value);
  }

  /** A concatenation is an array, or as older versions write it, words with dots between. */
  private SetDefinition.Type type(@Nullable JsonValue value) {
    if (value instanceof Members members) {
      return new SetDefinition.Type.TypeOf(expressions.read(members.get("typeof")));
    }
    List<String> words =
        value instanceof Text text
            ? Stream.of(text.value().split(" \\. ", -1)).toList()
            : texts(value);
    if (words.isEmpty()) {
      throw new NftJsonException("a set's type is missing");
    }
    return new SetDefinition.Type.Named(words.stream().map(Name::of).toList());
  }

  private Elements elements(Members of) {
    return new Elements(
        family(of),
        name(of, "table"),
        name(of, "name"),
        expressions.elements(of.get("elem")),
        Span.NONE);
  }

  private static Subject.Reference reference(String word, Members of) {
    Kind kind = choice(Kind.values(), Kind::word, word, "object");
    Family family = of.get("family") == null ? null : family(of);
    boolean table = kind == Kind.TABLE;
    String name = optionalText(of, kind == Kind.RULE ? "chain" : "name");
    String tableName = table ? name : optionalText(of, "table");
    return new Subject.Reference(
        kind,
        family,
        tableName == null ? null : Name.of(tableName),
        table || name == null ? null : Name.of(name),
        handle(of),
        Span.NONE);
  }
}
