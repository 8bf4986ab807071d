package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Listings as {@code nft -j list} writes them: one line, with a newline behind it. They are written
 * as they are made, element by element.
 */
public final class NftJsonWriter {
  private final Metainfo metainfo;
  private final DefinitionWriter definitions;

  /**
   * What stands at the start of a listing.
   *
   * @param version of the program
   * @param releaseName of that version
   */
  public record Metainfo(String version, String releaseName) {}

  /** What a run has made, and how: {@code add} or {@code insert}. */
  public record Made(String verb, Subject.Definition part) {}

  public NftJsonWriter(ListOptions options, Metainfo metainfo) {
    this.metainfo = metainfo;
    this.definitions = new DefinitionWriter(options);
  }

  /**
   * {@code list ruleset}, with all that is in the tables: chains, objects, sets, flowtables, rules.
   */
  public static List<Subject.Definition> parts(Ruleset ruleset) {
    List<Subject.Definition> flat = new ArrayList<>();
    for (Table table : ruleset.tables()) {
      flat.add(table);
      flat.addAll(table.chains());
      flat.addAll(table.objects());
      flat.addAll(table.sets());
      flat.addAll(table.flowtables());
      table.chains().forEach(chain -> flat.addAll(chain.rules()));
    }
    return flat;
  }

  /** {@code list ruleset}. */
  public String write(Ruleset ruleset) {
    return write(parts(ruleset));
  }

  /** What happened to a definition, {@code add}, {@code insert} or {@code delete}: one line. */
  public String event(String verb, Subject.Definition part) {
    StringWriter text = new StringWriter();
    JsonText.writeLine(text, JsonValue.object(verb, definitions.told(part)));
    return text.toString();
  }

  /** What a run has made, as {@code nft -j -e} writes it: one line. */
  public String echo(List<Made> parts) {
    JsonValue.Items items =
        JsonValue.each(parts, made -> JsonValue.object(made.verb(), definitions.told(made.part())));
    StringWriter text = new StringWriter();
    JsonText.writeLine(text, JsonValue.object("nftables", items));
    return text.toString();
  }

  /** Each of the definitions without what is in it. */
  public String write(List<? extends Subject.Definition> parts) {
    StringWriter text = new StringWriter();
    write(text, parts);
    return text.toString();
  }

  /** Each of the definitions without what is in it; the stream stays open. */
  public void write(PrintStream out, List<? extends Subject.Definition> parts) {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    write(text, parts);
    try {
      text.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each of the definitions without what is in it; the writer stays open. */
  public void write(Writer out, List<? extends Subject.Definition> parts) {
    Members head =
        JsonValue.object()
            .with("version", metainfo.version())
            .with("release_name", metainfo.releaseName())
            .with("json_schema_version", NftJsonReader.SCHEMA_VERSION);
    JsonValue.Items items =
        JsonValue.each(parts, definitions::write).behind(JsonValue.object("metainfo", head));
    JsonText.writeLine(out, JsonValue.object("nftables", items));
  }
}
