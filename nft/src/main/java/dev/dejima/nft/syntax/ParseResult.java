package dev.dejima.nft.syntax;

import java.util.List;

/**
 * What a text said.
 *
 * @param commands what could be understood; to be carried out only if there are no errors
 * @param errors what could not, in the order of the text
 * @param sources the texts that were read
 */
public record ParseResult(List<Command> commands, List<Diagnostic> errors, Sources sources) {
  /** Keeps copies. */
  public ParseResult {
    commands = List.copyOf(commands);
    errors = List.copyOf(errors);
  }

  /** The errors as nft prints them. */
  public String messages() {
    StringBuilder text = new StringBuilder();
    for (Diagnostic error : errors) {
      text.append(error.format(sources));
    }
    return text.toString();
  }
}
