package dev.dejima.nft.syntax;

/**
 * Reads the members of a set that are constants, as listings write them: {@code 192.0.2.1}, {@code
 * 192.0.2.0/24}, {@code 1024-2047}, {@code 80 : 192.0.2.1}. Whatever else there is, the parser
 * reads from tokens.
 */
final class ConstantScan {
  /** Decimal digits that a long surely holds. */
  private static final int DIGITS_MOST = 18;

  private static final int OCTETS = 4;
  private static final int OCTET_MOST = 255;
  private static final int PREFIX_MOST = 32;
  private static final String COLON = " : ";

  private final String text;

  /** Behind the last comma that was read. */
  private int position;

  private int line;
  private int lineStart;

  /** Where the member that is being read goes on, with its line. */
  private int at;

  private int atLine;
  private int atLineStart;

  /** What was read last. */
  private long number;

  ConstantScan(String text, int position, int line, int lineStart) {
    this.text = text;
    this.at = position;
    this.atLine = line;
    this.atLineStart = lineStart;
  }

  int position() {
    return position;
  }

  int line() {
    return line;
  }

  int lineStart() {
    return lineStart;
  }

  /** Reads members as long as they are constants and a comma follows each. */
  void read(ElementList.Builder members) {
    do {
      position = at;
      line = atLine;
      lineStart = atLineStart;
    } while (member(members));
  }

  private boolean member(ElementList.Builder members) {
    blanks();
    int startLine = atLine;
    int column = at - atLineStart + 1;
    int form = literal();
    long key = number;
    char sign = form == ElementList.NONE ? ',' : current();
    boolean constant =
        switch (sign) {
          case '-' -> literalBehind() == form && number > key;
          case '/' -> form == ElementList.ADDRESS && lengthBehind();
          default -> form != ElementList.NONE;
        };
    long end = number;
    boolean mapped = constant && text.startsWith(COLON, at);
    int valueForm = mapped ? value() : ElementList.NONE;
    blanks();
    if (!constant || (mapped && valueForm == ElementList.NONE) || current() != ',') {
      return false;
    }
    at++;
    if (sign == '/') {
      members.addPrefix(key, (int) end);
    } else {
      members.add(form, key, end);
    }
    if (mapped) {
      members.value(valueForm, number);
    }
    members.place(startLine, column);
    return true;
  }

  private int literalBehind() {
    at++;
    return literal();
  }

  /** The length of a prefix. */
  private boolean lengthBehind() {
    at++;
    return number() && number <= PREFIX_MOST;
  }

  private int value() {
    at += COLON.length();
    return literal();
  }

  private char current() {
    return at < text.length() ? text.charAt(at) : '\uffff';
  }

  private void blanks() {
    for (char c; (c = current()) == ' ' || c == '\t' || c == '\n'; at++) {
      if (c == '\n') {
        atLine++;
        atLineStart = at + 1;
      }
    }
  }

  /** The form of the literal that comes next, which is read; none if none comes. */
  private int literal() {
    if (!number()) {
      return ElementList.NONE;
    }
    if (current() != '.') {
      return ElementList.NUMBER;
    }
    long address = number;
    for (int octet = 1; octet < OCTETS; octet++) {
      boolean fits = number <= OCTET_MOST && current() == '.';
      at++;
      if (!fits || !number()) {
        return ElementList.NONE;
      }
      address = address << 8 | number;
    }
    boolean fits = number <= OCTET_MOST;
    number = address;
    return fits ? ElementList.ADDRESS : ElementList.NONE;
  }

  /** A decimal number without needless zeros. */
  private boolean number() {
    int start = at;
    long value = 0;
    for (; Scan.isDigit(current()); at++) {
      value = 10 * value + text.charAt(at) - '0';
    }
    number = value;
    int digits = at - start;
    return digits > 0 && digits <= DIGITS_MOST && (digits == 1 || text.charAt(start) != '0');
  }
}
