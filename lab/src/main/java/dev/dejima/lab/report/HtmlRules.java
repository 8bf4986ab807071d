package dev.dejima.lab.report;

import static dev.dejima.lab.picture.Markup.escape;

import dev.dejima.lab.Node;
import dev.dejima.lab.RulesetText;
import dev.dejima.lab.run.Coverage.RuleHits;
import dev.dejima.lab.run.RunResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rulesets of a report's page, each line with how many packets its rules matched. */
final class HtmlRules {
  private final RunResult run;
  private final String id;
  private final StringBuilder out;

  /**
   * @param id what ids in it begin with
   */
  HtmlRules(RunResult run, String id, StringBuilder out) {
    this.run = run;
    this.id = id;
    this.out = out;
  }

  /** Where a rule's line is on the page. */
  static String anchor(String id, String node, String location) {
    return id + "-" + (node + "-" + location).replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  void write() {
    for (Node node : run.lab().topology().nodes()) {
      Map<String, List<RuleHits>> hits = new LinkedHashMap<>();
      for (RuleHits rule : run.coverage().rules()) {
        if (rule.node().equals(node.name())) {
          hits.computeIfAbsent(rule.rule().location(), _ -> new ArrayList<>()).add(rule);
        }
      }
      node.nftables().forEach(text -> text(node, text, hits));
      others(node, hits);
    }
  }

  /** A file with all its lines; takes their rules away from the hits. */
  private void text(Node node, RulesetText text, Map<String, List<RuleHits>> hits) {
    begin(node.name() + ": " + text.label());
    String[] lines = text.text().stripTrailing().split("\n", -1);
    int first = 0;
    while (first < lines.length - 1 && lines[first].isBlank()) {
      first++;
    }
    for (int i = first; i < lines.length; i++) {
      String place = text.label() + ":" + (i + 1);
      List<RuleHits> rules = hits.getOrDefault(place, List.of());
      hits.remove(place);
      line(anchor(id, node.name(), place), Integer.toString(i + 1), rules, lines[i]);
    }
    end();
  }

  /** Rules of included files, and those whose line is not known. */
  private void others(Node node, Map<String, List<RuleHits>> hits) {
    if (hits.isEmpty()) {
      return;
    }
    begin(node.name() + ": other files");
    hits.forEach(
        (place, rules) ->
            rules.forEach(
                rule ->
                    line(
                        anchor(id, node.name(), place) + "-" + rules.indexOf(rule),
                        place,
                        List.of(rule),
                        rule.rule().text())));
    end();
  }

  private void begin(String caption) {
    out.append("<div class=\"code\" tabindex=\"0\" role=\"group\" aria-label=\"Ruleset of ");
    out.append(escape(caption)).append("\">\n<table><caption>").append(escape(caption));
    out.append("</caption>\n");
  }

  private void end() {
    out.append("</table>\n</div>\n");
  }

  private void line(String anchor, String number, List<RuleHits> rules, String text) {
    long packets = rules.stream().mapToLong(RuleHits::packets).sum();
    String type = rules.isEmpty() ? "" : packets > 0 ? " class=\"hit\"" : " class=\"miss\"";
    String hits = rules.isEmpty() ? "" : packets > 0 ? packets + "×" : "never";
    out.append(
        "<tr id=\"%s\"%s%s><td class=\"n\">%s</td><td class=\"hits\">%s</td><td>%s</td></tr>\n"
            .formatted(
                escape(anchor),
                type,
                rules.isEmpty() ? "" : " data-find=\"rule\"",
                escape(number),
                hits,
                escape(text.replace("\t", "  "))));
  }
}
