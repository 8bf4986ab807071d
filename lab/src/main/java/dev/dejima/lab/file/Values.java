package dev.dejima.lab.file;

import dev.dejima.lab.NearMiss;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Prefix;
import dev.dejima.packet.ServiceNames;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of a lab file; what is wrong is noted, and nothing is returned. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h)?");
  private static final int MAX_PORT = 0xffff;

  private final Mistakes mistakes;

  Values(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The address of an interface. */
  Optional<Prefix> interfaceAddress(Yaml.Text text) {
    String expected = "ADDRESS/LENGTH as in 192.0.2.1/24 or 2001:db8::1/64";
    if (!text.text().contains("/")) {
      return refuse(text, "has no prefix length", expected);
    }
    return prefix(text, expected);
  }

  /** The destination of a route. */
  Optional<Prefix> network(Yaml.Text text) {
    String expected = "default, or a network as in 192.0.2.0/24";
    if (NearMiss.of(text.text(), List.of("default")).isPresent()) {
      mistakes.addUnknown(
          text.place(),
          "'%s' is no network, expected %s".formatted(text.text(), expected),
          text.text(),
          List.of("default"));
      return Optional.empty();
    }
    Optional<Prefix> prefix = prefix(text, expected);
    if (prefix.isPresent() && !prefix.get().network().equals(prefix.get())) {
      return refuse(
          text, "has bits behind its prefix length", prefix.get().network() + " for the network");
    }
    return prefix;
  }

  private Optional<Prefix> prefix(Yaml.Text text, String expected) {
    try {
      return Optional.of(Prefix.parse(text.text()));
    } catch (IllegalArgumentException e) {
      return refuse(text, "is no prefix (" + e.getMessage() + ")", expected);
    }
  }

  Optional<IpAddress> address(Yaml.Text text) {
    try {
      return Optional.of(IpAddress.parse(text.text()));
    } catch (IllegalArgumentException e) {
      return refuse(text, "is no address", "one as in 192.0.2.1 or 2001:db8::1");
    }
  }

  /** {@code ADDRESS:PORT}, where the port may be the name of a service. */
  Optional<Endpoint> endpoint(Yaml.Text text) {
    String expected = "ADDRESS:PORT as in 203.0.113.254:80 or [2001:db8::1]:80";
    int colon = text.text().lastIndexOf(':');
    String address = colon < 0 ? text.text() : text.text().substring(0, colon);
    boolean bracketed = address.startsWith("[") && address.endsWith("]");
    if (colon < 0 || (address.indexOf(':') >= 0 && !bracketed)) {
      return refuse(text, "is no address and port", expected);
    }
    OptionalInt port = portNumber(text.text().substring(colon + 1));
    if (port.isEmpty()) {
      return refuse(text, "has no valid port", "1 to 65535 or the name of a service");
    }
    try {
      String bare = bracketed ? address.substring(1, address.length() - 1) : address;
      return Optional.of(new Endpoint(IpAddress.parse(bare), port.getAsInt()));
    } catch (IllegalArgumentException e) {
      return refuse(text, "has no valid address", expected);
    }
  }

  Optional<Integer> port(Yaml.Text text) {
    OptionalInt port = portNumber(text.text());
    return port.isPresent()
        ? Optional.of(port.getAsInt())
        : refuse(text, "is no port", "1 to 65535 or the name of a service");
  }

  private static OptionalInt portNumber(String word) {
    if (!word.matches("[0-9]+")) {
      return ServiceNames.table().number(word);
    }
    int number = word.length() > 5 ? MAX_PORT + 1 : Integer.parseInt(word);
    return number >= 1 && number <= MAX_PORT ? OptionalInt.of(number) : OptionalInt.empty();
  }

  /** A number of seconds, or a number with its unit. */
  Optional<Duration> duration(Yaml.Text text) {
    Matcher matcher = DURATION.matcher(text.text());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      return refuse(text, "is no duration", "one as in 500ms, 3s or 2m");
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "m", "min" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case null, default -> Duration.ofSeconds(number);
        });
  }

  private <T> Optional<T> refuse(Yaml.Text text, String what, String expected) {
    mistakes.add(text.place(), "'%s' %s, expected %s".formatted(text.text(), what, expected));
    return Optional.empty();
  }
}
