package dev.dejima.tools.ip;

import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.function.Function;

/**
 * The words of a command, read from left to right; keywords may be shortened as iproute2 allows.
 */
public final class Arguments {
  /** The exit status that ip has when its arguments make no sense. */
  public static final int USAGE = 255;

  private final List<String> words;
  private int at;

  /** Arguments to be read. */
  public Arguments(List<String> words) {
    this.words = words;
  }

  /** Whether all have been taken. */
  public boolean isEmpty() {
    return at >= words.size();
  }

  /** The next word, which stays. */
  public String peek() {
    return words.get(at);
  }

  /** The next word. */
  public String take() {
    if (isEmpty()) {
      throw new UsageException(USAGE, "Command line is not complete. Try option \"help\"");
    }
    return words.get(at++);
  }

  List<String> rest() {
    return words.subList(at, words.size());
  }

  /** Takes the next word if it is this one, whole. */
  public boolean takeIf(String word) {
    if (!isEmpty() && peek().equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  /** The first of the keywords that the word begins, as iproute2's {@code matches()} finds it. */
  public static String match(String word, List<String> keywords, String unknown) {
    return match(USAGE, word, keywords, unknown);
  }

  /** The same, with an exit status for a word that begins none of them. */
  static String match(int status, String word, List<String> keywords, String unknown) {
    for (String keyword : keywords) {
      if (!word.isEmpty() && keyword.startsWith(word)) {
        return keyword;
      }
    }
    throw new UsageException(status, unknown + "\nknown: " + String.join(", ", keywords));
  }

  int number(String complaint, int min, int max) {
    String word = take();
    try {
      int value = Integer.decode(word);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(word, complaint);
  }

  /** A number of 32 bits without a sign. */
  long unsigned(String complaint) {
    String word = take();
    try {
      long value = Long.decode(word);
      if (value >= 0 && value <= 0xffff_ffffL) {
        return value;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong(word, complaint);
  }

  Prefix prefix() {
    return read(
        "Error: any valid prefix is expected rather than \"%s\".",
        word ->
            word.equals("default") || word.equals("any") || word.equals("all")
                ? Prefix.parse("0.0.0.0/0")
                : Prefix.parse(word));
  }

  IpAddress address() {
    return read("Error: any valid address is expected rather than \"%s\".", IpAddress::parse);
  }

  Ipv4Address ipv4Address() {
    return read("Error: inet address is expected rather than \"%s\".", Ipv4Address::parse);
  }

  Ipv6Address ipv6Address() {
    return read("Error: inet6 address is expected rather than \"%s\".", Ipv6Address::parse);
  }

  /** The next word as a link-layer address. */
  public MacAddress linkAddress() {
    return read("\"%s\" is invalid lladdr.", MacAddress::parse);
  }

  private <T> T read(String complaint, Function<String, T> reader) {
    String word = take();
    try {
      return reader.apply(word);
    } catch (IllegalArgumentException e) {
      throw new UsageException(1, complaint.formatted(word));
    }
  }

  /** A word that an argument cannot be. */
  public static UsageException wrong(String word, String why) {
    return new UsageException(USAGE, "Error: argument \"" + word + "\" is wrong: " + why);
  }

  /** A word that is no setting, where the argument that stands without a keyword was given. */
  public static UsageException garbage(String argument, String word, List<String> known) {
    return new UsageException(
        USAGE,
        "Error: either \"%s\" is duplicate, or \"%s\" is a garbage.\nknown: %s"
            .formatted(argument, word, String.join(", ", known)));
  }

  /** An argument that was not given; the status differs from object to object. */
  static UsageException missing(int status, String argument) {
    return new UsageException(
        status, "Not enough information: \"" + argument + "\" argument is required.");
  }
}
