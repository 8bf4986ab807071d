package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Nothing;
import dev.dejima.nft.json.JsonValue.Real;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** JSON as text: one line, a blank behind each colon and comma, as nft writes it. */
final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private JsonText() {}

  static String write(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(new Spaced(), text)) {
      write(out, value);
    }
    return text.toString();
  }

  /** Writes a value and a newline; the writer stays open. */
  static void writeLine(Writer text, JsonValue value) {
    try (JsonGenerator out = FACTORY.createGenerator(new Spaced(), text)) {
      write(out, value);
      out.writeRaw('\n');
    }
  }

  private static void write(JsonGenerator out, JsonValue value) {
    switch (value) {
      case Members m -> {
        out.writeStartObject();
        for (Map.Entry<String, JsonValue> member : m.map().entrySet()) {
          out.writeName(member.getKey());
          write(out, member.getValue());
        }
        out.writeEndObject();
      }
      case Items i -> {
        out.writeStartArray();
        i.list().forEach(item -> write(out, item));
        out.writeEndArray();
      }
      case Text t -> out.writeString(t.value());
      case Whole w -> out.writeNumber(w.value());
      case Real r -> out.writeRawValue(r.digits());
      case Truth t -> out.writeBoolean(t.value());
      case Nothing _ -> out.writeNull();
    }
  }

  /**
   * Reads one value.
   *
   * @throws NftJsonException if the text is not JSON, or more follows
   */
  static JsonValue read(String text) {
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonValue value = read(in, in.nextToken());
      if (in.nextToken() != null) {
        throw new NftJsonException("end of file expected");
      }
      return value;
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new NftJsonException(
          "not JSON: " + e.getOriginalMessage().replaceFirst(" \\(start marker .*", ""),
          at == null ? 1 : at.getLineNr(),
          at == null ? 1 : at.getColumnNr(),
          e);
    }
  }

  private static JsonValue read(JsonParser in, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> members(in);
      case START_ARRAY -> items(in);
      case VALUE_STRING -> new Text(in.getString());
      case VALUE_NUMBER_INT -> whole(in);
      case VALUE_TRUE -> new Truth(true);
      case VALUE_FALSE -> new Truth(false);
      case VALUE_NULL -> new Nothing();
      case VALUE_NUMBER_FLOAT -> new Real(in.getString());
      case null -> throw new NftJsonException("no JSON at all");
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new NftJsonException("unexpected " + token);
    };
  }

  private static Whole whole(JsonParser in) {
    return switch (in.getNumberType()) {
      case INT, LONG -> new Whole(in.getLongValue());
      default -> throw new NftJsonException("integer too large: " + in.getString());
    };
  }

  private static Members members(JsonParser in) {
    Members members = new Members();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      members.with(name, read(in, in.nextToken()));
    }
    return members;
  }

  private static Items items(JsonParser in) {
    List<JsonValue> items = new ArrayList<>();
    for (JsonToken token; (token = in.nextToken()) != JsonToken.END_ARRAY; ) {
      items.add(read(in, token));
    }
    return new Items(items);
  }

  /** Puts blanks where nft has them. */
  private static final class Spaced extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new BlankPrinter();
    }
  }

  private static final class BlankPrinter implements PrettyPrinter {
    @Override
    public void writeRootValueSeparator(JsonGenerator out) {
      out.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator out) {
      out.writeRaw('{');
    }

    @Override
    public void writeEndObject(JsonGenerator out, int members) {
      out.writeRaw('}');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator out) {
      out.writeRaw(", ");
    }

    @Override
    public void writeObjectNameValueSeparator(JsonGenerator out) {
      out.writeRaw(": ");
    }

    @Override
    public void writeStartArray(JsonGenerator out) {
      out.writeRaw('[');
    }

    @Override
    public void writeEndArray(JsonGenerator out, int items) {
      out.writeRaw(']');
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator out) {
      out.writeRaw(", ");
    }

    @Override
    public void beforeArrayValues(JsonGenerator out) {
      // nothing stands between the bracket and the first item
    }

    @Override
    public void beforeObjectEntries(JsonGenerator out) {
      // nothing stands between the brace and the first member
    }
  }
}
