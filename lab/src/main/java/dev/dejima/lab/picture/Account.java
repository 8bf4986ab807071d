package dev.dejima.lab.picture;

import dev.dejima.lab.picture.Diagram.Mark;
import dev.dejima.lab.picture.Diagram.Tone;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.RuleText;
import dev.dejima.lab.run.Translation;
import dev.dejima.lab.trace.Disposition;
import dev.dejima.lab.trace.Hop;
import dev.dejima.lab.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What happened to a packet at a node, in a few lines. */
final class Account {
  private static final int RULE = 72;
  private static final Pattern NAT = Pattern.compile("\\b(dnat|snat|masquerade|redirect)\\b");

  private Account() {}

  /** What a node did. */
  record Deed(String node, Mark mark) {}

  /** What nodes translated: by the connections that they track, and of what they dropped then. */
  static List<Deed> translations(Conversation conversation) {
    List<Deed> deeds = new ArrayList<>();
    for (Translation translation : conversation.tracked()) {
      if (translation.changes()) {
        Mark mark = mark(translation.before(), translation.after(), translation.rule());
        deeds.add(new Deed(translation.node(), mark));
      }
    }
    List<Decision> decisions = conversation.decisions();
    for (int i = 1; i < decisions.size(); i++) {
      Decision by = decisions.get(i - 1);
      Decision next = decisions.get(i);
      boolean known = deeds.stream().anyMatch(deed -> deed.node().equals(by.node()));
      boolean changed =
          by.node().equals(next.node())
              && !by.flow().equals(next.flow())
              && !by.flow().equals(next.flow().reversed());
      if (changed && !known && NAT.matcher(by.rule().text()).find()) {
        deeds.add(new Deed(by.node(), mark(by.flow(), next.flow(), Optional.of(by.rule()))));
      }
    }
    return deeds;
  }

  private static Mark mark(Flow before, Flow after, Optional<RuleText> by) {
    boolean source = !before.sourceText().equals(after.sourceText());
    boolean destination = !before.destinationText().equals(after.destinationText());
    List<String> lines = new ArrayList<>();
    if (source) {
      lines.add(before.sourceText() + " → " + after.sourceText());
    }
    if (destination) {
      lines.add(before.destinationText() + " → " + after.destinationText());
    }
    by.ifPresent(rule -> lines.addAll(rule(rule)));
    String what =
        source && destination ? "source and destination" : source ? "source" : "destination";
    return new Mark(Tone.TRANSLATED, "translates the " + what, lines);
  }

  private static List<String> rule(RuleText rule) {
    return List.of(
        Glyphs.within(rule.text().strip().replaceAll("\\s+", " "), RULE), rule.location());
  }

  /** The rule or policy that ended a packet's way; empty if none did. */
  static Optional<Decision> stop(Conversation conversation) {
    return conversation.decisions().stream().filter(Decision::drops).findFirst();
  }

  static Mark stop(Decision decision) {
    RuleText rule = decision.rule();
    if (rule.text().isEmpty()) {
      return new Mark(Tone.BAD, "dropped by a policy", List.of("policy of " + rule.where()));
    }
    List<String> lines = new ArrayList<>(rule(rule));
    lines.add("in " + rule.where());
    return new Mark(Tone.BAD, rule.text().contains("reject") ? "rejected" : "dropped", lines);
  }

  /** The node where a trace ends; empty if it began nowhere. */
  static String end(Trace trace) {
    List<Hop> hops = trace.back().orElse(trace.there()).hops();
    boolean back = trace.disposition() == Disposition.ANSWER_LOST;
    List<Hop> ended = back ? hops : trace.there().hops();
    return ended.isEmpty() ? "" : ended.getLast().node();
  }

  static Mark stop(Trace trace) {
    return new Mark(
        Tone.BAD, trace.disposition().word(), List.of(Glyphs.within(trace.reason(), RULE)));
  }
}
