package dev.dejima.nft.syntax;

/** Reads what stands in braces, item by item, and goes on behind an item that has a mistake. */
final class BlockParser {
  private final Parsing parsing;
  private final Tokens tokens;

  BlockParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  /** Reads one item and the separator behind it. */
  interface Item {
    void read() throws SyntaxException;
  }

  void block(Item item) throws SyntaxException {
    if (!tokens.accept("{")) {
      throw tokens.unexpected("'{'");
    }
    int depth = tokens.depth();
    parsing.openScope();
    while (!tokens.at("}")) {
      if (tokens.at(Token.Kind.END) || parsing.hasGivenUp()) {
        parsing.closeScope();
        throw tokens.unexpected();
      }
      itemOrSeparator(item, depth);
    }
    tokens.next();
    parsing.closeScope();
  }

  private void itemOrSeparator(Item item, int depth) throws SyntaxException {
    if (tokens.peek().isSeparator()) {
      tokens.next();
      return;
    }
    int nesting = parsing.depth();
    try {
      item.read();
    } catch (SyntaxException mistake) {
      if (tokens.at(Token.Kind.END)) {
        throw mistake;
      }
      parsing.report(mistake);
      parsing.leaveTo(nesting);
      tokens.recover(depth);
    }
  }
}
