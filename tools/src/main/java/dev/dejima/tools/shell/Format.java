package dev.dejima.tools.shell;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code printf}: the format is used again as long as arguments are left. */
final class Format {
  private static final Pattern CONVERSION =
      Pattern.compile("%([-+ 0#]*)(\\d*|\\*)(?:\\.(\\d*|\\*))?(.?)");

  private final Invocation call;
  private final String format;
  private final List<String> arguments;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private int status;
  private boolean ends;

  Format(Invocation call) {
    List<String> words = call.arguments();
    if (!words.isEmpty() && words.getFirst().equals("--")) {
      words = words.subList(1, words.size());
    }
    if (words.isEmpty()) {
      throw new UsageException(2, "usage: printf FORMAT [ARGUMENT...]");
    }
    this.call = call;
    this.format = words.getFirst();
    this.arguments = words.subList(1, words.size());
  }

  int run() throws IOException {
    do {
      int before = next;
      once();
      if (next == before) {
        break;
      }
    } while (next < arguments.size() && !ends);
    call.streams().out().write(out.toString().getBytes(StandardCharsets.UTF_8));
    call.streams().out().flush();
    return status;
  }

  private void once() {
    Matcher matcher = CONVERSION.matcher(format);
    int at = 0;
    while (!ends && matcher.find(at)) {
      literal(format.substring(at, matcher.start()));
      at = matcher.end();
      if (!ends) {
        convert(matcher);
      }
    }
    if (!ends) {
      literal(format.substring(at));
    }
  }

  private void literal(String text) {
    Escapes escapes = new Escapes(text, true, false);
    out.append(escapes.text());
    ends |= escapes.ends();
  }

  private String argument() {
    return next < arguments.size() ? arguments.get(next++) : "";
  }

  private void convert(Matcher matcher) {
    String flags = matcher.group(1);
    String width = matcher.group(2).equals("*") ? argument() : matcher.group(2);
    String given = matcher.group(3);
    String precision = given == null ? "" : given.equals("*") ? argument() : given;
    if (width.startsWith("-")) {
      flags += "-";
      width = width.substring(1);
    }
    String letter = matcher.group(4);
    String text =
        switch (letter) {
          case "%" -> "%";
          case "s" -> cut(argument(), given == null ? "" : precision, given != null);
          case "b" -> escaped(given == null ? "" : precision, given != null);
          case "c" -> {
            String word = argument();
            yield word.isEmpty() ? "" : word.substring(0, 1);
          }
          case "d", "i", "u", "x", "X", "o" -> number(letter, flags, precision);
          case "f", "e", "g", "E", "G" -> decimal(letter, flags, precision);
          default -> throw new UsageException(1, "printf: %" + letter + ": invalid directive");
        };
    out.append(pad(text, flags, width, letter));
  }

  private static String cut(String text, String precision, boolean given) {
    int most = precision.isEmpty() ? 0 : Integer.parseInt(precision);
    return given && most < text.length() ? text.substring(0, most) : text;
  }

  private String escaped(String precision, boolean given) {
    Escapes escapes = new Escapes(argument(), true, true);
    ends |= escapes.ends();
    return cut(escapes.text(), precision, given);
  }

  private String number(String letter, String flags, String precision) {
    long value = integer(argument());
    String digits =
        switch (letter) {
          case "x" -> Long.toHexString(value);
          case "X" -> Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
          case "o" -> Long.toOctalString(value);
          case "u" -> Long.toUnsignedString(value);
          default -> Long.toString(Math.abs(value));
        };
    int least = precision.isEmpty() ? 0 : Integer.parseInt(precision);
    digits = "0".repeat(Math.max(0, least - digits.length())) + digits;
    boolean isSigned = letter.equals("d") || letter.equals("i");
    if (flags.contains("#") && value != 0 && !isSigned) {
      digits = (letter.equals("o") ? "0" : letter.equals("u") ? "" : "0" + letter) + digits;
    }
    String plus = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    return isSigned ? (value < 0 ? "-" : plus) + digits : digits;
  }

  private long integer(String word) {
    if (word.isEmpty()) {
      return 0;
    }
    if ((word.charAt(0) == '\'' || word.charAt(0) == '"') && word.length() > 1) {
      return word.codePointAt(1);
    }
    try {
      return Long.decode(word.strip());
    } catch (NumberFormatException e) {
      call.complain("printf: " + word + ": invalid number");
      status = 1;
      return 0;
    }
  }

  private String decimal(String letter, String flags, String precision) {
    String word = argument();
    double value = 0;
    try {
      value = word.isEmpty() ? 0 : Double.parseDouble(word);
    } catch (NumberFormatException e) {
      call.complain("printf: " + word + ": invalid number");
      status = 1;
    }
    String pattern =
        "%" + (flags.contains("+") ? "+" : "") + "." + (precision.isEmpty() ? "6" : precision);
    return String.format(java.util.Locale.ROOT, pattern + letter, value);
  }

  private static String pad(String text, String flags, String width, String letter) {
    int least = width.isEmpty() ? 0 : Integer.parseInt(width);
    int missing = least - text.length();
    if (missing <= 0) {
      return text;
    }
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    if (flags.contains("0") && "sbc%".indexOf(letter.charAt(0)) < 0) {
      int sign = !text.isEmpty() && "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
      return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }
    return " ".repeat(missing) + text;
  }
}
