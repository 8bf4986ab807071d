package dev.dejima.nft.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads commands. Hand-written, by recursive descent: each part reads what it knows and throws
 * where the text cannot go on; the mistake is noted and reading goes on behind the next separator,
 * so one run shows several mistakes.
 */
public final class NftParser {
  private NftParser() {}

  /**
   * Reads a file.
   *
   * @param file its name, for messages
   * @param reader reads what it includes
   */
  public static ParseResult parse(String file, String text, IncludeReader reader) {
    Parsing parsing = new Parsing(file, text, reader);
    CommandParser parser = new CommandParser(parsing);
    List<Command> commands = new ArrayList<>();
    try {
      while (!parsing.tokens.at(Token.Kind.END)) {
        if (parsing.tokens.peek().isSeparator()) {
          parsing.tokens.next();
        } else {
          command(parsing, parser, commands);
        }
      }
    } catch (SyntaxException last) {
      return new ParseResult(commands, parsing.errors(), parsing.sources);
    }
    return new ParseResult(commands, parsing.errors(), parsing.sources);
  }

  /** Reads the arguments of a command line, which nft joins with blanks. */
  public static ParseResult parseArguments(List<String> arguments) {
    String line = String.join(" ", arguments) + "\n";
    return parse(Diagnostic.COMMAND_LINE, line, IncludeReader.NONE);
  }

  private static void command(Parsing parsing, CommandParser parser, List<Command> commands)
      throws SyntaxException {
    try {
      Command command = parser.command();
      if (command != null) {
        commands.add(command);
      }
    } catch (SyntaxException mistake) {
      parsing.recover(mistake, 0);
    }
  }
}
