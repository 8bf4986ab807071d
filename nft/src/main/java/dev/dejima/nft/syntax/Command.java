package dev.dejima.nft.syntax;

/**
 * One command.
 *
 * @param verb what to do
 * @param subject with what
 * @param span where it was written
 */
public record Command(Verb verb, Subject subject, Span span) {
  /** What a command does. */
  public enum Verb {
    ADD("add"),
    CREATE("create"),
    INSERT("insert"),
    REPLACE("replace"),
    DELETE("delete"),
    DESTROY("destroy"),
    LIST("list"),
    FLUSH("flush"),
    RESET("reset"),
    GET("get"),
    RENAME("rename"),
    DESCRIBE("describe"),
    MONITOR("monitor"),
    IMPORT("import"),
    EXPORT("export");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
