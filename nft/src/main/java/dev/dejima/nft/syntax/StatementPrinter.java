package dev.dejima.nft.syntax;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.syntax.Statement.LogFlag;
import dev.dejima.nft.syntax.Statement.NatFlag;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes statements as listings show them. */
final class StatementPrinter {
  private final ListOptions options;
  private final ExpressionPrinter expressions;

  StatementPrinter(ListOptions options) {
    this.options = options;
    this.expressions = new ExpressionPrinter(options);
  }

  String print(List<Statement> statements) {
    StringBuilder text = new StringBuilder();
    for (Statement statement : statements) {
      text.append(text.isEmpty() ? "" : " ").append(print(statement));
    }
    return text.toString();
  }

  String print(Statement statement) {
    return switch (statement) {
      case Statement.Match m -> match(m);
      case Statement.VerdictStatement v -> ExpressionPrinter.verdict(v.verdict());
      case Statement.VerdictMap v -> text(v.key()) + " vmap " + text(v.map());
      case Statement.Counter c -> counter(c);
      case Statement.ObjectReference o -> object(o);
      case Statement.Log l -> log(l);
      case Statement.Limit l -> "limit " + rate(l);
      case Statement.Reject r -> reject(r);
      case Statement.Nat n -> nat(n);
      case Statement.Masquerade m -> "masquerade" + toPort(m.port()) + flags(m.flags());
      case Statement.Redirect r -> "redirect" + toPort(r.port()) + flags(r.flags());
      case Statement.Notrack _ -> "notrack";
      case Statement.OptionReset r -> "reset " + text(r.option());
      case Statement.Mangle m -> text(m.key()) + " set " + text(m.value());
      case Statement.SetUpdate s -> setUpdate(s);
      case Statement.ChainBlock b -> chainBlock(b);
      case Statement.Meter m -> meter(m);
      case Statement.Handover h -> new HandoverPrinter(expressions).print(h);
      case Statement.Quota q -> quota(q);
      case Statement.Last l -> last(l);
      case Statement.ConnectionLimit c ->
          "ct count " + (c.over() ? "over " : "") + Integer.toUnsignedString((int) c.count());
      case Statement.Compat c -> "xt " + c.kind().word() + " " + ExpressionPrinter.quoted(c.name());
    };
  }

  private String text(Expression expression) {
    return expressions.print(expression);
  }

  private String match(Statement.Match match) {
    String operator = match.operator().word().isEmpty() ? "" : match.operator().word() + " ";
    return text(match.left()) + " " + operator + text(match.right());
  }

  private String counter(Statement.Counter counter) {
    return options.stateless()
        ? "counter"
        : "counter packets "
            + Long.toUnsignedString(counter.packets())
            + " bytes "
            + Long.toUnsignedString(counter.bytes());
  }

  private String object(Statement.ObjectReference reference) {
    String how =
        switch (reference.kind()) {
          case CT_HELPER, CT_TIMEOUT, CT_EXPECTATION, SECMARK -> " set ";
          case COUNTER, QUOTA, LIMIT, CT_COUNT, SYNPROXY, TUNNEL -> " name ";
        };
    String kind = reference.kind() == Statement.ObjectKind.SECMARK ? "meta " : "";
    return kind + reference.kind().word() + how + text(reference.name());
  }

  private static String log(Statement.Log log) {
    StringBuilder text = new StringBuilder("log");
    if (log.prefix() != null) {
      text.append(" prefix ").append(ExpressionPrinter.quoted(log.prefix()));
    }
    option(text, " group ", log.group());
    option(text, " snaplen ", log.snaplen());
    option(text, " queue-threshold ", log.queueThreshold());
    if (log.level() != null) {
      text.append(" level ").append(log.level().word());
    }
    return text.append(logFlags(log.flags())).toString();
  }

  private static void option(StringBuilder text, String word, @Nullable Number value) {
    if (value != null) {
      text.append(word).append(Long.toUnsignedString(value.longValue()));
    }
  }

  private static String logFlags(Set<LogFlag> flags) {
    if (flags.containsAll(EnumSet.allOf(LogFlag.class))) {
      return " flags all";
    }
    boolean sequence = flags.contains(LogFlag.TCP_SEQUENCE);
    boolean options = flags.contains(LogFlag.TCP_OPTIONS);
    StringBuilder text = new StringBuilder();
    if (sequence || options) {
      text.append(" flags tcp ").append(sequence ? "sequence" : "options");
      text.append(sequence && options ? ",options" : "");
    }
    text.append(flags.contains(LogFlag.IP_OPTIONS) ? " flags ip options" : "");
    text.append(flags.contains(LogFlag.SKUID) ? " flags skuid" : "");
    text.append(flags.contains(LogFlag.ETHER) ? " flags ether" : "");
    return text.toString();
  }

  /** A limit without its first word. */
  static String rate(Statement.Limit limit) {
    StringBuilder text = new StringBuilder("rate ");
    text.append(limit.over() ? "over " : "").append(Long.toUnsignedString(limit.rate()));
    if (limit.unit() != Statement.LimitUnit.PACKETS) {
      text.append(' ').append(limit.unit().word());
    }
    text.append('/').append(limit.per().word());
    if (limit.burst() != null) {
      Statement.LimitUnit unit = limit.burstUnit() == null ? limit.unit() : limit.burstUnit();
      text.append(" burst ").append(Long.toUnsignedString(limit.burst()));
      text.append(' ').append(unit.word());
    }
    return text.toString();
  }

  private String quota(Statement.Quota quota) {
    String used =
        options.stateless() || quota.used() == 0 ? "" : " used " + Numbers.bytes(quota.used());
    return "quota " + (quota.over() ? "over " : "") + Numbers.bytes(quota.bytes()) + used;
  }

  private String last(Statement.Last last) {
    if (options.stateless()) {
      return "last";
    }
    Long used = last.used();
    return "last used " + (used == null ? "never" : Numbers.time(used, options));
  }

  private String reject(Statement.Reject reject) {
    boolean plain = reject.code() == null && reject.type() != Statement.RejectType.TCP_RESET;
    if (reject.type() == null || plain) {
      return "reject";
    }
    String code = reject.code() == null ? "" : " " + text(reject.code());
    return "reject with " + reject.type().word() + code;
  }

  private String nat(Statement.Nat nat) {
    StringBuilder text = new StringBuilder(nat.type().word());
    if (nat.family() != null) {
      text.append(' ').append(nat.family().word());
    }
    if (nat.target() != null) {
      text.append(' ').append(nat.target().word());
    }
    if (nat.address() != null || nat.port() != null) {
      text.append(" to ");
    }
    if (nat.address() != null) {
      text.append(nat.port() == null ? text(nat.address()) : expressions.bracketed(nat.address()));
    }
    if (nat.port() != null) {
      text.append(':').append(text(nat.port()));
    }
    return text.append(flags(nat.flags())).toString();
  }

  private String toPort(@Nullable Expression port) {
    return port == null ? "" : " to :" + text(port);
  }

  private static String flags(Set<NatFlag> flags) {
    return flags.isEmpty()
        ? ""
        : " " + EnumSet.copyOf(flags).stream().map(NatFlag::word).collect(joining(","));
  }

  /** The rules of a chain without a name, one tab further in than the rule that it belongs to. */
  private String chainBlock(Statement.ChainBlock block) {
    NftPrinter rules = new NftPrinter(options.withoutHandles());
    StringBuilder text = new StringBuilder(block.code().name().toLowerCase(Locale.ROOT));
    text.append(" {\n");
    for (Rule rule : block.rules()) {
      text.append("\t\t\t").append(rules.print(rule)).append('\n');
    }
    return text.append("\t\t}").toString();
  }

  private String meter(Statement.Meter meter) {
    String size = meter.size() == null ? "" : " size " + meter.size();
    return "meter " + meter.name() + size + " { " + element(meter.element()) + " }";
  }

  private String setUpdate(Statement.SetUpdate update) {
    return update.operation().word()
        + " "
        + text(update.set())
        + " { "
        + element(update.element())
        + " }";
  }

  private String element(Expression.Element element) {
    StringBuilder text = new StringBuilder(text(element.key()));
    if (element.timeout() != null) {
      text.append(" timeout ").append(Numbers.time(element.timeout(), options));
    }
    if (element.comment() != null) {
      text.append(" comment ").append(ExpressionPrinter.quoted(element.comment()));
    }
    StatementPrinter stateless = new StatementPrinter(options.withoutState());
    for (Statement statement : element.statements()) {
      text.append(' ').append(stateless.print(statement));
    }
    if (element.value() != null) {
      text.append(" : ").append(text(element.value()));
    }
    return text.toString();
  }
}
