package dev.dejima.tools.socat;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.ServiceNames;
import dev.dejima.tools.UsageException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One end of a transfer, as socat writes it: {@code TCP4-LISTEN:80,reuseaddr,fork}.
 *
 * @param text as it was written
 * @param kind what it is
 * @param version of IP, 4 or 6; 0 where that does not matter or the host's address says
 * @param udp whether it speaks UDP, not TCP
 * @param host where to connect to; empty for a listener
 * @param port where to connect to or to listen
 * @param options by name, without aliases; those without a value have an empty one
 */
record SocatAddress(
    String text,
    Kind kind,
    int version,
    boolean udp,
    String host,
    int port,
    Map<String, String> options) {
  enum Kind {
    /** Standard input and output. */
    STDIO,
    /** What is written can be read again. */
    PIPE,
    CONNECT,
    LISTEN
  }

  private static final Map<String, String> ALIASES =
      Map.of(
          "transparent", "ip-transparent",
          "reuseaddr", "so-reuseaddr",
          "sp", "sourceport",
          "bindtodevice", "so-bindtodevice",
          "if", "so-bindtodevice",
          "interface", "so-bindtodevice",
          "ttl", "ip-ttl",
          "ipv6only", "ipv6-v6only",
          "v6only", "ipv6-v6only",
          "sockopt-int", "setsockopt-int");

  private static final List<String> KNOWN =
      List.of(
          "ip-transparent",
          "so-reuseaddr",
          "sourceport",
          "so-bindtodevice",
          "ip-ttl",
          "ipv6-v6only",
          "setsockopt-int",
          "bind",
          "fork",
          "shut-none");

  /**
   * Reads an address.
   *
   * @param version of IP where the address does not say; 0 for none preferred
   * @throws UsageException if there is no such address, or it has an option that is not known
   */
  static SocatAddress parse(String text, int version) {
    List<String> parts = split(text, ',');
    List<String> words = split(parts.getFirst(), ':');
    String name = words.getFirst().toLowerCase(Locale.ROOT);
    Map<String, String> options = options(parts.subList(1, parts.size()));
    Kind kind =
        switch (name) {
          case "-", "stdio", "stdin", "stdout" -> Kind.STDIO;
          case "pipe" -> Kind.PIPE;
          default -> name.endsWith("-listen") || name.endsWith("-l") ? Kind.LISTEN : Kind.CONNECT;
        };
    int operands = kind == Kind.CONNECT ? 2 : kind == Kind.LISTEN ? 1 : 0;
    String protocol = name.replaceFirst("-(connect|listen|l)$", "");
    if (operands > 0 && !protocol.matches("(tcp|udp)[46]?")) {
      throw new UsageException(
          1,
          "socat: unknown device/address \""
              + words.getFirst()
              + "\"; known are STDIO, PIPE, and TCP, TCP4, TCP6, UDP, UDP4, UDP6,"
              + " each with -CONNECT and -LISTEN");
    }
    if (words.size() - 1 != operands) {
      throw new UsageException(
          1, "socat: " + text + ": wrong number of parameters: " + (words.size() - 1));
    }
    String own = protocol.replaceAll("[a-z]", "");
    return new SocatAddress(
        text,
        kind,
        own.isEmpty() || operands == 0 ? version : Integer.parseInt(own),
        protocol.startsWith("udp"),
        operands == 2 ? words.get(1) : "",
        operands == 0 ? 0 : port(words.getLast()),
        options);
  }

  /** The parts of a word, of which none is within brackets. */
  private static List<String> split(String word, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; at < word.length(); at++) {
      char c = word.charAt(at);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(word.substring(from, at));
        from = at + 1;
      }
    }
    parts.add(word.substring(from));
    return parts;
  }

  private static Map<String, String> options(List<String> words) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String word : words) {
      String[] pair = word.split("=", 2);
      String given = pair[0].toLowerCase(Locale.ROOT);
      String name = ALIASES.getOrDefault(given, given);
      if (!KNOWN.contains(name)) {
        throw new UsageException(
            1, "socat: unknown option \"" + pair[0] + "\"; known are " + String.join(", ", KNOWN));
      }
      options.put(name, pair.length == 1 ? "" : pair[1]);
    }
    return options;
  }

  private static int port(String word) {
    return ServiceNames.table().number(word).orElseGet(() -> number("port", word, 0xffff));
  }

  private static int number(String what, String word, int largest) {
    try {
      int number = Integer.decode(word);
      if (number >= 0 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, with all others that make no sense.
    }
    throw new UsageException(1, "socat: " + what + ": no number up to " + largest + ": " + word);
  }

  /** Whether an option is set. */
  boolean has(String option) {
    String value = options.get(option);
    return value != null && !value.equals("0");
  }

  /** The number that an option has, or another where it is not given. */
  int number(String option, int otherwise) {
    String value = options.get(option);
    return value == null ? otherwise : number(option, value, Integer.MAX_VALUE);
  }

  /** Where to connect to. */
  Endpoint remote() {
    return new Endpoint(address(host), port);
  }

  /** Where to listen. */
  Endpoint local() {
    String bind = options.get("bind");
    return new Endpoint(bind == null ? any(version) : address(bind), port);
  }

  /** The end to connect from, of the version that the other has. */
  Endpoint source(IpAddress remote) {
    String bind = options.get("bind");
    int sourcePort = number("sourceport", 0);
    if (bind == null) {
      return new Endpoint(any(remote.bits() == 32 ? 4 : 6), sourcePort);
    }
    List<String> words = split(bind, ':');
    boolean named = words.size() == 2;
    return new Endpoint(address(words.getFirst()), named ? port(words.get(1)) : sourcePort);
  }

  /** Whether it asks for an end to connect from. */
  boolean hasSource() {
    return options.containsKey("bind") || options.containsKey("sourceport");
  }

  private static IpAddress any(int version) {
    return version == 6 ? Ipv6Address.ANY : Ipv4Address.ANY;
  }

  /** There is no name server to ask. */
  private IpAddress address(String name) {
    String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    try {
      IpAddress address =
          bare.equals("localhost")
              ? version == 6 ? Ipv6Address.LOOPBACK : Ipv4Address.LOOPBACK
              : IpAddress.parse(bare);
      if (version == 0 || address.bits() == (version == 6 ? 128 : 32)) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with those of the other version.
    }
    throw new UsageException(1, "socat: getaddrinfo(\"" + bare + "\"): no such address");
  }
}
