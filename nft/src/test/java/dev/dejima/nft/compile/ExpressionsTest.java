package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the match expressions come to: bytecode, listing and JSON, as the real nft 1.1.7 has them. A
 * block of the golden file is a rule behind its family, and what comes of it.
 */
class ExpressionsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft/expressions.txt");
  private static final NftJsonWriter JSON =
      new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("1.1", "test"));

  @Test
  void rulesAreWhatTheGoldenFileSays() throws IOException {
    List<String> blocks = new ArrayList<>();
    for (String block : Files.readString(GOLDEN).split("\n\n", -1)) {
      blocks.add(block(block.lines().findFirst().orElseThrow()));
    }
    String text = String.join("\n\n", blocks) + "\n";
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void jsonOfARuleCompilesToTheSame() throws IOException {
    for (String block : Files.readString(GOLDEN).split("\n\n", -1)) {
      String line = block.lines().findFirst().orElseThrow();
      ParseResult parsed = parse(line);
      Rule rule = (Rule) parsed.commands().getLast().subject();
      List<Command> read = new ArrayList<>(parsed.commands().subList(0, 2));
      read.addAll(NftJsonReader.read(commands(JSON.write(List.of(rule)))));
      assertThat(bytecode(compile(read))).as(line).isEqualTo(bytecode(compile(parsed.commands())));
    }
  }

  /** A listing as a command: what it lists, to be added. */
  private static String commands(String listing) {
    return listing.replace("{\"rule\":", "{\"add\":{\"rule\":").replaceFirst("}]}\\s*$", "}}]}");
  }

  private static String block(String line) {
    ParseResult parsed = parse(line);
    assertThat(parsed.messages()).isEmpty();
    List<NftMessage> messages = compile(parsed.commands());
    List<NftMessage> named = AnonymousNames.named(messages);
    Decompiler decompiler =
        new Decompiler(Snapshot.of(named), Environment.PLAIN, ListOptions.DEFAULT);
    Rule rule = decompiler.rule((NewRule) named.getLast());
    String json = JSON.write(List.of(rule));
    String expressions = json.substring(json.indexOf("\"expr\":") + 7, json.lastIndexOf("}}]}"));
    return line
        + "\n"
        + String.join("\n", bytecode(messages))
        + "\n"
        + new NftPrinter(ListOptions.DEFAULT).print(rule).strip()
        + "\n"
        + expressions.strip();
  }

  private static ParseResult parse(String line) {
    String family = line.substring(0, line.indexOf(' '));
    String place = family + " t";
    String text =
        "add table %s\nadd chain %s c\nadd rule %s c%s\n"
            .formatted(place, place, place, line.substring(family.length()));
    return NftParser.parse("rules.nft", text, IncludeReader.NONE);
  }

  private static List<NftMessage> compile(List<Command> commands) {
    Compiled compiled = Compiler.compile(commands, Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).isEmpty();
    return compiled.messages();
  }

  private static List<String> bytecode(List<NftMessage> messages) {
    List<String> lines = new ArrayList<>();
    NewSet set = null;
    for (NftMessage message : messages) {
      if (message instanceof NewSet made) {
        set = made;
      } else if (message instanceof NewSetElements elements && set != null) {
        lines.add("  " + DebugDump.elements(set, elements.elements(), List.of()).strip());
      } else if (message instanceof NewRule rule) {
        lines.addAll(DebugDump.rule(rule.exprs()));
      }
    }
    return lines;
  }
}
