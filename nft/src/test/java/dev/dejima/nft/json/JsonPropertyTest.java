package dev.dejima.nft.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.RandomRules;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Span;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Rules that make no sense go through JSON all the same. */
class JsonPropertyTest {
  private static final NftJsonWriter WRITER =
      new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("1.1", "test"));

  @Property
  void whatIsReadIsWrittenAgain(@ForAll long seed) {
    String json = WRITER.write(List.of(new RandomRules(seed).rule()));
    assertThat(WRITER.write(List.of(read(json)))).isEqualTo(json);
  }

  @Property
  void whatIsWrittenReadsTheSame(@ForAll long seed) {
    Rule rule = read(WRITER.write(List.of(new RandomRules(seed).rule())));
    assertThat(read(WRITER.write(List.of(rule))))
        .as(() -> new NftPrinter(ListOptions.DEFAULT).print(rule))
        .isEqualTo(rule);
  }

  /** What JSON and text have both said is the same in either. */
  @Property
  void textAndJsonSayTheSame(@ForAll long seed) {
    Rule rule = read(WRITER.write(List.of(new RandomRules(seed).rule())));
    NftPrinter printer = new NftPrinter(ListOptions.DEFAULT);
    String text = printer.print(new Command(Command.Verb.ADD, rule, Span.NONE));
    ParseResult parsed = NftParser.parse("t", text + "\n", IncludeReader.NONE);
    assertThat(parsed.messages()).as(text).isEmpty();
    Rule again = (Rule) parsed.commands().getFirst().subject();
    assertThat(read(WRITER.write(List.of(again)))).as(text).isEqualTo(rule);
  }

  private static Rule read(String json) {
    return (Rule) NftJsonReader.read(json).getFirst().subject();
  }
}
