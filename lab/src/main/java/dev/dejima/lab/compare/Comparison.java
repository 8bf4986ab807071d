package dev.dejima.lab.compare;

import dev.dejima.lab.compare.LineDiff.Line;
import dev.dejima.lab.compare.LineDiff.Side;
import dev.dejima.lab.compare.Section.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two observations of one subject, part by part.
 *
 * @param first what was seen on one kernel
 * @param second what was seen on the other
 * @param parts every part that either has
 * @param applied the rules that set something aside
 */
public record Comparison(
    Observation first, Observation second, List<Part> parts, Set<Rule> applied) {
  /** Keeps copies. */
  public Comparison {
    parts = List.copyOf(parts);
    applied = Set.copyOf(applied);
  }

  /** A part, as it is on both. */
  record Part(Section section, List<Line> lines) {
    boolean differs() {
      return lines.stream().anyMatch(line -> line.side() != Side.BOTH);
    }
  }

  /** Compares, once these rules have set aside what is chance and time. */
  public static Comparison of(Observation first, Observation second, Set<Rule> rules) {
    Normaliser.Result a = Normaliser.normalise(first, rules);
    Normaliser.Result b = Normaliser.normalise(second, rules);
    Set<Rule> applied = EnumSet.noneOf(Rule.class);
    applied.addAll(a.applied());
    applied.addAll(b.applied());
    return new Comparison(
        first, second, parts(a.observation().sections(), b.observation().sections()), applied);
  }

  /** Commands may be the same: the first of one is compared with the first of the other. */
  private record Place(Kind kind, String title, int count) {}

  private static List<Part> parts(List<Section> first, List<Section> second) {
    Map<Place, Section> others = places(second);
    List<Part> parts = new ArrayList<>();
    places(first).forEach((place, section) -> parts.add(part(section, others.remove(place))));
    others.values().forEach(section -> parts.add(part(section.with(List.of()), section)));
    return parts;
  }

  private static Part part(Section first, @Nullable Section second) {
    List<String> lines = second == null ? List.of() : second.lines();
    return new Part(first, LineDiff.of(first.lines(), lines));
  }

  private static Map<Place, Section> places(List<Section> sections) {
    Map<Place, Section> places = new LinkedHashMap<>();
    for (Section section : sections) {
      int count = 0;
      while (places.containsKey(new Place(section.kind(), section.title(), count))) {
        count++;
      }
      places.put(new Place(section.kind(), section.title(), count), section);
    }
    return places;
  }

  /** The parts that are not the same. */
  List<Part> differences() {
    return parts.stream().filter(Part::differs).toList();
  }

  /** Whether nothing differs. */
  public boolean equal() {
    return differences().isEmpty();
  }
}
