package dev.dejima.nft.syntax;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.HookNumber;
import java.util.EnumSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables, chains, sets and rules byte for byte as {@code nft list} does: one tab for what is
 * in a table, two for what is in a chain or set, a blank line between those.
 */
public final class NftPrinter {
  private final ListOptions options;
  private final StatementPrinter statements;
  private final SetPrinter sets;
  private final ObjectPrinter objects;

  public NftPrinter(ListOptions options) {
    this.options = options;
    this.statements = new StatementPrinter(options);
    this.sets = new SetPrinter(options);
    this.objects = new ObjectPrinter(options);
  }

  /** {@code list ruleset}. */
  public String print(Ruleset ruleset) {
    return ruleset.tables().stream().map(this::print).collect(joining());
  }

  /** {@code list table}. */
  public String print(Table table) {
    StringBuilder text = new StringBuilder(head(table));
    String delimiter = "";
    if (!table.flags().isEmpty()) {
      text.append("\tflags ").append(flags(table)).append('\n');
      delimiter = "\n";
    }
    if (table.comment() != null) {
      text.append("\tcomment ").append(ExpressionPrinter.quoted(table.comment())).append('\n');
    }
    for (StatefulObject object : table.objects()) {
      text.append(delimiter).append(objects.print(object));
      delimiter = "\n";
    }
    for (SetDefinition set : table.sets()) {
      text.append(delimiter).append(sets.print(set));
      delimiter = "\n";
    }
    for (Flowtable flowtable : table.flowtables()) {
      text.append(delimiter).append(objects.print(flowtable));
      delimiter = "\n";
    }
    for (Chain chain : table.chains()) {
      text.append(delimiter).append(print(chain));
      delimiter = "\n";
    }
    return text.append("}\n").toString();
  }

  private String head(Table table) {
    String handle = options.handles() ? " # handle " + table.handle() : "";
    return "table " + table.family().word() + " " + table.name() + " {" + handle + "\n";
  }

  private static String flags(Table table) {
    return EnumSet.copyOf(table.flags()).stream().map(Table.Flag::word).collect(joining(","));
  }

  /** {@code list tables}: a line for each. */
  public String tables(Ruleset ruleset) {
    StringBuilder text = new StringBuilder();
    for (Table table : ruleset.tables()) {
      text.append("table ").append(table.family().word()).append(' ').append(table.name());
      text.append('\n');
    }
    return text.toString();
  }

  /** {@code list chains}: declarations without rules. */
  public String chains(Ruleset ruleset) {
    StringBuilder text = new StringBuilder();
    for (Table table : ruleset.tables()) {
      text.append(bareHead(table));
      for (Chain chain : table.chains()) {
        text.append(declaration(chain)).append("\t}\n");
      }
      text.append("}\n");
    }
    return text.toString();
  }

  /** {@code list chain}: one chain, in its table. */
  public String chain(Table table, Chain chain) {
    return bareHead(table) + print(chain) + "}\n";
  }

  /** {@code list set} and {@code list map}: one of them, in its table. */
  public String set(Table table, SetDefinition set) {
    return bareHead(table) + sets.print(set) + "}\n";
  }

  /** {@code list counters} and the like: the objects of a kind, of each table that has any. */
  public String objects(Ruleset ruleset, Predicate<StatefulObject> wanted) {
    StringBuilder text = new StringBuilder();
    for (Table table : ruleset.tables()) {
      if (!table.objects().isEmpty()) {
        text.append(bareHead(table));
        table.objects().stream().filter(wanted).map(objects::print).forEach(text::append);
        text.append("}\n");
      }
    }
    return text.toString();
  }

  /** {@code list flowtables}: the flowtables of each table. */
  public String flowtables(Ruleset ruleset, Predicate<Flowtable> wanted) {
    StringBuilder text = new StringBuilder();
    for (Table table : ruleset.tables()) {
      text.append(bareHead(table));
      table.flowtables().stream().filter(wanted).map(objects::print).forEach(text::append);
      text.append("}\n");
    }
    return text.toString();
  }

  /** {@code list sets}: the sets of each table. */
  public String sets(Ruleset ruleset) {
    return sets(ruleset, set -> !set.isMap());
  }

  /** {@code list meters}: the sets of each table that rules put elements into. */
  public String meters(Ruleset ruleset) {
    return sets(ruleset, set -> !set.isMap() && set.flags().contains(SetDefinition.Flag.DYNAMIC));
  }

  /** {@code list maps}: the maps of each table. */
  public String maps(Ruleset ruleset) {
    return sets(ruleset, SetDefinition::isMap);
  }

  private String sets(Ruleset ruleset, Predicate<SetDefinition> wanted) {
    StringBuilder text = new StringBuilder();
    for (Table table : ruleset.tables()) {
      text.append(bareHead(table));
      for (SetDefinition set : table.sets()) {
        text.append(wanted.test(set) ? sets.print(set) : "");
      }
      text.append("}\n");
    }
    return text.toString();
  }

  private static String bareHead(Table table) {
    return "table " + table.family().word() + " " + table.name() + " {\n";
  }

  /** A chain in its table. */
  String print(Chain chain) {
    StringBuilder text = new StringBuilder(declaration(chain));
    for (Rule rule : chain.rules()) {
      text.append("\t\t").append(print(rule)).append('\n');
    }
    return text.append("\t}\n").toString();
  }

  private String declaration(Chain chain) {
    StringBuilder text = new StringBuilder("\tchain ").append(chain.name()).append(" {");
    text.append(options.handles() ? " # handle " + chain.handle() : "");
    if (chain.comment() != null) {
      text.append("\n\t\tcomment ").append(ExpressionPrinter.quoted(chain.comment()));
    }
    text.append('\n');
    String hook = hook(chain);
    return text.append(hook.isEmpty() ? "" : "\t\t" + hook + "\n").toString();
  }

  /** The line that makes a chain a base chain; empty for a regular one. */
  private String hook(Chain chain) {
    Chain.Base base = chain.base();
    StringBuilder text = new StringBuilder();
    if (base != null) {
      text.append("type ").append(base.type().word()).append(" hook ").append(base.hook().word());
      text.append(devices(chain)).append(" priority ").append(priority(chain.family(), base));
      text.append(';');
    }
    if (base == null && !chain.devices().isEmpty()) {
      text.append("devices = { ").append(ObjectPrinter.devices(chain.devices())).append(" };");
    }
    if (chain.policy() != null) {
      text.append(base == null ? "" : " ").append("policy ").append(chain.policy().word());
      text.append(';');
    }
    if (chain.flags().contains(Chain.Flag.OFFLOAD)) {
      text.append(" flags offload;");
    }
    return text.toString();
  }

  private static String devices(Chain chain) {
    return switch (chain.devices().size()) {
      case 0 -> "";
      case 1 -> " device " + ObjectPrinter.devices(chain.devices());
      default -> " devices = { " + ObjectPrinter.devices(chain.devices()) + " }";
    };
  }

  private String priority(Family family, Chain.Base base) {
    Integer number = base.priority().number(family, base.hook());
    return options.numericPriority() && number != null
        ? number.toString()
        : base.priority().toString();
  }

  /** A rule, without its chain. */
  public String print(Rule rule) {
    String comment =
        rule.comment() == null ? "" : " comment " + ExpressionPrinter.quoted(rule.comment());
    String handle = options.handles() ? " # handle " + rule.handle() : "";
    return statements.print(rule.statements()) + comment + handle;
  }

  /** A statement on its own. */
  public String print(Statement statement) {
    return statements.print(statement);
  }

  /** An expression on its own. */
  public String print(Expression expression) {
    return new ExpressionPrinter(options).print(expression);
  }

  /** A command, on one line unless it holds a block; read again, it gives the same. */
  public String print(Command command) {
    return command.verb().word() + " " + subject(command.subject());
  }

  private String subject(Subject subject) {
    return switch (subject) {
      case Table t -> isEmpty(t) ? bareTable(t) : print(t).stripTrailing();
      case Chain c -> "chain " + path(c.family(), c.table(), c.name()) + body(print(c));
      case Rule r -> rule(r);
      case SetDefinition s ->
          (s.isMap() ? "map " : "set ")
              + path(s.family(), s.table(), s.name())
              + body(sets.print(s));
      case StatefulObject o ->
          o.spec().kind().word()
              + " "
              + path(o.family(), o.table(), o.name())
              + body(objects.print(o));
      case Flowtable f ->
          "flowtable " + path(f.family(), f.table(), f.name()) + body(objects.print(f));
      case Elements e ->
          "element " + path(e.family(), e.table(), e.set()) + " " + print(e.elements());
      case Subject.Reference r -> reference(r);
      case Subject.Described described -> print(described.expression());
      case Subject.Watched watched -> watched(watched);
      case Subject.Markup markup -> "ruleset " + markup.language();
      case Subject.Renaming r ->
          "chain " + path(r.family(), r.table(), r.chain()) + " " + r.newName();
    };
  }

  private static String watched(Subject.Watched watched) {
    StringBuilder text = new StringBuilder();
    String event =
        switch (watched.event()) {
          case ANY -> null;
          case NEW -> "new";
          case DESTROY -> "destroy";
        };
    word(text, event);
    word(text, watched.of() == Subject.Watched.Events.ANY ? null : watched.of().word());
    word(text, watched.json() ? "json" : null);
    return text.toString().stripLeading();
  }

  private static boolean isEmpty(Table table) {
    return table.flags().isEmpty()
        && table.comment() == null
        && table.objects().isEmpty()
        && table.sets().isEmpty()
        && table.flowtables().isEmpty()
        && table.chains().isEmpty();
  }

  private static String bareTable(Table table) {
    return "table " + table.family().word() + " " + table.name();
  }

  private static String path(Family family, Name table, Name name) {
    return family.word() + " " + table + " " + name;
  }

  /** A block without the words in front of its brace; nothing if it is empty. */
  private static String body(String block) {
    String body = block.substring(block.indexOf('{')).stripTrailing();
    return body.replaceAll("\\s", "").equals("{}") ? "" : " " + body;
  }

  private String rule(Rule rule) {
    StringBuilder text =
        new StringBuilder("rule ").append(path(rule.family(), rule.table(), rule.chain()));
    if (rule.place() != null) {
      text.append(' ').append(rule.place().kind().word()).append(' ');
      text.append(rule.place().number());
    } else if (rule.handle() != 0) {
      text.append(" handle ").append(rule.handle());
    }
    return text.append(' ').append(print(rule)).toString();
  }

  private static String reference(Subject.Reference reference) {
    StringBuilder text = new StringBuilder(reference.kind().word());
    String scope = scope(reference);
    text.append(scope);
    word(text, reference.family() == null ? null : reference.family().word());
    word(text, reference.table() == null ? null : reference.table().text());
    word(text, reference.name() == null ? null : reference.name().text());
    return text.append(reference.handle() == 0 ? "" : " handle " + reference.handle()).toString();
  }

  /** {@code list sets table …}, {@code reset rules chain …}: what the names behind it are of. */
  private static String scope(Subject.Reference reference) {
    return switch (reference.kind()) {
      case RULES -> reference.name() != null ? " chain" : reference.table() != null ? " table" : "";
      case CT_TIMEOUTS, CT_EXPECTATIONS -> " table";
      default -> reference.kind().isPlural() && reference.table() != null ? " table" : "";
    };
  }

  private static void word(StringBuilder text, @Nullable String word) {
    if (word != null) {
      text.append(' ').append(word);
    }
  }

  /** The name of a hook's priority, as listings show it. */
  public static String priority(Family family, HookNumber hook, int number) {
    return Priority.of(family, hook, number).toString();
  }
}
