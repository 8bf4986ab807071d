package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Listings as {@code nft -j list} writes them: one line, with a newline behind it. */
public final class NftJsonWriter {
  private final ListOptions options;
  private final Metainfo metainfo;
  private final ExpressionWriter expressions;

  /**
   * What stands at the start of a listing.
   *
   * @param version of the program
   * @param releaseName of that version
   */
  public record Metainfo(String version, String releaseName) {}

  public NftJsonWriter(ListOptions options, Metainfo metainfo) {
    this.options = options;
    this.metainfo = metainfo;
    this.expressions = new ExpressionWriter(options);
  }

  /** {@code list ruleset}, with all that is in the tables: chains before sets before rules. */
  public String write(Ruleset ruleset) {
    List<Subject.Definition> flat = new ArrayList<>();
    for (Table table : ruleset.tables()) {
      flat.add(table);
      flat.addAll(table.chains());
      flat.addAll(table.sets());
      table.chains().forEach(chain -> flat.addAll(chain.rules()));
    }
    return write(flat);
  }

  /** Each of the definitions without what is in it. */
  public String write(List<? extends Subject.Definition> definitions) {
    List<JsonValue> items = new ArrayList<>();
    items.add(
        JsonValue.object(
            "metainfo",
            JsonValue.object()
                .with("version", metainfo.version())
                .with("release_name", metainfo.releaseName())
                .with("json_schema_version", 1)));
    definitions.forEach(definition -> items.add(definition(definition)));
    return JsonText.write(JsonValue.object("nftables", new Items(items))) + "\n";
  }

  private JsonValue definition(Subject.Definition definition) {
    return switch (definition) {
      case Table t -> JsonValue.object("table", table(t));
      case Chain c -> JsonValue.object("chain", chain(c));
      case Rule r -> JsonValue.object("rule", rule(r));
      case SetDefinition s -> JsonValue.object(s.isMap() ? "map" : "set", set(s));
      case Elements e -> JsonValue.object("element", elements(e));
    };
  }

  private static Members table(Table table) {
    Members members = JsonValue.object().with("family", table.family().word());
    members.with("name", table.name().text()).with("handle", table.handle());
    if (!table.flags().isEmpty()) {
      members.with(
          "flags", words(EnumSet.copyOf(table.flags()).stream().map(Table.Flag::word).toList()));
    }
    return members.withText("comment", table.comment());
  }

  private static Items words(List<String> words) {
    return new Items(words.stream().map(word -> (JsonValue) new Text(word)).toList());
  }

  private static Members chain(Chain chain) {
    Members members = JsonValue.object().with("family", chain.family().word());
    members.with("table", chain.table().text()).with("name", chain.name().text());
    members.with("handle", chain.handle()).withText("comment", chain.comment());
    Chain.Base base = chain.base();
    if (base != null) {
      Integer priority = base.priority().number(chain.family(), base.hook());
      members.with("type", base.type().word()).with("hook", base.hook().word());
      members.with("prio", priority == null ? base.priority().offset() : priority);
    }
    if (chain.policy() != null) {
      members.with("policy", chain.policy().word());
    }
    if (base != null && base.devices().size() == 1) {
      members.with("dev", base.devices().getFirst());
    } else if (base != null && !base.devices().isEmpty()) {
      members.with("dev", words(base.devices()));
    }
    return members;
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
      members.with("map", type(set.dataType()));
    }
    if (set.policy() == SetDefinition.Policy.MEMORY) {
      members.with("policy", "memory");
    }
    members.withWhole("size", set.size());
    if (!set.flags().isEmpty()) {
      members.with(
          "flags",
          words(EnumSet.copyOf(set.flags()).stream().map(SetDefinition.Flag::word).toList()));
    }
    members.withWhole("timeout", seconds(set.timeout()));
    members.withWhole("gc-interval", seconds(set.gcInterval()));
    if (set.autoMerge()) {
      members.with("auto-merge", new Truth(true));
    }
    Expression.SetLiteral elements = set.elements();
    if (elements != null && !elements.elements().isEmpty() && !options.terse()) {
      members.with("elem", expressions.elements(elements));
    }
    if (!set.statements().isEmpty()) {
      StatementWriter stateless = new StatementWriter(options.withoutState(), set.family());
      members.with("stmt", stateless.writeAll(set.statements()));
    }
    return members;
  }

  private static @Nullable Long seconds(@Nullable Long milliseconds) {
    return milliseconds == null ? null : milliseconds / 1000;
  }

  private JsonValue type(SetDefinition.Type type) {
    return switch (type) {
      case SetDefinition.Type.Named n ->
          n.types().size() == 1
              ? new Text(n.types().getFirst().text())
              : words(n.types().stream().map(Name::text).toList());
      case SetDefinition.Type.TypeOf t ->
          JsonValue.object("typeof", expressions.write(t.expression()));
      case SetDefinition.Type.OfObject o -> new Text(o.kind().word());
    };
  }

  private Members elements(Elements elements) {
    Members members = JsonValue.object().with("family", elements.family().word());
    members.with("table", elements.table().text()).with("name", elements.set().text());
    return members.with("elem", expressions.elements(elements.elements()));
  }
}
