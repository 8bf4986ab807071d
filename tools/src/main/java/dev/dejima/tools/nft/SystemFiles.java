package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.DataType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Words that the system's files define, and its time zone. Files that are not there define none;
 * each is read once, when it is asked for.
 */
final class SystemFiles {
  private static final Pattern ROW = Pattern.compile("\\s*(0x[0-9a-fA-F]+|\\d+)\\s+(\\S+).*");

  private static final Pattern HOST = Pattern.compile("\\s*([0-9a-fA-F.:]+)\\s+([^\\s#]+)");

  /** The simple form of POSIX: a name and hours west of Greenwich. */
  private static final Pattern WEST =
      Pattern.compile("(?:[A-Za-z]{3,}|<[^>]+>)([+-]?)(\\d{1,2})(?::(\\d{1,2}))?");

  private final Path root;
  private @Nullable Map<DataType, Map<String, Long>> symbols;
  private @Nullable Map<String, Integer> users;
  private @Nullable Map<String, Integer> groups;
  private @Nullable Map<String, String> hosts;

  /** The files below a directory, {@code /} for the system's own. */
  SystemFiles(Path root) {
    this.root = root;
  }

  /** Users by their names ({@code /etc/passwd}). */
  Map<String, Integer> users() {
    users = users == null ? accounts("etc/passwd") : users;
    return users;
  }

  /** Groups by their names ({@code /etc/group}). */
  Map<String, Integer> groups() {
    groups = groups == null ? accounts("etc/group") : groups;
    return groups;
  }

  private Map<String, Integer> accounts(String file) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    for (String line : lines(file)) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].matches("\\d{1,10}")) {
        numbers.putIfAbsent(fields[0], (int) Long.parseLong(fields[2]));
      }
    }
    numbers.putIfAbsent("root", 0);
    return numbers;
  }

  /** Names of hosts by their addresses ({@code /etc/hosts}). */
  Map<String, String> hosts() {
    Map<String, String> all = hosts;
    if (all == null) {
      all = new HashMap<>();
      for (String line : lines("etc/hosts")) {
        Matcher host = HOST.matcher(line);
        if (host.lookingAt()) {
          all.putIfAbsent(host.group(1), host.group(2));
        }
      }
      hosts = all;
    }
    return all;
  }

  /** The tables of iproute2, and conntrack's labels. */
  Map<DataType, Map<String, Long>> symbols() {
    Map<DataType, Map<String, Long>> all = symbols;
    if (all == null) {
      all = new EnumMap<>(DataType.class);
      all.put(DataType.MARK, routing("rt_marks"));
      all.put(DataType.REALM, routing("rt_realms"));
      all.put(DataType.DEVGROUP, routing("group"));
      all.put(DataType.CT_LABEL, table(lines("etc/connlabel.conf")));
      symbols = all;
    }
    return all;
  }

  private Map<String, Long> routing(String name) {
    List<String> own = lines("etc/iproute2/" + name);
    return table(own.isEmpty() ? lines("usr/share/iproute2/" + name) : own);
  }

  /** Numbers and words, until a line that is neither these nor a comment. */
  private static Map<String, Long> table(List<String> lines) {
    Map<String, Long> words = new LinkedHashMap<>();
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        words.putIfAbsent(row.group(2), Long.decode(decimal(row.group(1))) & 0xffffffffL);
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        break;
      }
    }
    return words;
  }

  /** Digits behind zeros are decimal all the same. */
  private static String decimal(String digits) {
    return digits.startsWith("0x") ? digits : digits.replaceFirst("^0+(?=\\d)", "");
  }

  private List<String> lines(String file) {
    try {
      return Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The time zone of the variable {@code TZ} or, without one, of the system. */
  static ZoneId zone() {
    return zone(System.getenv().getOrDefault("TZ", ""));
  }

  /** The time zone of a value of {@code TZ}. */
  static ZoneId zone(String variable) {
    Matcher west = WEST.matcher(variable);
    if (west.matches()) {
      int minutes =
          60 * Integer.parseInt(west.group(2))
              + (west.group(3) == null ? 0 : Integer.parseInt(west.group(3)));
      try {
        return ZoneOffset.ofTotalSeconds((west.group(1).equals("-") ? 60 : -60) * minutes);
      } catch (DateTimeException e) {
        return ZoneId.systemDefault();
      }
    }
    return ZoneId.systemDefault();
  }
}
