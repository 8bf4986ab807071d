package dev.dejima.tools.osf;

import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.OsfFingerprint.Option;
import dev.dejima.kernel.netfilter.OsfFingerprint.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of a pf.os file: {@code window:ttl:df:length:options:genre:version:subtype:details}, as
 * iptables' nfnl_osf and nft read it.
 */
final class FingerprintLine {
  private static final int FIELDS = 9;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final int MAX_NAME = 31;

  private FingerprintLine() {}

  /** Reads a line; null if it has not nine fields. */
  static @Nullable OsfFingerprint parse(String line) {
    String[] fields = line.split(":", -1);
    if (fields.length != FIELDS) {
      return null;
    }
    for (int i = 0; i < FIELDS; i++) {
      fields[i] = fields[i].stripLeading();
    }
    String window = fields[0];
    return new OsfFingerprint(
        window(window.isEmpty() ? ' ' : window.charAt(0)),
        number(window),
        number(fields[1]) & 0xff,
        number(fields[2]) != 0,
        number(fields[3]) & 0xffff,
        options(fields[4]),
        name(
            fields[5].startsWith("@") || fields[5].startsWith("*")
                ? fields[5].substring(1)
                : fields[5]),
        name(fields[6]),
        name(fields[7]));
  }

  private static Window window(char letter) {
    return switch (letter) {
      case 'S' -> Window.MSS;
      case 'T' -> Window.MTU;
      case '%' -> Window.MODULO;
      default -> Window.PLAIN;
    };
  }

  /** The first number in a text; 0 if there is none. */
  private static int number(String text) {
    Matcher number = NUMBER.matcher(text);
    return number.find() ? Integer.parseInt(number.group()) : 0;
  }

  private static String name(String text) {
    return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
  }

  private static List<Option> options(String text) {
    List<Option> options = new ArrayList<>();
    for (String word : text.strip().split(",", -1)) {
      String letters = word.strip();
      Option option = letters.isEmpty() ? null : option(letters);
      if (option != null) {
        options.add(option);
      }
    }
    return options;
  }

  private static @Nullable Option option(String word) {
    Window wildcard = word.length() > 1 ? window(word.charAt(1)) : Window.PLAIN;
    return switch (word.charAt(0)) {
      case 'E' -> new Option(0, 1, Window.PLAIN, 0);
      case 'N' -> new Option(1, 1, Window.PLAIN, 0);
      case 'M' ->
          new Option(2, 4, wildcard == Window.MODULO ? wildcard : Window.PLAIN, number(word));
      case 'W' -> new Option(3, 3, wildcard, number(word));
      case 'S' -> new Option(4, 2, Window.PLAIN, 0);
      case 'T' -> new Option(8, 10, Window.PLAIN, 0);
      default -> null;
    };
  }
}
