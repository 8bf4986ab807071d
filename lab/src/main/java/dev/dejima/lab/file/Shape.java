package dev.dejima.lab.file;

import java.util.List;

/** What a value of a lab file may look like. */
sealed interface Shape {
  /** A word, a text or a number. */
  record Text() implements Shape {}

  /** A whole number. */
  record Whole() implements Shape {}

  /** One of these words. */
  record Words(List<String> words) implements Shape {
    /** Keeps a copy. */
    public Words {
      words = List.copyOf(words);
    }
  }

  /** Left empty. */
  record Nothing() implements Shape {}

  /** A list. */
  record ListOf(Shape item) implements Shape {}

  /** A mapping whose keys the lab chooses. */
  record Mapping(Shape value) implements Shape {}

  /** A mapping of known keys: a section of {@link Vocabulary}. */
  record Section(String name) implements Shape {}

  /** One of several. */
  record Either(List<Shape> shapes) implements Shape {
    /** Keeps a copy. */
    public Either {
      shapes = List.copyOf(shapes);
    }
  }
}
