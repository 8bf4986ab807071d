package dev.dejima.nft.syntax;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.syntax.Statement.QueueFlag;
import java.util.EnumSet;
import java.util.Set;

/** Writes the statements that give packets to somebody else. */
final class HandoverPrinter {
  private final ExpressionPrinter expressions;

  HandoverPrinter(ExpressionPrinter expressions) {
    this.expressions = expressions;
  }

  String print(Statement.Handover handover) {
    return switch (handover) {
      case Statement.Dup dup -> {
        Expression device = dup.device();
        yield "dup to " + text(dup.to()) + (device == null ? "" : " device " + text(device));
      }
      case Statement.FlowOffload flow -> "flow add @" + flow.flowtable();
      case Statement.Fwd fwd -> fwd(fwd);
      case Statement.Queue queue -> queue(queue);
      case Statement.Synproxy synproxy -> synproxy(synproxy);
      case Statement.Tproxy tproxy -> tproxy(tproxy);
    };
  }

  private String text(Expression expression) {
    return expressions.print(expression);
  }

  private String fwd(Statement.Fwd fwd) {
    Expression address = fwd.address();
    return fwd.family() == null || address == null
        ? "fwd to " + text(fwd.device())
        : "fwd " + fwd.family().word() + " to " + text(address) + " device " + text(fwd.device());
  }

  private String queue(Statement.Queue queue) {
    return "queue" + flags(queue.flags()) + " to " + text(queue.number());
  }

  private static String flags(Set<QueueFlag> flags) {
    return flags.isEmpty()
        ? ""
        : EnumSet.copyOf(flags).stream().map(QueueFlag::word).collect(joining(",", " flags ", ""));
  }

  /** A segment size and a window scale are shown together, a nought for the one that is absent. */
  private static String synproxy(Statement.Synproxy synproxy) {
    Integer mss = synproxy.mss();
    Integer wscale = synproxy.wscale();
    String sizes =
        mss == null && wscale == null
            ? ""
            : " mss " + (mss == null ? 0 : mss) + " wscale " + (wscale == null ? 0 : wscale);
    return "synproxy"
        + sizes
        + (synproxy.timestamp() ? " timestamp" : "")
        + (synproxy.sackPerm() ? " sack-perm" : "");
  }

  private String tproxy(Statement.Tproxy tproxy) {
    StringBuilder text = new StringBuilder("tproxy");
    if (tproxy.family() != null) {
      text.append(' ').append(tproxy.family().word());
    }
    text.append(" to ");
    if (tproxy.address() != null) {
      text.append(expressions.bracketed(tproxy.address()));
    }
    if (tproxy.port() != null) {
      text.append(':').append(text(tproxy.port()));
    }
    return text.toString();
  }
}
