package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Subject.Reference;
import dev.dejima.nft.syntax.Table;
import dev.dejima.tools.Invocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code nft list}, and what {@code -e} echoes. */
final class Listing {
  private static final Metainfo METAINFO = new Metainfo("1.1.6", "Dejima");

  private final Invocation call;
  private final NftOptions options;
  private final Environment environment;
  private final Ruleset ruleset;
  private final NftPrinter printer;

  Listing(Invocation call, NftOptions options, Snapshot snapshot, Environment environment) {
    this.call = call;
    this.options = options;
    this.environment = environment;
    this.ruleset = ruleset(snapshot);
    this.printer = new NftPrinter(options.listing());
  }

  private Ruleset ruleset(Snapshot snapshot) {
    return new Decompiler(snapshot, environment, options.listing()).ruleset();
  }

  /** Prints what a command asks for, or says what there is none of. */
  Optional<Diagnostic> list(Command command) {
    if (command.verb() != Verb.LIST || !(command.subject() instanceof Reference what)) {
      return Optional.of(
          Diagnostic.of(command.span(), command.verb().word() + " is not supported here"));
    }
    return switch (what.kind()) {
      case RULESET -> whole(family(what));
      case TABLES -> tables(family(what));
      case TABLE -> table(what);
      case CHAINS -> of(family(what), printer::chains, table -> List.copyOf(table.chains()));
      case CHAIN -> chain(what);
      case SETS -> of(family(what), printer::sets, table -> sets(table, set -> !set.isMap()));
      case MAPS -> of(family(what), printer::maps, table -> sets(table, SetDefinition::isMap));
      case SET, MAP -> set(what);
      case RULES, RULE ->
          Optional.of(
              Diagnostic.of(what.span(), "list " + what.kind().word() + ": use list chain"));
    };
  }

  private static Predicate<Table> family(Reference what) {
    Family family = what.family();
    return family == null ? table -> true : table -> table.family() == family;
  }

  private Ruleset only(Predicate<Table> wanted) {
    return new Ruleset(ruleset.tables().stream().filter(wanted).toList());
  }

  private Optional<Diagnostic> whole(Predicate<Table> wanted) {
    Ruleset shown = only(wanted);
    if (options.json) {
      call.out().print(json().write(shown));
    } else {
      call.out().print(printer.print(shown));
    }
    return Optional.empty();
  }

  private NftJsonWriter json() {
    return new NftJsonWriter(options.listing(), METAINFO);
  }

  private Optional<Diagnostic> tables(Predicate<Table> wanted) {
    Ruleset shown = only(wanted);
    if (options.json) {
      call.out().print(json().write(List.<Subject.Definition>copyOf(shown.tables())));
    } else {
      call.out().print(printer.tables(shown));
    }
    return Optional.empty();
  }

  private interface Text {
    String of(Ruleset ruleset);
  }

  private interface Parts {
    List<Subject.Definition> of(Table table);
  }

  private Optional<Diagnostic> of(Predicate<Table> wanted, Text text, Parts parts) {
    Ruleset shown = only(wanted);
    if (options.json) {
      List<Subject.Definition> all = new ArrayList<>();
      shown.tables().forEach(table -> all.addAll(parts.of(table)));
      call.out().print(json().write(all));
    } else {
      call.out().print(text.of(shown));
    }
    return Optional.empty();
  }

  private static List<Subject.Definition> sets(Table table, Predicate<SetDefinition> wanted) {
    return table.sets().stream().filter(wanted).map(Subject.Definition.class::cast).toList();
  }

  private Optional<Diagnostic> table(Reference what) {
    return find(what)
        .map(table -> whole(Predicate.isEqual(table)))
        .orElseGet(() -> none(what.table()));
  }

  /** The table of a reference; without a family, that of IPv4. */
  private Optional<Table> find(Reference what) {
    Name name = what.table();
    Family family = what.family() == null ? Family.IP : what.family();
    return ruleset.tables().stream()
        .filter(table -> table.family() == family)
        .filter(
            table ->
                name == null
                    ? table.handle() == what.handle()
                    : table.name().text().equals(name.text()))
        .findFirst();
  }

  private static Optional<Diagnostic> none(@Nullable Name name) {
    Span span = name == null ? Span.NONE : name.span();
    return Optional.of(Diagnostic.of(span, "No such file or directory"));
  }

  private Optional<Diagnostic> chain(Reference what) {
    Optional<Table> table = find(what);
    if (table.isEmpty()) {
      return none(what.table());
    }
    for (Chain chain : table.get().chains()) {
      if (isNamed(chain.name(), what.name())) {
        if (options.json) {
          List<Subject.Definition> all = new ArrayList<>(List.of(chain));
          all.addAll(chain.rules());
          call.out().print(json().write(all));
        } else {
          call.out().print(printer.chain(table.get(), chain));
        }
        return Optional.empty();
      }
    }
    return none(what.name());
  }

  private Optional<Diagnostic> set(Reference what) {
    Optional<Table> table = find(what);
    if (table.isEmpty()) {
      return none(what.table());
    }
    boolean map = what.kind() == Subject.Kind.MAP;
    for (SetDefinition set : table.get().sets()) {
      if (set.isMap() == map && isNamed(set.name(), what.name())) {
        call.out().print(options.json ? json().write(List.of(set)) : printer.set(table.get(), set));
        return Optional.empty();
      }
    }
    return none(what.name());
  }

  private static boolean isNamed(Name name, @Nullable Name wanted) {
    return wanted != null && name.text().equals(wanted.text());
  }

  /** Prints what a batch has made, as commands. */
  void echo(List<Command> changes, Snapshot before) {
    Verb verb =
        changes.stream().allMatch(command -> command.verb() == Verb.INSERT)
            ? Verb.INSERT
            : Verb.ADD;
    Ruleset old = ruleset(before);
    Set<List<Object>> known = new HashSet<>();
    old.tables().forEach(table -> parts(table).forEach(part -> known.add(key(part))));
    for (Table table : ruleset.tables()) {
      for (Subject.Definition part : parts(table)) {
        if (known.add(key(part))) {
          call.print(echo(verb, part));
        }
      }
    }
  }

  private String echo(Verb verb, Subject.Definition part) {
    if (part instanceof Rule rule) {
      return "%s rule %s %s %s %s"
          .formatted(
              verb.word(), rule.family().word(), rule.table(), rule.chain(), printer.print(rule));
    }
    return printer.print(new Command(Verb.ADD, bare(part), Span.NONE));
  }

  private static List<Subject.Definition> parts(Table table) {
    List<Subject.Definition> parts = new ArrayList<>(List.of(table));
    parts.addAll(table.sets());
    parts.addAll(table.chains());
    table.chains().forEach(chain -> parts.addAll(chain.rules()));
    return parts;
  }

  private static List<Object> key(Subject.Definition part) {
    return switch (part) {
      case Table t -> List.of("table", t.family(), t.name().text());
      case Chain c -> List.of("chain", c.family(), c.table().text(), c.name().text());
      case Rule r -> List.of("rule", r.family(), r.table().text(), r.chain().text(), r.handle());
      case SetDefinition s -> List.of("set", s.family(), s.table().text(), s.name().text());
      case Elements e -> List.of("elements", e);
    };
  }

  /** A part without what is in it, which is echoed by itself. */
  private static Subject.Definition bare(Subject.Definition part) {
    return switch (part) {
      case Table t ->
          new Table(
              t.family(),
              t.name(),
              t.handle(),
              t.flags(),
              t.comment(),
              List.of(),
              List.of(),
              t.span());
      case Chain c ->
          new Chain(
              c.family(),
              c.table(),
              c.name(),
              c.handle(),
              c.base(),
              c.policy(),
              c.flags(),
              c.comment(),
              List.of(),
              c.span());
      default -> part;
    };
  }
}
