package dev.dejima.nft.syntax;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code include} names, in its place. A text ends where its last character is: what
 * follows the include goes on in the same line, if the text ends in the middle of one.
 */
final class Inclusion {
  /** Texts that may be open at once. */
  private static final int DEPTH_MOST = 16;

  private final Tokens tokens;
  private final Sources sources;
  private final IncludeReader reader;

  Inclusion(Tokens tokens, Sources sources, IncludeReader reader) {
    this.tokens = tokens;
    this.sources = sources;
    this.reader = reader;
  }

  /** Reads on in what a path names, whose include stands at a place. */
  void include(String path, Span place) throws SyntaxException {
    List<Lexer> included = new ArrayList<>();
    for (IncludeReader.Included file : files(path, place)) {
      if (place.source().depth() == DEPTH_MOST) {
        String message = "Include nested too deeply, max " + DEPTH_MOST + " levels";
        throw Tokens.error(place, message, null);
      }
      SourceFile source = place.source().included(file.file(), place);
      sources.add(file.file(), file.text());
      included.add(new Lexer(source, file.text()));
    }
    tokens.include(included);
  }

  private List<IncludeReader.Included> files(String path, Span place) throws SyntaxException {
    try {
      return reader.read(path, place.file());
    } catch (IOException e) {
      @Nullable String message = e.getMessage();
      throw Tokens.error(place, message == null ? "cannot read the file" : message, null);
    }
  }
}
