package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.compile.Typeof;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.Flowtable;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Priority;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.SetDefinition;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a dump of the ruleset to the tree that listings are printed from. */
public final class Decompiler {
  private final Snapshot snapshot;
  private final Values values;

  /**
   * A decompiler of one dump.
   *
   * @param options which values listings show as words
   */
  public Decompiler(Snapshot snapshot, Environment environment, ListOptions options) {
    this.snapshot = snapshot;
    this.values = new Values(environment, options);
  }

  /** All tables, in the kernel's order. */
  public Ruleset ruleset() {
    List<Table> tables = new ArrayList<>();
    for (NewTable table : snapshot.tables()) {
      tables.add(table(table));
    }
    return new Ruleset(tables);
  }

  private Table table(NewTable table) {
    Set<Table.Flag> flags = EnumSet.noneOf(Table.Flag.class);
    for (Table.Flag flag : Table.Flag.values()) {
      if ((table.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return new Table(
        table.family(),
        Name.of(table.name()),
        table.handle(),
        flags,
        UserData.text(table.userData(), UserData.COMMENT).orElse(null),
        objects(table),
        sets(table),
        flowtables(table),
        chains(table),
        Span.NONE);
  }

  private List<StatefulObject> objects(NewTable table) {
    ObjectDecompiler objects = new ObjectDecompiler(values);
    List<StatefulObject> list = new ArrayList<>();
    for (NewObject object : snapshot.objects()) {
      StatefulObject shown =
          object.family() == table.family() && object.table().equals(table.name())
              ? objects.object(object)
              : null;
      if (shown != null) {
        list.add(shown);
      }
    }
    return list;
  }

  private List<Flowtable> flowtables(NewTable table) {
    return snapshot.flowtables().stream()
        .filter(f -> f.family() == table.family() && f.table().equals(table.name()))
        .map(ObjectDecompiler::flowtable)
        .toList();
  }

  private List<SetDefinition> sets(NewTable table) {
    List<SetDefinition> sets = new ArrayList<>();
    for (NewSet set : snapshot.sets()) {
      boolean anonymous = (set.flags() & NewSet.ANONYMOUS) != 0;
      if (set.family() == table.family() && set.table().equals(table.name()) && !anonymous) {
        sets.add(set(set));
      }
    }
    return sets;
  }

  private List<Chain> chains(NewTable table) {
    List<Chain> chains = new ArrayList<>();
    for (NewChain chain : snapshot.chains()) {
      boolean bound = (chain.flags() & NewChain.BINDING) != 0;
      if (chain.family() == table.family() && chain.table().equals(table.name()) && !bound) {
        chains.add(chain(chain));
      }
    }
    return chains;
  }

  private Chain chain(NewChain chain) {
    List<Rule> rules = new ArrayList<>();
    for (NewRule rule : snapshot.rules(chain.family(), chain.table(), chain.name())) {
      rules.add(rule(rule));
    }
    BaseHook hook = chain.hook();
    Set<Chain.Flag> flags = EnumSet.noneOf(Chain.Flag.class);
    for (Chain.Flag flag : Chain.Flag.values()) {
      if ((chain.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    return new Chain(
        chain.family(),
        Name.of(chain.table()),
        Name.of(chain.name()),
        chain.handle(),
        hook == null ? null : base(chain, hook),
        hook == null ? List.of() : hook.devices().stream().sorted().toList(),
        policy(chain),
        flags,
        UserData.text(chain.userData(), UserData.COMMENT).orElse(null),
        rules,
        Span.NONE);
  }

  private static Chain.Base base(NewChain chain, BaseHook hook) {
    Chain.Type type = Chain.Type.FILTER;
    for (Chain.Type known : Chain.Type.values()) {
      if (known.word().equals(chain.type())) {
        type = known;
      }
    }
    return new Chain.Base(
        type, hook.hook(), Priority.of(chain.family(), hook.hook(), hook.priority()), Span.NONE);
  }

  private static Chain.@Nullable Policy policy(NewChain chain) {
    Verdict policy = chain.policy();
    if (policy == null) {
      return null;
    }
    return policy.code() == Verdict.Code.DROP ? Chain.Policy.DROP : Chain.Policy.ACCEPT;
  }

  /** One rule. */
  public Rule rule(NewRule rule) {
    return new Rule(
        rule.family(),
        Name.of(rule.table()),
        Name.of(rule.chain()),
        rule.handle(),
        null,
        statements(rule),
        UserData.text(rule.userData(), UserData.COMMENT).orElse(null),
        Span.NONE);
  }

  /** Rules that other programs made may use registers in ways that have no words. */
  private List<Statement> statements(NewRule rule) {
    try {
      return new RuleDecompiler(snapshot, rule, values, this::rule).decompile();
    } catch (IllegalArgumentException e) {
      return Raw.statements(rule.exprs());
    }
  }

  /** One named set or map, with its elements. */
  public SetDefinition set(NewSet set) {
    boolean map = (set.flags() & (NewSet.MAP | NewSet.OBJECT)) != 0;
    Set<SetDefinition.Flag> flags = EnumSet.noneOf(SetDefinition.Flag.class);
    for (SetDefinition.Flag flag : SetDefinition.Flag.values()) {
      if ((set.flags() & flag.bit()) != 0) {
        flags.add(flag);
      }
    }
    List<SetElement> elements = snapshot.elements(set.family(), set.table(), set.name());
    return new SetDefinition(
        set.family(),
        Name.of(set.table()),
        Name.of(set.name()),
        set.handle(),
        keyType(set),
        map ? dataType(set) : null,
        SetTypes.hasDataRanges(set),
        flags,
        set.timeout() == 0 ? null : set.timeout(),
        set.gcInterval() == 0 ? null : (long) set.gcInterval(),
        set.size() == 0 ? null : set.size() & 0xffffffffL,
        set.policy() == 0 ? null : SetDefinition.Policy.MEMORY,
        UserData.number(set.userData(), UserData.SET_MERGE_ELEMENTS, 0) != 0,
        UserData.text(set.userData(), UserData.SET_COMMENT).orElse(null),
        ElementDecompiler.statements(set.exprs()),
        elements.isEmpty()
            ? null
            : new Expression.SetLiteral(
                new ElementDecompiler(values).decompile(set, elements, SetTypes.keys(set), 0),
                Span.NONE),
        set.count(),
        Span.NONE);
  }

  /**
   * Where a map's data is told by the name of a type, nft has no words to tell its key otherwise.
   */
  private static SetDefinition.Type keyType(NewSet set) {
    boolean named =
        (set.flags() & NewSet.MAP) != 0
            && set.dataType() != NewSet.VERDICT
            && (set.flags() & NewSet.OBJECT) == 0
            && Typeof.decode(set.userData(), UserData.SET_DATA_TYPEOF) == null;
    List<ValueType> types = SetTypes.keys(set);
    return named ? named(types) : type(set, UserData.SET_KEY_TYPEOF, types);
  }

  private static SetDefinition.Type named(List<ValueType> types) {
    return new SetDefinition.Type.Named(
        types.stream().map(type -> Name.of(type.data().word())).toList());
  }

  private static SetDefinition.Type dataType(NewSet set) {
    if ((set.flags() & NewSet.OBJECT) != 0) {
      return new SetDefinition.Type.OfObject(ObjectDecompiler.kind(set.objectType()));
    }
    return set.dataType() == NewSet.VERDICT
        ? new SetDefinition.Type.Named(List.of(Name.of("verdict")))
        : type(set, UserData.SET_DATA_TYPEOF, SetTypes.data(set));
  }

  private static SetDefinition.Type type(NewSet set, int typeof, List<ValueType> types) {
    Expression expression = Typeof.decode(set.userData(), typeof);
    return expression == null || Typeof.types(expression).size() != types.size()
        ? named(types)
        : new SetDefinition.Type.TypeOf(expression);
  }
}
