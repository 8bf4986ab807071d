package dev.dejima.nft.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    return parse(new Parsing(file, text, reader, new Variables()));
  }

  /**
   * Reads a file.
   *
   * @param file its name, for messages
   * @param reader reads what it includes
   * @param definitions variables that it may use, by their names
   */
  public static ParseResult parse(
      String file, String text, IncludeReader reader, Map<String, String> definitions) {
    StringBuilder before = new StringBuilder();
    definitions.forEach((name, value) -> before.append("define %s=%s; ".formatted(name, value)));
    Variables variables = new Variables();
    ParseResult defined =
        parse(
            new Parsing(
                Diagnostic.COMMAND_LINE, before.append('\n').toString(), reader, variables));
    return defined.errors().isEmpty() ? parse(new Parsing(file, text, reader, variables)) : defined;
  }

  private static ParseResult parse(Parsing parsing) {
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

  /**
   * Reads the arguments of a command line, which nft joins with blanks.
   *
   * @param reader reads what they include
   */
  public static ParseResult parseArguments(List<String> arguments, IncludeReader reader) {
    String line = String.join(" ", arguments) + "\n";
    return parse(Diagnostic.COMMAND_LINE, line, reader);
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
