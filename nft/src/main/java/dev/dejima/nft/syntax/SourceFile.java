package dev.dejima.nft.syntax;

import org.jspecify.annotations.Nullable;

/**
 * A text, each time that it is read: a file that is included twice is two of these.
 *
 * @param name of the file, {@code /dev/stdin}, or {@link Diagnostic#COMMAND_LINE}
 * @param include where another text asked for it; absent for the one to begin with
 * @param depth how many texts are open, this one included
 */
record SourceFile(String name, @Nullable Span include, int depth) {
  /** The text to begin with. */
  SourceFile(String name) {
    this(name, null, 1);
  }

  /** A text that is included at a place of this one. */
  SourceFile included(String file, Span place) {
    return new SourceFile(file, place, depth + 1);
  }
}
