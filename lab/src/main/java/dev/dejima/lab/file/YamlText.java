package dev.dejima.lab.file;

/** Texts as YAML writes them, for those who write files of it. */
public final class YamlText {
  private YamlText() {}

  /** A string in double quotes (YAML 1.2, section 7.3.1). */
  public static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                  if (c < ' ' || c == 0x7f) {
                    quoted.append("\\x%02x".formatted(c));
                  } else {
                    quoted.append((char) c);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  /** As {@link #quoted}, for a lab file: nothing in it is taken for a formula. */
  public static String literal(String value) {
    return quoted(value.replace("${", "$${"));
  }

  /** As {@link #literal}, without quotes where it is a plain word. */
  public static String word(String value) {
    boolean plain = value.matches("[A-Za-z_][A-Za-z0-9_./@-]*");
    return plain && !value.matches("(?i)y|n|yes|no|on|off|true|false|null")
        ? value
        : literal(value);
  }

  /**
   * A text of several lines as the value of a key of a lab file, to stand right behind the colon:
   * as a block where it can be one.
   *
   * @param indent blanks before each line
   */
  public static String block(String value, int indent) {
    String text = value.replace("${", "$${").stripTrailing();
    boolean plain = text.lines().count() > 1 && !text.startsWith(" ") && !text.startsWith("\n");
    if (!plain || text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t')) {
      return " " + quoted(text);
    }
    StringBuilder block = new StringBuilder(" |");
    text.lines()
        .forEach(
            line ->
                block.append('\n').append(line.isEmpty() ? "" : " ".repeat(indent)).append(line));
    return block.toString();
  }
}
