package dev.dejima.tools.shell;

import dev.dejima.tools.shell.Word.Arithmetic;
import dev.dejima.tools.shell.Word.Literal;
import dev.dejima.tools.shell.Word.Parameter;
import dev.dejima.tools.shell.Word.Part;
import dev.dejima.tools.shell.Word.Substitution;
import java.util.ArrayList;
import java.util.List;

/** Reads words: quotes and expansions (POSIX.1-2017, Shell Command Language, 2.2 and 2.6). */
final class WordScanner {
  private static final String ENDS = " \t\n\r|&;<>()";
  private static final String SPECIAL = "?$!#@*-";

  private final Source source;
  private final ShellLexer lexer;

  WordScanner(Source source, ShellLexer lexer) {
    this.source = source;
    this.lexer = lexer;
  }

  /** What is read so far of a word. */
  private static final class Draft {
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean textQuoted;
    private boolean quoted;

    void text(char c, boolean inQuotes) {
      if (textQuoted != inQuotes) {
        flush();
        textQuoted = inQuotes;
      }
      text.append(c);
    }

    void add(Part part) {
      flush();
      parts.add(part);
    }

    private void flush() {
      if (!text.isEmpty()) {
        parts.add(new Literal(text.toString(), textQuoted));
        text.setLength(0);
      }
    }

    Word word() {
      flush();
      return new Word(parts, quoted);
    }
  }

  /** A word, up to a blank or an operator. */
  Word word() throws ShellSyntaxException {
    return word(ENDS, false);
  }

  /** A word up to one of these characters; blanks are part of the argument of an expansion. */
  private Word word(String ends, boolean inQuotes) throws ShellSyntaxException {
    Draft draft = new Draft();
    while (!source.atEnd() && ends.indexOf(source.peek(0)) < 0) {
      switch (source.peek(0)) {
        case '\\' -> backslash(draft, inQuotes);
        case '\'' -> {
          if (inQuotes) {
            draft.text(source.take(), true);
          } else {
            singleQuotes(draft);
          }
        }
        case '"' -> doubleQuotes(draft);
        case '$' -> dollar(draft, inQuotes);
        case '`' -> backquotes(draft, inQuotes);
        default -> draft.text(source.take(), inQuotes);
      }
    }
    return draft.word();
  }

  /** All of the text, as inside double quotes, but that a double quote is one like others. */
  Word document() throws ShellSyntaxException {
    Draft draft = new Draft();
    while (!source.atEnd()) {
      switch (source.peek(0)) {
        case '\\' -> backslashInQuotes(draft, "\\$`\n");
        case '$' -> dollar(draft, true);
        case '`' -> backquotes(draft, true);
        default -> draft.text(source.take(), true);
      }
    }
    draft.quoted = true;
    return draft.word();
  }

  private void backslash(Draft draft, boolean inQuotes) {
    if (inQuotes) {
      backslashInQuotes(draft, "\"\\$`}\n");
    } else if (source.peek(1) == '\n') {
      source.skip(2);
    } else {
      source.take();
      draft.quoted = true;
      draft.text(source.atEnd() ? '\\' : source.take(), true);
    }
  }

  private void backslashInQuotes(Draft draft, String escapable) {
    if (escapable.indexOf(source.peek(1)) < 0 || source.at + 1 == source.text.length()) {
      draft.text(source.take(), true);
    } else if (source.peek(1) == '\n') {
      source.skip(2);
    } else {
      source.take();
      draft.text(source.take(), true);
    }
  }

  private void singleQuotes(Draft draft) throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.take();
    draft.quoted = true;
    while (source.peek(0) != '\'' || source.atEnd()) {
      if (source.atEnd()) {
        throw source.unclosed(line, column, "'");
      }
      draft.text(source.take(), true);
    }
    source.take();
  }

  private void doubleQuotes(Draft draft) throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.take();
    draft.quoted = true;
    while (source.peek(0) != '"' || source.atEnd()) {
      if (source.atEnd()) {
        throw source.unclosed(line, column, "\"");
      }
      switch (source.peek(0)) {
        case '\\' -> backslashInQuotes(draft, "\"\\$`\n");
        case '$' -> dollar(draft, true);
        case '`' -> backquotes(draft, true);
        default -> draft.text(source.take(), true);
      }
    }
    source.take();
  }

  private void dollar(Draft draft, boolean inQuotes) throws ShellSyntaxException {
    char next = source.peek(1);
    if (source.startsWith("$((")) {
      draft.add(arithmetic(inQuotes));
    } else if (next == '(') {
      draft.add(new Substitution(commands(), inQuotes));
    } else if (next == '{') {
      draft.add(braces(inQuotes));
    } else if (next == '\'' && !inQuotes) {
      throw source.wrong("$'…' is not supported; use printf");
    } else if (isNameStart(next)) {
      source.take();
      draft.add(new Parameter(name(), "", Word.of(""), inQuotes));
    } else if (Character.isDigit(next) || (next != '\0' && SPECIAL.indexOf(next) >= 0)) {
      source.take();
      draft.add(new Parameter("" + source.take(), "", Word.of(""), inQuotes));
    } else {
      draft.text(source.take(), inQuotes);
    }
  }

  private Script commands() throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.skip(2);
    return new ShellParser(lexer).untilParenthesis(line, column);
  }

  private void backquotes(Draft draft, boolean inQuotes) throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.take();
    StringBuilder text = new StringBuilder();
    while (source.peek(0) != '`') {
      if (source.atEnd()) {
        throw source.unclosed(line, column, "`");
      }
      if (source.peek(0) == '\\' && "\\$`".indexOf(source.peek(1)) >= 0) {
        source.take();
      }
      text.append(source.take());
    }
    source.take();
    draft.add(new Substitution(Script.parse(text.toString(), line), inQuotes));
  }

  private Part arithmetic(boolean inQuotes) throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.skip(3);
    Draft draft = new Draft();
    int depth = 0;
    while (depth > 0 || !source.startsWith("))")) {
      if (source.atEnd()) {
        throw source.unclosed(line, column, "$((");
      }
      char c = source.peek(0);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      switch (c) {
        case '$' -> dollar(draft, true);
        case '`' -> backquotes(draft, true);
        default -> draft.text(source.take(), true);
      }
    }
    source.skip(2);
    return new Arithmetic(draft.word(), inQuotes);
  }

  private Part braces(boolean inQuotes) throws ShellSyntaxException {
    int line = source.line;
    int column = source.column();
    source.skip(2);
    boolean length = source.peek(0) == '#' && source.peek(1) != '}';
    if (length) {
      source.take();
    }
    String name = isNameStart(source.peek(0)) ? name() : special();
    String operator = length ? "length" : operator();
    boolean pattern = operator.startsWith("#") || operator.startsWith("%");
    Word argument = word("}", inQuotes && !pattern);
    if (source.atEnd()) {
      throw source.unclosed(line, column, "${");
    }
    if (operator.isEmpty() || length) {
      if (!argument.parts().isEmpty()) {
        throw new ShellSyntaxException(
            line,
            column,
            "this expansion is not supported; known: ${x} ${#x} ${x:-w} ${x:=w} ${x:?w} ${x:+w}"
                + " ${x#p} ${x##p} ${x%p} ${x%%p}");
      }
    }
    source.take();
    return new Parameter(name, operator, argument, inQuotes);
  }

  private String operator() {
    for (String operator :
        List.of(":-", ":=", ":?", ":+", "##", "%%", "-", "=", "?", "+", "#", "%")) {
      if (source.startsWith(operator)) {
        source.skip(operator.length());
        return operator;
      }
    }
    return "";
  }

  private String special() throws ShellSyntaxException {
    StringBuilder digits = new StringBuilder();
    while (Character.isDigit(source.peek(0))) {
      digits.append(source.take());
    }
    if (!digits.isEmpty()) {
      return digits.toString();
    }
    if (source.atEnd() || SPECIAL.indexOf(source.peek(0)) < 0) {
      throw source.wrong("a variable's name is expected behind ${");
    }
    return "" + source.take();
  }

  private String name() {
    int start = source.at;
    while (isNameStart(source.peek(0)) || Character.isDigit(source.peek(0))) {
      source.take();
    }
    return source.text.substring(start, source.at);
  }

  private static boolean isNameStart(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }
}
