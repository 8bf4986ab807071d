package dev.dejima.lab.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * tcpdump's line in few words.
 *
 * @param addresses source and destination, as in {@code 192.0.2.1.80 > 192.0.2.2.1024}
 * @param rest what else is worth a look
 */
record PacketLine(String addresses, String rest) {
  private static final Pattern NOISE =
      Pattern.compile(", win \\d+|, options \\[[^\\]]*\\]|, length 0$|^Flags ");

  /** Takes the line behind the protocol's name. */
  static PacketLine of(String body) {
    int colon = body.indexOf(": ");
    if (colon < 0 || !body.substring(0, colon).contains(" > ")) {
      return new PacketLine("", body);
    }
    String rest = NOISE.matcher(body.substring(colon + 2)).replaceAll("");
    return new PacketLine(body.substring(0, colon), rest.strip());
  }

  /** The addresses in one line, or in two where they are too long for one. */
  List<String> addresses(int columns) {
    if (addresses.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    int arrow = addresses.indexOf(" > ");
    if (addresses.length() <= columns) {
      lines.add(addresses);
    } else {
      lines.add(addresses.substring(0, arrow + 2));
      lines.add("  " + addresses.substring(arrow + 3));
    }
    return lines;
  }

  /** The rest, in two lines where it is too long for one. */
  List<String> rest(int columns) {
    int blank = rest.lastIndexOf(' ', columns);
    return rest.length() <= columns || blank <= 0
        ? List.of(Glyphs.within(rest, columns))
        : List.of(rest.substring(0, blank), Glyphs.within(rest.substring(blank + 1), columns));
  }
}
