package dev.dejima.lab.file;

import dev.dejima.lab.Mistake;
import dev.dejima.lab.NearMiss;
import dev.dejima.lab.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a lab file, so far. */
final class Mistakes {
  private final Map<String, List<String>> sources = new LinkedHashMap<>();
  private final List<Mistake> found = new ArrayList<>();

  /** Takes note of what a file says. */
  void source(String file, String text) {
    sources.put(file, text.lines().toList());
  }

  /** The files that were read. */
  Set<String> files() {
    return sources.keySet();
  }

  void add(Place place, String message) {
    add(place, message, null);
  }

  /** A word that is none of those known, the nearest of which becomes the hint. */
  void addUnknown(Place place, String message, String word, Collection<String> known) {
    add(place, message, NearMiss.of(word, known).orElse(null));
  }

  private void add(Place place, String message, @Nullable String hint) {
    found.add(new Mistake(place, message, line(place.file(), place.line()), hint));
  }

  void add(Mistake mistake) {
    found.add(mistake);
  }

  /** A line of a file, counted from 1; empty behind its end. */
  String line(String file, int number) {
    List<String> lines = sources.getOrDefault(file, List.of());
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them as text, in the order of the files. */
  String format() {
    StringBuilder text = new StringBuilder();
    List<String> files = List.copyOf(sources.keySet());
    found.stream()
        .sorted(
            Comparator.comparingInt((Mistake m) -> files.indexOf(m.place().file()))
                .thenComparingInt(m -> m.place().line()))
        .forEach(mistake -> text.append(mistake.format()));
    return text.toString();
  }
}
