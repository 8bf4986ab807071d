package dev.dejima.nft.compile;

import dev.dejima.nft.compile.Compiled.Entry;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelFlowtable;
import dev.dejima.nft.expr.DelObject;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelSet;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Command.Verb;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From commands that change a ruleset to one batch of messages. The ruleset that they apply to
 * tells the types of sets and where rules stand.
 */
public final class Compiler {
  private static final RuleOrder.Place NO_PLACE = new RuleOrder.Place(0, 0);

  private final Snapshot snapshot;
  private final RuleOrder order;
  private final Literals literals;
  private final Sets sets;
  private final SetDefinitions definitions;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private final ObjectDefinitions objects;
  private final BatchIds ids = new BatchIds();

  private Compiler(Snapshot snapshot, Environment environment) {
    this.snapshot = snapshot;
    this.order = new RuleOrder(snapshot);
    this.literals = new Literals(new Constants(environment));
    this.sets = new Sets(snapshot, literals, entries, ids);
    this.objects = new ObjectDefinitions(snapshot, literals);
    this.definitions = new SetDefinitions(snapshot, sets);
  }

  /**
   * The batch that commands mean.
   *
   * @throws IllegalArgumentException if a command only asks, as {@code list} does
   */
  public static Compiled compile(
      List<Command> commands, Snapshot snapshot, Environment environment) {
    Compiler compiler = new Compiler(snapshot, environment);
    ElementCommands.joined(commands).forEach(compiler::command);
    return new Compiled(compiler.completed(), compiler.errors);
  }

  private List<Entry> completed() {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      NftMessage message = definitions.completed(entry.message());
      NftMessage complete = message instanceof NewSet set ? sets.completed(set) : message;
      entries.set(i, new Entry(complete, entry.span(), entry.names()));
    }
    return entries;
  }

  /**
   * The elements that a question names, as the kernel looks them up.
   *
   * @throws CompileException if there is no such set, or they are none of its type
   */
  public static DelSetElements lookedUp(
      Elements elements, Snapshot snapshot, Environment environment) {
    return new Compiler(snapshot, environment).definitions.named(elements, false);
  }

  private void command(Command command) {
    try {
      switch (command.verb()) {
        case ADD, CREATE, INSERT, REPLACE -> define(command.verb(), command.subject());
        case DELETE, DESTROY -> delete(command.verb() == Verb.DESTROY, command.subject());
        case FLUSH -> flush(reference(command.subject()));
        case RENAME -> rename(command.subject());
        case LIST, RESET, GET, DESCRIBE, MONITOR, IMPORT, EXPORT ->
            throw new IllegalArgumentException(command.verb().word() + " changes nothing");
      }
    } catch (CompileException e) {
      errors.add(e.diagnostic());
    }
  }

  private static Subject.Reference reference(Subject subject) {
    if (subject instanceof Subject.Reference reference) {
      return reference;
    }
    throw new CompileException(subject.span(), "this cannot be flushed");
  }

  private void add(List<NftMessage> messages, Elements elements) {
    messages.forEach(
        message ->
            entries.add(
                new Entry(message, elements.span(), List.of(elements.table(), elements.set()))));
  }

  private void add(NftMessage message, Span span, Name... names) {
    switch (message) {
      case DelTable gone -> order.remove(gone.family(), gone.name(), null, 0);
      case DelChain gone when gone.hook() == null ->
          order.remove(gone.family(), gone.table(), gone.name(), 0);
      case DelRule gone -> order.remove(gone.family(), gone.table(), gone.chain(), gone.handle());
      default -> {}
    }
    definitions.note(message);
    entries.add(new Entry(message, span, List.of(names)));
  }

  private static Set<NewFlag> mode(Verb verb) {
    return verb == Verb.CREATE ? Set.of(NewFlag.CREATE, NewFlag.EXCL) : Set.of(NewFlag.CREATE);
  }

  private void define(Verb verb, Subject subject) {
    switch (subject) {
      case Table table -> table(verb, table);
      case Chain chain -> {
        checkTable(chain.family(), chain.table());
        chain(verb, chain);
        chain.rules().forEach(rule -> guarded(() -> rule(Verb.ADD, rule)));
      }
      case Rule rule -> rule(verb, rule);
      case SetDefinition set -> {
        checkTable(set.family(), set.table());
        set(verb, set);
      }
      case StatefulObject object -> {
        checkTable(object.family(), object.table());
        object(verb, object);
      }
      case Flowtable flowtable -> {
        checkTable(flowtable.family(), flowtable.table());
        flowtable(verb, flowtable);
      }
      case Elements elements -> add(definitions.elements(elements, mode(verb)), elements);
      case Subject.Reference _,
          Subject.Renaming _,
          Subject.Described _,
          Subject.Watched _,
          Subject.Markup _ ->
          throw new CompileException(subject.span(), "this cannot be added");
    }
  }

  /** What stands in no table's braces needs one that is there. */
  private void checkTable(Family family, Name name) {
    List<NewTable> tables = new ArrayList<>(snapshot.tables());
    for (Entry entry : entries) {
      switch (entry.message()) {
        case NewTable table -> tables.add(table);
        case DelTable gone ->
            tables.removeIf(
                table ->
                    (gone.family() == Family.UNSPEC || gone.family() == table.family())
                        && (gone.name() == null || gone.name().equals(table.name())));
        default -> {}
      }
    }
    if (tables.stream()
        .noneMatch(table -> table.family() == family && table.name().equals(name.text()))) {
      throw new CompileException(name.span(), new Missing(tables).tableOr(family, name.text()));
    }
  }

  /** One mistake must not hide those of the other rules in a block. */
  private void guarded(Runnable part) {
    try {
      part.run();
    } catch (CompileException e) {
      errors.add(e.diagnostic());
    }
  }

  private void table(Verb verb, Table table) {
    int flags = table.flags().stream().mapToInt(Table.Flag::bit).reduce(0, (a, b) -> a | b);
    add(
        new NewTable(
            table.family(), table.name().text(), flags, 0, 0, comment(table.comment()), mode(verb)),
        table.span(),
        table.name());
    table.chains().forEach(chain -> guarded(() -> chain(verb, chain)));
    table.objects().forEach(object -> guarded(() -> object(verb, object)));
    table.sets().forEach(set -> guarded(() -> set(verb, set)));
    table.flowtables().forEach(flowtable -> guarded(() -> flowtable(verb, flowtable)));
    for (Chain chain : table.chains()) {
      chain.rules().forEach(rule -> guarded(() -> rule(Verb.ADD, rule)));
    }
  }

  private static Bytes comment(@Nullable String comment) {
    return comment == null ? Bytes.EMPTY : UserData.text(UserData.COMMENT, comment);
  }

  private void chain(Verb verb, Chain chain) {
    Chain.Base base = chain.base();
    Chain.Policy policy = chain.policy();
    int flags = chain.flags().stream().mapToInt(Chain.Flag::bit).reduce(0, (a, b) -> a | b);
    add(
        new NewChain(
            chain.family(),
            chain.table().text(),
            chain.name().text(),
            0,
            base(chain),
            base == null ? null : base.type().word(),
            policy == null ? null : policy == Chain.Policy.DROP ? Verdict.DROP : Verdict.ACCEPT,
            flags,
            0,
            comment(chain.comment()),
            mode(verb)),
        chain.span(),
        chain.table(),
        chain.name());
  }

  /**
   * Where a chain is hooked in. Without a type, devices alone are for a chain that exists: the
   * kernel asks for the hook's number all the same.
   */
  private @Nullable BaseHook base(Chain chain) {
    Chain.Base base = chain.base();
    if (base != null) {
      return hook(chain.family(), base, chain.devices());
    }
    if (chain.devices().isEmpty()) {
      return null;
    }
    BaseHook existing = existing(chain);
    if (existing == null) {
      throw new CompileException(
          chain.name().span(), "Could not process rule: No such file or directory");
    }
    return new BaseHook(existing.hook(), existing.priority(), chain.devices());
  }

  private @Nullable BaseHook existing(Chain chain) {
    List<NewChain> chains = new ArrayList<>(snapshot.chains());
    for (Entry entry : entries) {
      if (entry.message() instanceof NewChain made) {
        chains.add(made);
      }
    }
    return chains.stream()
        .filter(c -> c.family() == chain.family() && c.table().equals(chain.table().text()))
        .filter(c -> c.name().equals(chain.name().text()) && c.hook() != null)
        .map(NewChain::hook)
        .findFirst()
        .orElse(null);
  }

  private static BaseHook hook(Family family, Chain.Base base, List<String> devices) {
    Integer priority = base.priority().number(family, base.hook());
    if (priority == null) {
      throw new CompileException(
          base.priority().span(),
          "'%s' is invalid priority in this context.".formatted(base.priority().name()));
    }
    try {
      base.hook().number(family);
    } catch (IllegalArgumentException e) {
      throw new CompileException(base.span(), "invalid hook " + base.hook().word());
    }
    return new BaseHook(base.hook(), priority, devices);
  }

  private void rule(Verb verb, Rule rule) {
    RuleCompiler compiler =
        new RuleCompiler(rule.family(), rule.table(), literals, sets, objects, ids);
    List<Expr> exprs = compiler.compile(rule.statements());
    for (NftMessage message : compiler.messages()) {
      add(message, rule.span(), rule.table());
    }
    boolean replace = verb == Verb.REPLACE;
    RuleOrder.Place place = replace ? NO_PLACE : place(rule);
    Set<NewFlag> mode =
        switch (verb) {
          case REPLACE -> Set.of(NewFlag.REPLACE);
          case INSERT -> Set.of(NewFlag.CREATE);
          default -> Set.of(NewFlag.CREATE, NewFlag.APPEND);
        };
    NewRule message =
        new NewRule(
            rule.family(),
            rule.table().text(),
            rule.chain().text(),
            replace ? rule.handle() : 0,
            place.handle(),
            place.id(),
            ids.nextRule(),
            exprs,
            comment(rule.comment()),
            mode);
    order.add(message, verb == Verb.INSERT);
    entries.add(new Entry(message, rule.span(), names(rule)));
  }

  private static List<Name> names(Rule rule) {
    List<Name> names = List.of(rule.table(), rule.chain());
    for (Statement statement : rule.statements()) {
      if (statement instanceof Statement.VerdictStatement verdict
          && verdict.verdict().chain() != null) {
        names = new ArrayList<>(names);
        names.add(verdict.verdict().chain());
      }
    }
    return names;
  }

  /** The rule that a rule is put beside. */
  private RuleOrder.Place place(Rule rule) {
    Rule.Place place = rule.place();
    if (place == null) {
      return NO_PLACE;
    }
    if (place.kind() != Rule.Place.Kind.INDEX) {
      return new RuleOrder.Place(place.number(), 0);
    }
    RuleOrder.Place counted =
        order.at(rule.family(), rule.table().text(), rule.chain().text(), place.number());
    if (counted == null) {
      throw new CompileException(place.span(), "Could not process rule: No such file or directory");
    }
    return counted;
  }

  private void set(Verb verb, SetDefinition set) {
    for (NftMessage message : definitions.messages(set, mode(verb))) {
      add(message, set.span(), set.table(), set.name());
    }
  }

  private void object(Verb verb, StatefulObject object) {
    add(objects.message(object, mode(verb)), object.span(), object.table(), object.name());
  }

  private void flowtable(Verb verb, Flowtable flowtable) {
    add(
        ObjectDefinitions.message(flowtable, mode(verb)),
        flowtable.span(),
        flowtable.table(),
        flowtable.name());
  }

  private void delete(boolean destroy, Subject subject) {
    switch (subject) {
      case Subject.Reference reference -> delete(destroy, reference);
      case Elements elements -> add(definitions.deleted(elements, destroy), elements);
      case Table table ->
          add(
              new DelTable(table.family(), table.name().text(), table.handle(), destroy),
              table.span(),
              table.name());
      case Chain chain ->
          add(
              new DelChain(
                  chain.family(),
                  chain.table().text(),
                  chain.name().text(),
                  chain.handle(),
                  base(chain),
                  destroy),
              chain.span(),
              chain.table(),
              chain.name());
      case Rule rule ->
          add(
              new DelRule(
                  rule.family(), rule.table().text(), rule.chain().text(), rule.handle(), destroy),
              rule.span(),
              rule.table(),
              rule.chain());
      case SetDefinition set ->
          add(
              new DelSet(
                  set.family(), set.table().text(), set.name().text(), set.handle(), destroy),
              set.span(),
              set.table(),
              set.name());
      case StatefulObject object ->
          add(
              new DelObject(
                  object.family(),
                  object.table().text(),
                  ObjectDefinitions.type(object.spec().kind()),
                  object.name().text(),
                  object.handle(),
                  destroy),
              object.span(),
              object.table(),
              object.name());
      case Flowtable flowtable ->
          add(
              ObjectDefinitions.deleted(flowtable, destroy),
              flowtable.span(),
              flowtable.table(),
              flowtable.name());
      case Subject.Renaming _, Subject.Described _, Subject.Watched _, Subject.Markup _ ->
          throw new CompileException(subject.span(), "this cannot be deleted");
    }
  }

  private void delete(boolean destroy, Subject.Reference what) {
    Family family = family(what);
    String name = text(what.name());
    Name[] names = names(what);
    switch (what.kind()) {
      case TABLE ->
          add(new DelTable(family, text(what.table()), what.handle(), destroy), what.span(), names);
      case CHAIN ->
          add(new DelChain(family, table(what), name, what.handle(), destroy), what.span(), names);
      case RULE ->
          add(new DelRule(family, table(what), name, what.handle(), destroy), what.span(), names);
      case SET, MAP ->
          add(new DelSet(family, table(what), name, what.handle(), destroy), what.span(), names);
      case FLOWTABLE ->
          add(
              new DelFlowtable(family, table(what), name, what.handle(), List.of(), destroy),
              what.span(),
              names);
      default -> {
        ObjectKind object = what.kind().object();
        if (object == null || what.kind().isPlural()) {
          throw new CompileException(what.span(), what.kind().word() + " cannot be deleted");
        }
        ObjectType type = ObjectDefinitions.type(object);
        add(
            new DelObject(family, table(what), type, name, what.handle(), destroy),
            what.span(),
            names);
      }
    }
  }

  private void flush(Subject.Reference what) {
    Family family = family(what);
    Name[] names = names(what);
    switch (what.kind()) {
      case RULESET -> add(new DelTable(family, null, 0, false), what.span(), names);
      case TABLE -> add(new DelRule(family, table(what), null, 0, false), what.span(), names);
      case CHAIN ->
          add(new DelRule(family, table(what), text(what.name()), 0, false), what.span(), names);
      case SET, MAP, METER -> {
        String set = text(what.name());
        add(
            new DelSetElements(family, table(what), set == null ? "" : set, 0, List.of(), false),
            what.span(),
            names);
      }
      default -> throw new CompileException(what.span(), what.kind().word() + " cannot be flushed");
    }
  }

  private void rename(Subject subject) {
    if (!(subject instanceof Subject.Renaming renaming)) {
      throw new CompileException(subject.span(), "only chains can be renamed");
    }
    long handle =
        snapshot.chains().stream()
            .filter(c -> c.family() == renaming.family())
            .filter(c -> c.table().equals(renaming.table().text()))
            .filter(c -> c.name().equals(renaming.chain().text()))
            .mapToLong(NewChain::handle)
            .findFirst()
            .orElseThrow(
                () -> new CompileException(renaming.chain().span(), "No such file or directory"));
    add(
        new NewChain(
            renaming.family(),
            renaming.table().text(),
            renaming.newName().text(),
            handle,
            null,
            null,
            null,
            0,
            0,
            Bytes.EMPTY,
            Set.of()),
        renaming.span(),
        renaming.table(),
        renaming.chain());
  }

  private static Family family(Subject.Reference what) {
    Family family = what.family();
    return family == null ? Family.UNSPEC : family;
  }

  private static String table(Subject.Reference what) {
    String table = text(what.table());
    if (table == null) {
      throw new CompileException(what.span(), "a table must be named");
    }
    return table;
  }

  private static @Nullable String text(@Nullable Name name) {
    return name == null ? null : name.text();
  }

  private static Name[] names(Subject.Reference what) {
    List<Name> names = new ArrayList<>();
    if (what.table() != null) {
      names.add(what.table());
    }
    if (what.name() != null) {
      names.add(what.name());
    }
    return names.toArray(Name[]::new);
  }
}
