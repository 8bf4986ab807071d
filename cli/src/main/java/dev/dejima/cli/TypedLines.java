package dev.dejima.cli;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.nft.LineSource;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The lines of {@code nft -i} at a terminal, with a history, and words that are completed. */
final class TypedLines implements LineSource {
  private static final List<String> WORDS =
      List.of(
          "add",
          "chain",
          "chains",
          "counters",
          "create",
          "delete",
          "describe",
          "destroy",
          "element",
          "flowtables",
          "flush",
          "get",
          "insert",
          "limits",
          "list",
          "map",
          "maps",
          "meters",
          "monitor",
          "quit",
          "quotas",
          "rename",
          "replace",
          "reset",
          "rule",
          "rules",
          "ruleset",
          "set",
          "sets",
          "table",
          "tables",
          "arp",
          "bridge",
          "inet",
          "ip",
          "ip6",
          "netdev");

  private @Nullable LineReader reader;

  @Override
  public @Nullable String next(Invocation call, String prompt) throws IOException {
    if (!Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)) {
      return STANDARD_INPUT.next(call, prompt);
    }
    if (reader == null) {
      reader = open();
    }
    LineReader lines = reader;
    try {
      return call.kernel().external(() -> lines.readLine(prompt));
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static LineReader open() throws IOException {
    Path history = Path.of(System.getProperty("user.home"), ".dejima_nft_history");
    return LineReaderBuilder.builder()
        .terminal(TerminalBuilder.builder().system(true).build())
        .parser(new DefaultParser().escapeChars(null))
        .completer(new StringsCompleter(WORDS))
        .variable(LineReader.HISTORY_FILE, history)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .build();
  }
}
