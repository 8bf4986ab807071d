package dev.dejima.nft.json;

import static dev.dejima.nft.json.JsonFields.family;
import static dev.dejima.nft.json.JsonFields.members;
import static dev.dejima.nft.json.JsonFields.name;
import static dev.dejima.nft.json.JsonFields.value;
import static dev.dejima.nft.json.JsonFields.within;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Subject.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands out of what libnftables-json(5) says; a definition alone is one to add. */
public final class NftJsonReader {
  static final long SCHEMA_VERSION = 1;

  /** Verbs of JSON, in the order they are looked for. */
  private static final List<Verb> VERBS =
      List.of(
          Verb.ADD,
          Verb.REPLACE,
          Verb.CREATE,
          Verb.INSERT,
          Verb.DELETE,
          Verb.LIST,
          Verb.RESET,
          Verb.FLUSH,
          Verb.RENAME,
          Verb.DESTROY);

  private static final Set<String> DELETABLE =
      Set.of(
          "table",
          "chain",
          "rule",
          "set",
          "map",
          "element",
          "flowtable",
          "counter",
          "quota",
          "ct helper",
          "ct timeout",
          "ct expectation",
          "tunnel",
          "limit",
          "secmark",
          "synproxy");

  /** What verbs that refer to what is there can be about. */
  private static final Map<Verb, Set<String>> KINDS =
      Map.of(
          Verb.DELETE,
          DELETABLE,
          Verb.DESTROY,
          DELETABLE,
          Verb.FLUSH,
          Set.of("table", "chain", "set", "map", "meter", "ruleset"),
          Verb.LIST,
          Set.of(
              "table",
              "tables",
              "chain",
              "chains",
              "set",
              "sets",
              "map",
              "maps",
              "counter",
              "counters",
              "quota",
              "quotas",
              "ct helper",
              "ct helpers",
              "ct timeout",
              "ct expectation",
              "tunnel",
              "tunnels",
              "limit",
              "limits",
              "ruleset",
              "meter",
              "meters",
              "flowtables",
              "secmark",
              "secmarks"),
          Verb.RESET,
          Set.of(
              "counter", "counters", "quota", "quotas", "rule", "rules", "element", "set", "map"));

  private final DefinitionReader definitions = new DefinitionReader();

  private NftJsonReader() {}

  /**
   * The commands of a text.
   *
   * @throws NftJsonException if it is not JSON, or says nothing that can be done
   */
  public static List<Command> read(String text) {
    JsonValue root = JsonText.read(text);
    if (!(value(members(root), "nftables") instanceof Items items)) {
      throw new NftJsonException("Value of property \"nftables\" must be an array.");
    }
    NftJsonReader reader = new NftJsonReader();
    List<Command> commands = new ArrayList<>();
    int index = 0;
    for (JsonValue item : items.list()) {
      if (!(item instanceof Members object)) {
        throw new NftJsonException(
            "Unexpected command array element of type %s, expected object."
                .formatted(JsonValue.typeName(item)));
      }
      JsonValue metainfo = object.get("metainfo");
      if (metainfo != null) {
        within("Metainfo verification failed.", () -> checked(metainfo));
      } else {
        String part = "Parsing command array at index " + index + " failed.";
        commands.add(within(part, () -> reader.command(object)));
      }
      index++;
    }
    return commands;
  }

  private static JsonValue checked(JsonValue metainfo) {
    if (metainfo instanceof Members members
        && members.get("json_schema_version") instanceof JsonValue.Whole version
        && version.value() > SCHEMA_VERSION) {
      throw new NftJsonException(
          "Schema version %d not supported, maximum supported version is %d"
              .formatted(version.value(), SCHEMA_VERSION));
    }
    return metainfo;
  }

  private Command command(Members object) {
    for (Verb verb : VERBS) {
      JsonValue subject = object.get(verb.word());
      if (subject != null) {
        return new Command(verb, subject(verb, subject), Span.INTERNAL);
      }
    }
    return new Command(Verb.ADD, definition(Verb.ADD, object, true), Span.INTERNAL);
  }

  private Subject subject(Verb verb, JsonValue value) {
    if (!(value instanceof Members object)) {
      String word = verb == Verb.CREATE || verb == Verb.DELETE ? "add" : verb.word();
      throw new NftJsonException(
          "Value of %s command must be object (got %s instead)."
              .formatted(word, JsonValue.typeName(value)));
    }
    return switch (verb) {
      case ADD, CREATE -> definition(verb, object, false);
      case INSERT, REPLACE -> definitions.rule(verb, members(value(object, "rule")), false);
      case RENAME -> renaming(members(value(object, "chain")));
      default -> reference(verb, object);
    };
  }

  private static Subject renaming(Members chain) {
    return new Subject.Renaming(
        family(chain),
        name(chain, "table"),
        name(chain, "name"),
        name(chain, "newname"),
        Span.INTERNAL);
  }

  private Subject definition(Verb verb, Members object, boolean implicit) {
    for (String word : object.map().keySet()) {
      Subject subject = definitions.read(verb, word, value(object, word), implicit);
      if (subject != null) {
        return subject;
      }
    }
    throw new NftJsonException("Unknown object passed to add command.");
  }

  private Subject reference(Verb verb, Members object) {
    for (String word : object.map().keySet()) {
      Kind kind = KINDS.getOrDefault(verb, Set.of()).contains(word) ? kind(word) : null;
      if (kind != null) {
        JsonValue value = value(object, word);
        return kind == Kind.ELEMENT
            ? definitions.elements(members(value))
            : reference(verb, kind, JsonFields.membersOrNone(value));
      }
    }
    String word = verb == Verb.DELETE || verb == Verb.DESTROY ? "add" : verb.word();
    throw new NftJsonException("Unknown object passed to " + word + " command.");
  }

  /** What a word names; of two kinds with the same word, the one of a single object. */
  private static @Nullable Kind kind(String word) {
    ObjectKind object = JsonFields.find(ObjectKind.values(), ObjectKind::word, word);
    return object == null ? JsonFields.find(Kind.values(), Kind::word, word) : Kind.of(object);
  }

  /** What is named or counted; many may be without a family, a table or a name. */
  private static Subject.Reference reference(Verb verb, Kind kind, Members of) {
    boolean single = isSingle(kind);
    boolean delete = verb == Verb.DELETE || verb == Verb.DESTROY;
    String naming = kind == Kind.RULE || kind == Kind.RULES ? "chain" : "name";
    if (kind == Kind.RULE) {
      value(of, "handle");
    } else if (delete && of.get("name") == null && of.get("handle") == null) {
      throw new NftJsonException("Either name or handle required to delete a " + kind.word() + ".");
    }
    if (kind == Kind.CT_HELPERS && of.get("table") == null) {
      throw new NftJsonException("Listing ct helpers requires table reference.");
    }
    Name name = single && !delete ? name(of, naming) : optional(of, naming);
    Name table = kind == Kind.TABLE ? name : single ? name(of, "table") : optional(of, "table");
    return new Subject.Reference(
        kind,
        single || of.get("family") != null ? family(of) : null,
        table,
        kind == Kind.TABLE ? null : name,
        JsonFields.wholeOrZero(of, "handle"),
        Span.INTERNAL);
  }

  /** Whether a word is for one thing, and not for all of a kind. */
  private static boolean isSingle(Kind kind) {
    return !kind.word().endsWith("s") && kind != Kind.RULESET;
  }

  private static @Nullable Name optional(Members of, String member) {
    return of.get(member) instanceof Text text ? new Name(text.value(), Span.INTERNAL) : null;
  }
}
