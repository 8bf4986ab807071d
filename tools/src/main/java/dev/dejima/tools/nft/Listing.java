package dev.dejima.tools.nft;

import dev.dejima.nft.compile.CompileException;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Subject.Reference;
import dev.dejima.nft.syntax.Table;
import dev.dejima.tools.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code nft list}. */
final class Listing {
  static final Metainfo METAINFO = new Metainfo("1.1.6", "Dejima");

  private final Invocation call;
  private final NftOptions options;
  private final Ruleset ruleset;
  private final NftPrinter printer;
  private final NftJsonWriter json;
  private final HookListing hooks;

  Listing(Invocation call, NftOptions options, Snapshot snapshot, Environment environment) {
    this.call = call;
    this.options = options;
    this.ruleset = new Decompiler(snapshot, environment, options.listing()).ruleset();
    this.printer = new NftPrinter(options.listing());
    this.json = new NftJsonWriter(options.listing(), METAINFO);
    this.hooks =
        new HookListing(
            call.namespace().nfTables(), new TreeSet<>(environment.interfaces().keySet()));
  }

  /**
   * Finds what a command asks for.
   *
   * @return what prints it
   * @throws CompileException if there is none of it
   */
  Runnable list(Reference what) {
    return switch (what.kind()) {
      case RULESET -> whole(family(what));
      case TABLES -> tables(family(what));
      case TABLE -> table(what);
      case CHAINS -> of(family(what), printer::chains, table -> List.copyOf(table.chains()));
      case CHAIN -> chain(what);
      case SETS -> of(tables(what), printer::sets, table -> sets(table, set -> !set.isMap()));
      case MAPS -> of(tables(what), printer::maps, table -> sets(table, SetDefinition::isMap));
      case SET, MAP, METER -> set(what);
      case HOOKS -> () -> call.out().print(hooks.print(what));
      case METERS -> of(tables(what), printer::meters, table -> sets(table, Listing::isMeter));
      case FLOWTABLES, FLOWTABLE -> flowtables(what);
      case RULES, RULE, ELEMENT ->
          throw new CompileException(
              what.span(), "list " + what.kind().word() + ": use list chain");
      default -> objects(what);
    };
  }

  private static Predicate<Table> family(Reference what) {
    Family family = what.family();
    return family == null ? table -> true : table -> table.family() == family;
  }

  /** The tables of a family, or the one that is named. */
  private Predicate<Table> tables(Reference what) {
    return what.table() == null ? family(what) : Predicate.isEqual(find(what));
  }

  private Ruleset only(Predicate<Table> wanted) {
    return new Ruleset(ruleset.tables().stream().filter(wanted).toList());
  }

  private Runnable whole(Predicate<Table> wanted) {
    Ruleset shown = only(wanted);
    return print(
        () -> {
          shown.tables().forEach(this::warn);
          return printer.print(shown);
        },
        () -> NftJsonWriter.parts(shown));
  }

  private Runnable print(
      Supplier<String> text, Supplier<List<? extends Subject.Definition>> parts) {
    return options.has(NftOption.JSON)
        ? () -> json.write(call.out(), parts.get())
        : () -> call.out().print(text.get());
  }

  private Runnable tables(Predicate<Table> wanted) {
    Ruleset shown = only(wanted);
    return print(() -> printer.tables(shown), shown::tables);
  }

  private interface Text {
    String of(Ruleset ruleset);
  }

  private interface Parts {
    List<Subject.Definition> of(Table table);
  }

  private Runnable of(Predicate<Table> wanted, Text text, Parts parts) {
    Ruleset shown = only(wanted);
    return print(
        () -> text.of(shown),
        () -> shown.tables().stream().flatMap(table -> parts.of(table).stream()).toList());
  }

  private static List<Subject.Definition> sets(Table table, Predicate<SetDefinition> wanted) {
    return table.sets().stream().filter(wanted).map(Subject.Definition.class::cast).toList();
  }

  private Runnable table(Reference what) {
    return whole(Predicate.isEqual(find(what)));
  }

  /** The table of a reference; without a family, that of IPv4. */
  private Table find(Reference what) {
    Name name = what.table();
    Family family = what.family() == null ? Family.IP : what.family();
    return ruleset.tables().stream()
        .filter(table -> table.family() == family)
        .filter(table -> isNamed(table.name(), name))
        .findFirst()
        .orElseThrow(() -> none(name));
  }

  private static CompileException none(@Nullable Name name) {
    Span span = name == null ? Span.NONE : name.span();
    return new CompileException(span, "No such file or directory");
  }

  private Runnable chain(Reference what) {
    Table table = find(what);
    for (Chain chain : table.chains()) {
      if (isNamed(chain.name(), what.name())) {
        List<Subject.Definition> all = new ArrayList<>(List.of(chain));
        all.addAll(chain.rules());
        return print(
            () -> {
              warn(table);
              return printer.chain(table, chain);
            },
            () -> all);
      }
    }
    throw none(what.name());
  }

  private Runnable set(Reference what) {
    Table table = find(what);
    boolean map = what.kind() == Subject.Kind.MAP;
    for (SetDefinition set : table.sets()) {
      if (set.isMap() == map && isNamed(set.name(), what.name())) {
        return print(
            () -> {
              warn(table);
              return printer.set(table, set);
            },
            () -> List.of(set));
      }
    }
    throw none(what.name());
  }

  private static boolean isMeter(SetDefinition set) {
    return !set.isMap() && set.flags().contains(SetDefinition.Flag.DYNAMIC);
  }

  /** Objects of a kind: the one of a name, or those of a table, of a family, or all. */
  private Runnable objects(Reference what) {
    ObjectKind kind = what.kind().object();
    Name name = what.name();
    Predicate<StatefulObject> wanted =
        object -> object.spec().kind() == kind && (name == null || isNamed(object.name(), name));
    if (name != null && find(what).objects().stream().noneMatch(wanted)) {
      throw none(name);
    }
    return of(
        tables(what).and(table -> table.objects().stream().anyMatch(wanted)),
        some -> printer.objects(some, wanted),
        table ->
            table.objects().stream().filter(wanted).map(Subject.Definition.class::cast).toList());
  }

  /** Flowtables: the one of a name, or those of a table, of a family, or all. */
  private Runnable flowtables(Reference what) {
    Name name = what.name();
    Predicate<Flowtable> wanted = flowtable -> name == null || isNamed(flowtable.name(), name);
    if (name != null && find(what).flowtables().stream().noneMatch(wanted)) {
      throw none(name);
    }
    return of(
        tables(what),
        some -> printer.flowtables(some, wanted),
        table ->
            table.flowtables().stream()
                .filter(wanted)
                .map(Subject.Definition.class::cast)
                .toList());
  }

  /** What iptables-nft keeps is shown, but nft cannot load it again. */
  private void warn(Table table) {
    if (table.chains().stream().anyMatch(Listing::isForeign)) {
      call.err()
          .print(
              "# Warning: table %s %s is managed by iptables-nft, do not touch!\n"
                  .formatted(table.family().word(), table.name()));
    }
  }

  private static boolean isForeign(Chain chain) {
    for (Rule rule : chain.rules()) {
      for (Statement statement : rule.statements()) {
        if (statement instanceof Statement.Compat) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNamed(Name name, @Nullable Name wanted) {
    return wanted != null && name.text().equals(wanted.text());
  }
}
