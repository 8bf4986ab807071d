package dev.dejima.tools.nft;

import dev.dejima.nft.json.NftJsonException;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Sources;
import dev.dejima.nft.syntax.Span;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What nft reads: its arguments, a file or the standard input; text or JSON. */
final class NftInput {
  private final Invocation call;
  private final NftOptions options;

  NftInput(Invocation call, NftOptions options) {
    this.call = call;
    this.options = options;
  }

  ParseResult arguments() {
    String text = String.join(" ", options.command);
    return isJson(text) ? json(Diagnostic.COMMAND_LINE, text) : line(text);
  }

  /** One line that was typed. */
  ParseResult line(String text) {
    FileReader reader = new FileReader(directories(), "-");
    return NftParser.parseArguments(List.of(text), reader);
  }

  ParseResult file(String name) throws IOException {
    boolean standard = FileReader.isStandardInput(name);
    String shown = standard ? "/dev/stdin" : name;
    FileReader reader = new FileReader(directories(), name);
    String text =
        standard ? new String(call.in().readAllBytes(), StandardCharsets.UTF_8) : text(name);
    return isJson(text)
        ? json(shown, text)
        : NftParser.parse(shown, text, reader, options.variables);
  }

  private static String text(String file) {
    try {
      return FileReader.text(file);
    } catch (IOException e) {
      throw new UsageException(1, "internal:0:0-0: Error: " + e.getMessage() + "\n");
    }
  }

  /** What is no JSON is read as text, also where {@code -j} is given. */
  private boolean isJson(String text) {
    if (!options.has(NftOption.JSON)) {
      return false;
    }
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private List<String> directories() {
    List<String> usable = new ArrayList<>();
    for (String directory : options.includePath) {
      if (Files.exists(Path.of(directory))) {
        usable.add(directory);
      } else {
        call.complain("Warning: Cannot include path '" + directory + "'");
      }
    }
    return usable;
  }

  private static ParseResult json(String name, String text) {
    Sources sources = new Sources();
    sources.addJson(name, text);
    try {
      return new ParseResult(NftJsonReader.read(text), List.of(), sources);
    } catch (NftJsonException e) {
      Span span = e.line() == 0 ? Span.INTERNAL : Span.at(name, e.line(), e.column());
      List<Diagnostic> errors =
          e.messages().stream().map(message -> Diagnostic.of(span, message)).toList();
      return new ParseResult(List.of(), errors, sources);
    }
  }
}
