package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.Statement.ObjectKind;
import org.jspecify.annotations.Nullable;

/** What a command is about: a definition to add, or a reference to what is there. */
public sealed interface Subject {
  /** Where it was written. */
  Span span();

  /** What can be added; what belongs to a table says so itself, also inside a block. */
  sealed interface Definition extends Subject
      permits Table, Chain, Rule, SetDefinition, Elements, StatefulObject, Flowtable {}

  /**
   * What is listed, deleted, flushed or reset.
   *
   * @param kind of what
   * @param family absent where none was written and every family is meant
   * @param table absent for all tables, and for a table that is named by its handle
   * @param name the name of the chain, set, map, object or flowtable, for a rule its chain's;
   *     absent for all, and where a handle names it
   * @param handle the kernel's number; 0 for none
   */
  record Reference(
      Kind kind,
      @Nullable Family family,
      @Nullable Name table,
      @Nullable Name name,
      long handle,
      Span span)
      implements Subject {}

  /** A chain's new name. */
  record Renaming(Family family, Name table, Name chain, Name newName, Span span)
      implements Subject {}

  /** An expression or a data type that is explained. */
  record Described(Expression expression, Span span) implements Subject {}

  /**
   * Events that are watched.
   *
   * @param event those of what is new, of what goes, or both
   * @param of of what
   * @param json whether each is told in JSON
   */
  record Watched(Event event, Events of, boolean json, Span span) implements Subject {
    /** What happened. */
    public enum Event {
      ANY,
      NEW,
      DESTROY
    }

    /** To what it happened. */
    public enum Events {
      ANY(""),
      TABLES("tables"),
      CHAINS("chains"),
      SETS("sets"),
      RULES("rules"),
      ELEMENTS("elements"),
      RULESET("ruleset"),
      TRACE("trace");

      private final String word;

      Events(String word) {
        this.word = word;
      }

      public String word() {
        return word;
      }
    }
  }

  /** A ruleset in another language, {@code json} or {@code xml}, which nft once read and wrote. */
  record Markup(String language, Span span) implements Subject {}

  /** Kinds of things. */
  enum Kind {
    RULESET("ruleset"),
    TABLES("tables"),
    TABLE("table"),
    CHAINS("chains"),
    CHAIN("chain"),
    RULES("rules"),
    RULE("rule"),
    SETS("sets"),
    SET("set"),
    MAPS("maps"),
    MAP("map"),
    METERS("meters"),
    HOOKS("hooks"),
    METER("meter"),
    ELEMENT("element"),
    FLOWTABLES("flowtables"),
    FLOWTABLE("flowtable"),
    COUNTERS("counters", ObjectKind.COUNTER),
    COUNTER("counter", ObjectKind.COUNTER),
    QUOTAS("quotas", ObjectKind.QUOTA),
    QUOTA("quota", ObjectKind.QUOTA),
    LIMITS("limits", ObjectKind.LIMIT),
    LIMIT("limit", ObjectKind.LIMIT),
    CT_HELPERS("ct helpers", ObjectKind.CT_HELPER),
    CT_HELPER("ct helper", ObjectKind.CT_HELPER),
    CT_TIMEOUTS("ct timeout", ObjectKind.CT_TIMEOUT),
    CT_TIMEOUT("ct timeout", ObjectKind.CT_TIMEOUT),
    CT_EXPECTATIONS("ct expectation", ObjectKind.CT_EXPECTATION),
    CT_EXPECTATION("ct expectation", ObjectKind.CT_EXPECTATION),
    CT_COUNT("ct count", ObjectKind.CT_COUNT),
    SECMARKS("secmarks", ObjectKind.SECMARK),
    SECMARK("secmark", ObjectKind.SECMARK),
    SYNPROXYS("synproxys", ObjectKind.SYNPROXY),
    SYNPROXY("synproxy", ObjectKind.SYNPROXY),
    TUNNELS("tunnels", ObjectKind.TUNNEL),
    TUNNEL("tunnel", ObjectKind.TUNNEL);

    private final String word;
    private final @Nullable ObjectKind object;

    Kind(String word) {
      this.word = word;
      this.object = null;
    }

    Kind(String word, ObjectKind object) {
      this.word = word;
      this.object = object;
    }

    /** The kind of object that it is, or are; null for what is no stateful object. */
    public @Nullable ObjectKind object() {
      return object;
    }

    /** Whether it stands for all of a table, a family or the ruleset. */
    public boolean isPlural() {
      return switch (this) {
        case RULESET,
            TABLES,
            CHAINS,
            RULES,
            SETS,
            MAPS,
            METERS,
            HOOKS,
            FLOWTABLES,
            COUNTERS,
            QUOTAS,
            LIMITS,
            CT_HELPERS,
            CT_TIMEOUTS,
            CT_EXPECTATIONS,
            SECMARKS,
            SYNPROXYS,
            TUNNELS ->
            true;
        default -> false;
      };
    }

    /** One object of a kind. */
    public static Kind of(ObjectKind object) {
      for (Kind kind : values()) {
        if (kind.object == object && !kind.isPlural()) {
          return kind;
        }
      }
      throw new IllegalArgumentException(object.word());
    }

    public String word() {
      return word;
    }
  }
}
