package dev.dejima.nft.syntax;

/** Reads what stands in braces, item by item, and goes on behind an item that has a mistake. */
final class BlockParser {
  private final Parsing parsing;
  private final Tokens tokens;

  /** Where the token before the closing brace stands. */
  private Span lastWithin = Span.NONE;

  BlockParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  /** Reads one item and the separator behind it. */
  interface Item {
    void read() throws SyntaxException;
  }

  /** A block whose variables are its own. */
  void scope(Item item) throws SyntaxException {
    parsing.variables.open();
    try {
      block(item);
    } finally {
      parsing.variables.close();
    }
  }

  /**
   * A block whose variables are those of what it stands in.
   *
   * @return from its opening brace to what stands before its closing one, as nft counts a block
   */
  Span block(Item item) throws SyntaxException {
    Span open = tokens.peek().span();
    if (!tokens.accept("{")) {
      throw tokens.unexpected("'{'");
    }
    items(item);
    return open.to(lastWithin);
  }

  private void items(Item item) throws SyntaxException {
    while (!tokens.at("}")) {
      if (tokens.at(Token.Kind.END)) {
        throw parsing.giveUp(tokens.unexpected());
      }
      if (tokens.peek().isSeparator()) {
        tokens.next();
      } else {
        guarded(item);
      }
    }
    lastWithin = tokens.last().span();
    tokens.next();
  }

  private void guarded(Item item) throws SyntaxException {
    int nesting = parsing.depth();
    try {
      item.read();
    } catch (SyntaxException mistake) {
      parsing.recover(mistake, nesting);
    }
  }
}
