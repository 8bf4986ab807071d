package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is in a ruleset, each part by itself. */
final class DefinitionWriter {
  private final ListOptions options;
  private final ExpressionWriter expressions;

  DefinitionWriter(ListOptions options) {
    this.options = options;
    this.expressions = new ExpressionWriter(options);
  }

  JsonValue write(Subject.Definition definition) {
    return switch (definition) {
      case Table t -> JsonValue.object("table", table(t));
      case Chain c -> JsonValue.object("chain", chain(c));
      case Rule r -> JsonValue.object("rule", rule(r));
      case SetDefinition s -> JsonValue.object(s.isMap() ? "map" : "set", set(s));
      case StatefulObject o -> new ObjectWriter(expressions).write(o);
      case Flowtable f -> flowtable(f);
      case Elements e -> JsonValue.object("element", elements(e));
    };
  }

  /** As an event tells it: elements are a set of their own. */
  JsonValue told(Subject.Definition definition) {
    return definition instanceof Elements e
        ? JsonValue.object("element", elements(e).with("elem", JsonValue.object("set", items(e))))
        : write(definition);
  }

  private Items items(Elements elements) {
    return expressions.elements(elements.elements(), List.of(), List.of());
  }

  private static Members table(Table table) {
    Members members = JsonValue.object().with("family", table.family().word());
    members.with("name", table.name().text()).with("handle", table.handle());
    members.withWords(
        "flags",
        Stream.of(Table.Flag.values())
            .filter(table.flags()::contains)
            .map(Table.Flag::word)
            .toList());
    return members.withText("comment", table.comment());
  }

  private static Members chain(Chain chain) {
    Members members = JsonValue.object().with("family", chain.family().word());
    members.with("table", chain.table().text()).with("name", chain.name().text());
    members.with("handle", chain.handle()).withText("comment", chain.comment());
    devices(members, chain.devices());
    Chain.Base base = chain.base();
    if (base != null) {
      Integer priority = base.priority().number(chain.family(), base.hook());
      members.with("type", base.type().word()).with("hook", base.hook().word());
      members.with("prio", priority == null ? base.priority().offset() : priority);
    }
    if (chain.policy() != null) {
      members.with("policy", chain.policy().word());
    }
    return members;
  }

  /** A single one is no list. */
  static void devices(Members members, List<String> devices) {
    if (devices.size() == 1) {
      members.with("dev", devices.getFirst());
    } else {
      members.withWords("dev", devices);
    }
  }

  private static JsonValue flowtable(Flowtable flowtable) {
    Members members = JsonValue.object().with("family", flowtable.family().word());
    members.with("name", flowtable.name().text()).with("table", flowtable.table().text());
    members.with("handle", flowtable.handle());
    Flowtable.Hook hook = flowtable.hook();
    if (hook != null) {
      Integer priority = hook.priority().number(Family.NETDEV, hook.number());
      members.with("hook", hook.number().word());
      members.with("prio", priority == null ? hook.priority().offset() : priority);
    }
    devices(members, flowtable.devices());
    return JsonValue.object("flowtable", members);
  }

  private Members rule(Rule rule) {
    Members members = JsonValue.object().with("family", rule.family().word());
    members.with("table", rule.table().text()).with("chain", rule.chain().text());
    members.with("handle", rule.handle()).withText("comment", rule.comment());
    StatementWriter statements = new StatementWriter(options, rule.family());
    return members.with("expr", statements.writeAll(rule.statements()));
  }

  private Members set(SetDefinition set) {
    Members members = JsonValue.object().with("family", set.family().word());
    members.with("name", set.name().text()).with("table", set.table().text());
    members.with("type", type(set.keyType())).with("handle", set.handle());
    members.withText("comment", set.comment());
    if (set.dataType() != null) {
      members.with("map", dataType(set.dataType()));
    }
    if (set.policy() == SetDefinition.Policy.MEMORY) {
      members.with("policy", set.policy().word());
    }
    members.withWhole("size", set.size());
    if (set.size() != null && set.count() > 0) {
      members.with("count", set.count());
    }
    members.withWords("flags", flags(set));
    members.withSeconds("timeout", set.timeout());
    members.withSeconds("gc-interval", set.gcInterval());
    if (set.autoMerge()) {
      members.with("auto-merge", new Truth(true));
    }
    members(members, set);
    if (!set.statements().isEmpty()) {
      StatementWriter stateless = StatementWriter.stateless(options, set.family());
      members.with("stmt", stateless.writeAll(set.statements()));
    }
    return members;
  }

  private void members(Members members, SetDefinition set) {
    Expression.SetLiteral elements = set.elements();
    if (elements != null && !elements.elements().isEmpty() && !options.terse()) {
      List<DataType> keys = types(set.keyType());
      members.with("elem", expressions.elements(elements, keys, types(set.dataType())));
    }
  }

  /** In JSON's order, which is not that of text. */
  private static List<String> flags(SetDefinition set) {
    return Stream.of(
            SetDefinition.Flag.CONSTANT,
            SetDefinition.Flag.INTERVAL,
            SetDefinition.Flag.TIMEOUT,
            SetDefinition.Flag.DYNAMIC)
        .filter(set.flags()::contains)
        .map(SetDefinition.Flag::word)
        .toList();
  }

  private JsonValue type(SetDefinition.Type type) {
    return switch (type) {
      case SetDefinition.Type.Named n -> names(n.types().stream().map(Name::text).toList());
      case SetDefinition.Type.TypeOf t ->
          JsonValue.object("typeof", expressions.write(t.expression()));
      case SetDefinition.Type.OfObject o -> new Text(o.kind().word());
    };
  }

  /** What a map holds is always told by the names of types. */
  private JsonValue dataType(SetDefinition.Type type) {
    List<DataType> types = type instanceof SetDefinition.Type.TypeOf ? types(type) : List.of();
    return types.isEmpty() ? type(type) : names(types.stream().map(DataType::word).toList());
  }

  private static JsonValue names(List<String> names) {
    return names.size() == 1 ? new Text(names.getFirst()) : JsonValue.words(names);
  }

  /** What the values of a type mean, field by field. */
  private static List<DataType> types(SetDefinition.@Nullable Type type) {
    return switch (type) {
      case SetDefinition.Type.Named n ->
          n.types().stream()
              .map(
                  name -> Objects.requireNonNullElse(DataType.named(name.text()), DataType.INVALID))
              .toList();
      case SetDefinition.Type.TypeOf t -> ExpressionWriter.types(t.expression());
      case SetDefinition.Type.OfObject _ -> List.of();
      case null -> List.of();
    };
  }

  private Members elements(Elements elements) {
    Members members = JsonValue.object().with("family", elements.family().word());
    members.with("table", elements.table().text()).with("name", elements.set().text());
    return members.with("elem", items(elements));
  }
}
