package dev.dejima.lab.report;

import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes JSON that people can read too. */
public final class IndentedJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private IndentedJson() {}

  /** A document, with a newline at its end. */
  public static String write(Consumer<JsonGenerator> document) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(new Indented(), text)) {
      document.accept(out);
    }
    return text.append('\n').toString();
  }

  /** An array of texts that is a property of the object at hand. */
  public static void texts(JsonGenerator out, String name, Iterable<String> texts) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter();
    }

    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }
  }
}
