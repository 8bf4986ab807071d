package dev.dejima.nft.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Reads a text, prints what was read, reads that again: both say the same. */
final class ParserAssert {
  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT);

  private ParserAssert() {}

  /** The commands of a text without mistakes. */
  static List<Command> commands(String text) {
    ParseResult result = NftParser.parse("test.nft", text + "\n", IncludeReader.NONE);
    assertThat(result.messages()).as(text).isEmpty();
    for (Command command : result.commands()) {
      String printed = PRINTER.print(command);
      ParseResult again = NftParser.parse("again.nft", printed + "\n", IncludeReader.NONE);
      assertThat(again.messages()).as(printed).isEmpty();
      assertThat(again.commands()).as(printed).containsExactly(command);
    }
    return result.commands();
  }

  /** A text that is one command, printed as expected. */
  static void prints(String text, String expected) {
    assertThat(commands(text)).singleElement().extracting(PRINTER::print).isEqualTo(expected);
  }

  /** A rule that is printed as expected. */
  static void rulePrints(String rule, String expected) {
    prints("add rule inet t c " + rule, "add rule inet t c " + expected);
  }

  /** The messages about a text with mistakes. */
  static String messages(String text) {
    return NftParser.parse("test.nft", text, IncludeReader.NONE).messages();
  }

  /** The messages about a command line with mistakes. */
  static String lineMessages(String arguments) {
    return NftParser.parseArguments(List.of(arguments.split(" ", -1)), IncludeReader.NONE)
        .messages();
  }
}
