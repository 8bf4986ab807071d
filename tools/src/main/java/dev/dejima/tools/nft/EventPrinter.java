package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewGeneration;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.TraceEvent;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Subject.Definition;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line for each event of a ruleset, as a command that would have caused it. */
final class EventPrinter {
  private final NftOptions options;
  private final Environment environment;
  private final KnownRuleset known;
  private final NftPrinter printer;
  private final NftJsonWriter json;
  private final TracePrinter traces;
  private final Map<List<Object>, SetElement> halves = new HashMap<>();

  /**
   * A printer of events.
   *
   * @param known the ruleset before the first event; it is kept up to date
   */
  EventPrinter(NftOptions options, Environment environment, KnownRuleset known) {
    this.options = options;
    this.environment = environment;
    this.known = known;
    this.printer = new NftPrinter(options.listing());
    this.json = new NftJsonWriter(options.listing(), Listing.METAINFO);
    this.traces = new TracePrinter(environment, options.listing(), this::rule);
  }

  /** The rule that a packet met, as a listing would show it. */
  private Optional<Rule> rule(TraceEvent event) {
    NewRule rule = known.rule(event.family(), event.table(), event.ruleHandle());
    return rule == null ? Optional.empty() : definition(rule).map(Rule.class::cast);
  }

  /** The lines of an event, and a newline behind each; nothing for what nft does not tell. */
  Optional<String> print(NftMessage event) {
    if (event instanceof TraceEvent trace) {
      return Optional.of(traces.print(trace));
    }
    Optional<String> line = line(event);
    known.apply(event);
    return line.map(text -> text + "\n");
  }

  /** All that a run has made, in one line of JSON; nothing if it has made nothing. */
  String echo(List<NftMessage> events) {
    List<NftJsonWriter.Made> made = new ArrayList<>();
    for (NftMessage event : events) {
      if (isMade(event)) {
        definition(event).ifPresent(part -> made.add(new NftJsonWriter.Made(verb(event), part)));
      }
      known.apply(event);
    }
    return made.isEmpty() ? "" : json.echo(made);
  }

  private static String verb(NftMessage event) {
    return event instanceof NewRule rule && !rule.mode().contains(NewFlag.APPEND)
        ? "insert"
        : "add";
  }

  private static boolean isMade(NftMessage event) {
    return switch (event) {
      case NewTable _, NewChain _, NewRule _, NewSetElements _, NewObject _, NewFlowtable _ -> true;
      case NewSet set -> (set.flags() & NewSet.ANONYMOUS) == 0;
      default -> false;
    };
  }

  private Optional<String> line(NftMessage event) {
    return switch (event) {
      case NewTable _, NewChain _, NewRule _, NewSetElements _, NewObject _, NewFlowtable _ ->
          made(verb(event), event);
      case NewSet set ->
          (set.flags() & NewSet.ANONYMOUS) != 0 ? Optional.empty() : made("add", event);
      case DelTable table ->
          gone(
              event, "table " + path(table.family().word(), table.name()) + handle(table.handle()));
      case DelChain chain ->
          gone(event, "chain " + path(chain.family().word(), chain.table(), chain.name()));
      case DelSet set -> gone(event, "set " + path(set.family().word(), set.table(), set.name()));
      case DelObject object ->
          gone(
              event,
              word(object.type())
                  + " "
                  + path(object.family().word(), object.table(), object.name()));
      case DelFlowtable flowtable ->
          gone(
              event,
              "flowtable " + path(flowtable.family().word(), flowtable.table(), flowtable.name()));
      case DelRule rule ->
          gone(
              event,
              "rule "
                  + path(rule.family().word(), rule.table(), rule.chain())
                  + " handle "
                  + rule.handle());
      case DelSetElements elements ->
          made(
              "delete",
              new NewSetElements(
                  elements.family(),
                  elements.table(),
                  elements.set(),
                  0,
                  elements.elements(),
                  Set.of()));
      case NewGeneration generation -> generation(generation);
      default -> Optional.empty();
    };
  }

  private static String word(ObjectType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String path(@Nullable String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(text.isEmpty() ? "" : " ").append(name == null ? "" : name);
    }
    return text.toString();
  }

  private Optional<String> generation(NewGeneration generation) {
    if (isJson()) {
      return Optional.empty();
    }
    String line = "# new generation " + generation.id();
    return Optional.of(
        generation.processId() == 0
            ? line
            : "%s by process %d (%s)"
                .formatted(line, generation.processId(), generation.processName()));
  }

  private boolean isJson() {
    return options.has(NftOption.JSON);
  }

  private String handle(long handle) {
    return options.has(NftOption.HANDLE) ? " # handle " + handle : "";
  }

  private Optional<String> gone(NftMessage event, String text) {
    if (!isJson()) {
      return Optional.of("delete " + text);
    }
    NftMessage made =
        switch (event) {
          case DelRule rule -> known.rule(rule.family(), rule.table(), rule.handle());
          default -> known.last(event);
        };
    return made == null
        ? Optional.empty()
        : definition(made).map(part -> json.event("delete", named(part)).stripTrailing());
  }

  /** A table or chain that is gone, by its name and handle alone. */
  private static Definition named(Definition part) {
    return switch (part) {
      case Table t ->
          new Table(
              t.family(),
              t.name(),
              t.handle(),
              Set.of(),
              null,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              t.span());
      case Chain c ->
          new Chain(
              c.family(),
              c.table(),
              c.name(),
              c.handle(),
              null,
              List.of(),
              null,
              Set.of(),
              null,
              List.of(),
              c.span());
      default -> part;
    };
  }

  /** A rule that others stand before and behind has the handle of the one before it. */
  private Optional<String> made(String verb, NftMessage event) {
    long before = event instanceof NewRule rule ? rule.position() : 0;
    return definition(event)
        .map(
            part ->
                isJson()
                    ? json.event(verb, part).stripTrailing()
                    : verb + " " + text(part, before));
  }

  /** What an event is about, as it would stand in a listing. */
  private Optional<Definition> definition(NftMessage event) {
    List<NftMessage> parts =
        new ArrayList<>(known.table(event.family(), KnownRuleset.table(event)));
    switch (event) {
      case NewTable table -> {
        return tables(List.of(table)).map(EventPrinter::bare);
      }
      case NewRule rule -> parts.add(ownChain(rule));
      case NewSetElements elements -> {
        List<SetElement> whole = whole(elements);
        if (whole.isEmpty()) {
          return Optional.empty();
        }
        parts.removeIf(NewSetElements.class::isInstance);
        event = with(elements, whole);
      }
      default -> parts.removeIf(part -> !(part instanceof NewTable));
    }
    parts.add(event);
    NftMessage shown = event;
    return tables(parts).flatMap(table -> part(table, shown));
  }

  private static NewChain ownChain(NewRule rule) {
    return new NewChain(
        rule.family(),
        rule.table(),
        rule.chain(),
        0,
        null,
        null,
        null,
        0,
        0,
        dev.dejima.packet.Bytes.EMPTY,
        Set.of());
  }

  private static NewSetElements with(NewSetElements event, List<SetElement> elements) {
    return new NewSetElements(
        event.family(), event.table(), event.set(), event.setId(), elements, event.mode());
  }

  /**
   * The kernel tells the two ends of a range one by one; the first waits for the second, which is
   * the one whose other end is known.
   */
  private List<SetElement> whole(NewSetElements event) {
    if (event.elements().size() != 1 || !known.hasRanges(event)) {
      return event.elements();
    }
    SetElement element = event.elements().getFirst();
    List<Object> key = List.of(event.family(), event.table(), event.set());
    if (UserData.number(element.userData(), UserData.ELEMENT_FLAGS, 0) != 0) {
      return event.elements();
    }
    if (isEnd(element) && isZero(element)) {
      return List.of();
    }
    SetElement other = halves.remove(key);
    if (other == null || isEnd(other) == isEnd(element)) {
      halves.put(key, element);
      return List.of();
    }
    return isEnd(element)
        ? List.of(withoutStatements(other), element)
        : List.of(withoutStatements(element), other);
  }

  /** Of what a range does when it matches nft says nothing. */
  private static SetElement withoutStatements(SetElement start) {
    return new SetElement(
        start.key(),
        start.keyEnd(),
        start.data(),
        start.flags(),
        start.timeout(),
        start.expiration(),
        List.of(),
        start.userData());
  }

  private static boolean isEnd(SetElement element) {
    return (element.flags() & SetElement.INTERVAL_END) != 0;
  }

  /** Before the first range of a set the kernel is told that none reaches down to 0. */
  private static boolean isZero(SetElement element) {
    for (byte octet : element.key().toArray()) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }

  private Optional<Table> tables(List<NftMessage> parts) {
    return new Decompiler(Snapshot.of(parts), environment, options.listing())
        .ruleset().tables().stream().findFirst();
  }

  private static Optional<Definition> part(Table table, NftMessage event) {
    return switch (event) {
      case NewChain _ -> table.chains().stream().findFirst().map(EventPrinter::bare);
      case NewRule _ ->
          table.chains().stream()
              .flatMap(chain -> chain.rules().stream())
              .findFirst()
              .map(Definition.class::cast);
      case NewSet _ -> table.sets().stream().findFirst().map(EventPrinter::bare);
      case NewObject _ -> table.objects().stream().findFirst().map(Definition.class::cast);
      case NewFlowtable _ -> table.flowtables().stream().findFirst().map(Definition.class::cast);
      case NewSetElements elements ->
          table.sets().stream()
              .filter(set -> set.name().text().equals(elements.set()) && set.elements() != null)
              .findFirst()
              .map(EventPrinter::elements);
      default -> Optional.empty();
    };
  }

  private static Definition elements(SetDefinition set) {
    return new Elements(
        set.family(),
        set.table(),
        set.name(),
        java.util.Objects.requireNonNull(set.elements()),
        Span.NONE);
  }

  private String text(Definition part, long before) {
    return switch (part) {
      case Table table ->
          "table "
              + path(table.family().word(), table.name().text())
              + (table.flags().contains(Table.Flag.DORMANT) ? " { flags dormant; }" : "")
              + handle(table.handle());
      case Chain chain ->
          "chain "
              + path(chain.family().word(), chain.table().text(), chain.name().text())
              + (chain.base() == null ? "" : " { " + lines(chain, " ") + " }")
              + handle(chain.handle());
      case Rule rule ->
          "rule "
              + path(rule.family().word(), rule.table().text(), rule.chain().text())
              + (before == 0 ? " " : " handle " + before + " ")
              + printer.print(rule);
      case SetDefinition set ->
          (set.isMap() ? "map " : "set ")
              + path(set.family().word(), set.table().text(), set.name().text())
              + " {"
              + handle(set.handle())
              + " "
              + lines(set, "; ")
              + "; } ";
      case StatefulObject object ->
          object.spec().kind().word()
              + " "
              + path(object.family().word(), object.table().text(), object.name().text())
              + block(object, object.handle());
      case Flowtable flowtable ->
          "flowtable "
              + path(flowtable.family().word(), flowtable.table().text(), flowtable.name().text())
              + block(flowtable, flowtable.handle());
      case Elements elements ->
          "element "
              + path(elements.family().word(), elements.table().text(), elements.set().text())
              + " "
              + printer.print(elements.elements());
    };
  }

  private String block(Definition part, long handle) {
    return " {" + handle(handle) + " " + lines(part, "; ") + " } ";
  }

  /** The lines within the innermost braces of a listing, in one. */
  private String lines(Definition part, String between) {
    List<String> lines =
        printer
            .print(new Command(Command.Verb.ADD, part, Span.NONE))
            .lines()
            .map(String::strip)
            .filter(
                line -> !line.equals("}") && !line.contains("{") && !line.startsWith("comment "))
            .toList();
    return String.join(between, lines);
  }

  /** A part without what is in it, which is told by itself. */
  private static Definition bare(Definition part) {
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
              List.of(),
              List.of(),
              t.span());
      case Chain c ->
          new Chain(
              c.family(),
              c.table(),
              Name.of(c.name().text()),
              c.handle(),
              c.base(),
              c.devices(),
              c.policy(),
              c.flags(),
              c.comment(),
              List.of(),
              c.span());
      case SetDefinition s ->
          new SetDefinition(
              s.family(),
              s.table(),
              s.name(),
              s.handle(),
              s.keyType(),
              s.dataType(),
              s.dataIsInterval(),
              s.flags(),
              s.timeout(),
              s.gcInterval(),
              s.size(),
              s.policy(),
              s.autoMerge(),
              s.comment(),
              s.statements(),
              null,
              s.span());
      default -> part;
    };
  }
}
