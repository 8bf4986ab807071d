package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent;
import dev.dejima.kernel.path.DropReason;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.FragmentEvent;
import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.lab.report.Style;
import dev.dejima.lab.run.RuleText;
import dev.dejima.nft.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trace for people: short, which is what decided; or all of it. A node's name stands on
 * the left, what happened there beside it, a word for each kind of thing in front.
 */
public final class TracePrinter {
  private static final int LABEL = 8;
  private static final int INDENT = 2;

  private final Style style;
  private final boolean all;

  /**
   * A printer.
   *
   * @param all whether to write all that happened, and not only what decided
   */
  public TracePrinter(Style style, boolean all) {
    this.style = style;
    this.all = all;
  }

  /** The whole account, lines with their ends. */
  public String print(Trace trace) {
    StringBuilder out = new StringBuilder();
    boolean good = trace.disposition().isSuccess();
    String word = trace.disposition().word();
    out.append(style.bold(trace.probe()))
        .append(" from ")
        .append(style.bold(trace.from()))
        .append(": ")
        .append(good ? style.good(word) : style.bad(word))
        .append('\n');
    wrapped(trace.reason(), style.width() - INDENT)
        .forEach(line -> out.append(" ".repeat(INDENT)).append(line).append('\n'));
    for (String note : trace.notes()) {
      wrapped("note: " + note, style.width() - INDENT)
          .forEach(line -> out.append(" ".repeat(INDENT)).append(line).append('\n'));
    }
    int column = column(trace);
    journey(out, trace.there(), column, !good);
    trace
        .back()
        .ifPresent(
            back -> {
              out.append('\n').append(style.dim("and back")).append('\n');
              journey(out, back, column, trace.disposition() == Disposition.ANSWER_LOST);
            });
    return out.toString();
  }

  private static int column(Trace trace) {
    List<Hop> hops = new ArrayList<>(trace.there().hops());
    trace.back().ifPresent(back -> hops.addAll(back.hops()));
    return hops.stream().mapToInt(hop -> hop.node().length()).max().orElse(0) + INDENT;
  }

  private void journey(StringBuilder out, Journey journey, int column, boolean failed) {
    out.append('\n');
    for (int i = 0; i < journey.hops().size(); i++) {
      Hop hop = journey.hops().get(i);
      boolean last = i == journey.hops().size() - 1;
      List<Row> rows = new ArrayList<>();
      if (i == 0 && hop.in() == null && !all && !journey.packet().isEmpty()) {
        rows.add(new Row("sends", brief(journey.packet()), Tone.PLAIN));
      }
      if (!all) {
        way(hop).ifPresent(rows::add);
      }
      rows.addAll(all ? everything(hop) : decisive(hop, failed && last));
      print(out, hop.node(), column, rows);
    }
  }

  /** A line of tcpdump without what a trace does not turn on. */
  private static String brief(String packet) {
    return packet.replaceFirst("^IP6? ", "").replaceFirst(", options \\[.*?]", "");
  }

  private static Optional<Row> way(Hop hop) {
    String in = hop.in() == null ? "" : "in by " + hop.in();
    String out = hop.out() == null ? "" : "out by " + hop.out();
    String both = in + (in.isEmpty() || out.isEmpty() ? "" : ", ") + out;
    return both.isEmpty() ? Optional.empty() : Optional.of(new Row("link", both, Tone.DIM));
  }

  // ---- rows

  private enum Tone {
    PLAIN,
    DIM,
    RULE,
    GOOD,
    BAD
  }

  private record Row(String label, String text, Tone tone) {}

  private List<Row> everything(Hop hop) {
    List<Row> rows = new ArrayList<>();
    for (Step step : hop.steps()) {
      rows.add(new Row(Narrator.label(step.event()), Narrator.text(step), tone(step)));
      place(step).ifPresent(rows::add);
    }
    return rows;
  }

  private static Tone tone(Step step) {
    return switch (step.event()) {
      case RulesetEvent.RuleMet met -> met.matched() ? verdictTone(met.verdict()) : Tone.DIM;
      case RulesetEvent.PolicyApplied policy ->
          policy.policy() == Verdict.Code.DROP ? Tone.BAD : Tone.PLAIN;
      case EndEvent.Dropped _, EndEvent.Unclaimed _ -> Tone.BAD;
      case EndEvent.Delivered _ -> Tone.GOOD;
      case DeviceEvent _, RulesetEvent.HookEntered _, RulesetEvent.ChainEntered _ -> Tone.DIM;
      case RouteEvent.Routed routed -> routed.outcome().goesOn() ? Tone.PLAIN : Tone.BAD;
      case RouteEvent.Neighbour neighbour ->
          neighbour.state() == RouteEvent.Neighbourhood.FAILED ? Tone.BAD : Tone.PLAIN;
      default -> Tone.PLAIN;
    };
  }

  private static Tone verdictTone(@Nullable Verdict verdict) {
    return verdict != null && verdict.code() == Verdict.Code.DROP ? Tone.BAD : Tone.RULE;
  }

  /** Where a rule was written. */
  private static Optional<Row> place(Step step) {
    RuleText rule = step.rule();
    if (rule == null) {
      return Optional.empty();
    }
    String place = rule.location().isEmpty() ? rule.where() : rule.location() + ", " + rule.where();
    return Optional.of(new Row("", place, Tone.DIM));
  }

  /** What decided; where the packet's way ends badly, also what nearly would have. */
  private static List<Row> decisive(Hop hop, boolean ends) {
    List<Row> rows = new ArrayList<>();
    Misses misses = Misses.of(hop);
    boolean translated = false;
    boolean refused = false;
    for (Step step : hop.steps()) {
      switch (step.event()) {
        case FlowEvent.TranslationChosen chosen -> {
          if (!chosen.before().equals(chosen.after())) {
            translated = true;
            rows.add(
                new Row(
                    Narrator.label(chosen),
                    Narrator.change(chosen.source(), chosen.before(), chosen.after()),
                    Tone.PLAIN));
            RuleText rule = step.rule();
            if (rule != null) {
              rows.add(new Row("  by", rule.text(), Tone.RULE));
              place(step).ifPresent(rows::add);
            }
          }
        }
        case FlowEvent.Translated _ -> {
          if (!translated) {
            rows.add(new Row(Narrator.label(step.event()), Narrator.text(step), Tone.PLAIN));
          }
        }
        case RulesetEvent.RuleMet met -> {
          if (met.matched()
              ? decides(met) || ends && jumps(met)
              : ends && misses.nearest().contains(step)) {
            rows.add(new Row(met.matched() ? verdict(met) : "✗", rule(step), tone(step)));
            if (met.matched()) {
              place(step).ifPresent(rows::add);
            } else if (step.failed() != null) {
              rows.add(new Row("", step.failed() + where(step), Tone.PLAIN));
            }
          }
        }
        default -> {
          refused |= step.event() instanceof RouteEvent.Routed routed && !routed.outcome().goesOn();
          boolean told = refused && step.event() instanceof EndEvent.Dropped;
          if (isDecisive(step) && !told) {
            rows.add(new Row(Narrator.label(step.event()), Narrator.text(step), tone(step)));
          }
        }
      }
    }
    if (ends && misses.others() > 0) {
      String more = misses.others() + " more rules did not match; -v shows them";
      rows.add(new Row("", more, Tone.DIM));
    }
    return rows;
  }

  private static boolean jumps(RulesetEvent.RuleMet met) {
    Verdict verdict = met.verdict();
    return verdict != null
        && (verdict.code() == Verdict.Code.JUMP || verdict.code() == Verdict.Code.GOTO);
  }

  private static String where(Step step) {
    RuleText rule = step.rule();
    return rule == null || rule.location().isEmpty() ? "" : "  (" + rule.location() + ")";
  }

  private static String rule(Step step) {
    RuleText rule = step.rule();
    return rule == null ? Narrator.text(step) : rule.text();
  }

  private static String verdict(RulesetEvent.RuleMet met) {
    Verdict verdict = met.verdict();
    if (Verdicts.rejects(met)) {
      return "reject";
    }
    return verdict == null ? "rule" : Narrator.word(verdict.code());
  }

  /** A rule that ends a chain; translations are told as such. */
  private static boolean decides(RulesetEvent.RuleMet met) {
    boolean translates =
        met.exprs().stream()
            .anyMatch(
                expr ->
                    switch (expr) {
                      case dev.dejima.nft.expr.Nat _,
                          dev.dejima.nft.expr.Masquerade _,
                          dev.dejima.nft.expr.Redirect _ ->
                          true;
                      default -> false;
                    });
    Verdict verdict = met.verdict();
    return !translates
        && verdict != null
        && switch (verdict.code()) {
          case ACCEPT, DROP, QUEUE -> true;
          case CONTINUE, BREAK, JUMP, GOTO, RETURN -> false;
        };
  }

  private static boolean isDecisive(Step step) {
    return switch (step.event()) {
      case FragmentEvent _,
          EndEvent.Delivered _,
          EndEvent.Unclaimed _,
          EndEvent.Consumed _,
          RulesetEvent.Queued _,
          RulesetEvent.Resumed _,
          DeviceEvent.Bridged _ ->
          true;
      case RouteEvent.Routed routed -> routed.outcome() != RouteEvent.Outcome.LOCAL;
      case EndEvent.Dropped dropped ->
          dropped.reason() != DropReason.NETFILTER_DROP && dropped.reason() != DropReason.NO_SOCKET;
      case RulesetEvent.PolicyApplied policy -> policy.policy() == Verdict.Code.DROP;
      case FlowEvent.Tracked tracked -> tracked.state() == FlowEvent.State.INVALID;
      case RouteEvent.Neighbour neighbour -> neighbour.state() == RouteEvent.Neighbourhood.FAILED;
      default -> false;
    };
  }

  // ---- lines

  private void print(StringBuilder out, String node, int column, List<Row> rows) {
    String name = node;
    int room = style.width() - INDENT - column - LABEL - 1;
    for (Row row : rows) {
      String label = row.label();
      for (String line : wrapped(row.text(), room)) {
        String text =
            " ".repeat(INDENT)
                + style.bold(name)
                + " ".repeat(column - name.length())
                + style.dim(label)
                + " ".repeat(Math.max(1, LABEL - label.length()))
                + colored(row.tone(), line);
        out.append(text.stripTrailing()).append('\n');
        name = "";
        label = "";
      }
    }
  }

  private String colored(Tone tone, String text) {
    return switch (tone) {
      case PLAIN -> text;
      case DIM -> style.dim(text);
      case RULE -> style.rule(text);
      case GOOD -> style.good(text);
      case BAD -> style.bad(text);
    };
  }

  /** Lines no longer than so many characters, broken at blanks; later ones indented. */
  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    String indent = "";
    while (rest.length() > width - indent.length()) {
      int at = rest.lastIndexOf(' ', width - indent.length());
      if (at <= 0) {
        break;
      }
      lines.add(indent + rest.substring(0, at).stripTrailing());
      rest = rest.substring(at + 1).stripLeading();
      indent = "  ";
    }
    lines.add(indent + rest);
    return lines;
  }
}
