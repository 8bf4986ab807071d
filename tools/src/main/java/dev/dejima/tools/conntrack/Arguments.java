package dev.dejima.tools.conntrack;

import dev.dejima.packet.IpAddress;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.conntrack.Option.Argument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads conntrack(8)'s arguments as getopt_long(3) does: options may stand anywhere. */
final class Arguments {
  private static final String TABLES = "conntrack";

  private final List<String> words;
  private final Request request = new Request();
  private final Values values = new Values(request);
  private int at;
  private boolean commanded;
  private @Nullable Protocol protocol;

  private Arguments(List<String> words) {
    this.words = words;
  }

  /**
   * Reads them.
   *
   * @throws UsageException if they make no sense
   */
  static Request parse(List<String> words) {
    return new Arguments(words).parse();
  }

  private Request parse() {
    while (at < words.size()) {
      String word = words.get(at++);
      if (word.equals("--")) {
        break;
      }
      if (word.startsWith("--")) {
        longOption(word);
      } else if (word.length() > 1 && word.charAt(0) == '-') {
        cluster(word);
      }
    }
    if (request.anyOf(Option.SRC_NAT, Option.DST_NAT) && request.has(Option.ANY_NAT)) {
      throw Banner.usage("cannot specify `--src-nat' or `--dst-nat' with `--any-nat'");
    }
    check();
    values.finish(protocol);
    return request;
  }

  private void cluster(String word) {
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      String rest = word.substring(i + 1);
      Command command = command(letter);
      if (command != null) {
        boolean tables = takesTable(command);
        command(command, tables ? rest : "");
        if (tables && !rest.isEmpty()) {
          return;
        }
        continue;
      }
      Option option = option(letter);
      if (option == null) {
        throw unknown();
      }
      if (option.argument == Argument.NONE) {
        option(option, null);
      } else {
        option(option, rest.isEmpty() ? argument(option, word) : rest);
        return;
      }
    }
  }

  private static boolean takesTable(Command command) {
    return switch (command) {
      case STATS, VERSION, HELP -> false;
      default -> true;
    };
  }

  private static @Nullable Command command(char letter) {
    for (Command command : Command.values()) {
      if (command.letter == letter) {
        return command;
      }
    }
    return null;
  }

  private static @Nullable Option option(char letter) {
    for (Option option : Option.values()) {
      if (option.letter == letter && Character.isLetter(letter)) {
        return option;
      }
    }
    return null;
  }

  private UsageException unknown() {
    return Banner.usage("unknown option `" + words.get(at - 1) + "'");
  }

  /** The next word, if it is no option; that of an option that need not have one may be absent. */
  private @Nullable String argument(Option option, String written) {
    if (option.argument == Argument.REQUIRED) {
      return required(written);
    }
    return optional();
  }

  private String required(String written) {
    if (at >= words.size()) {
      throw Banner.usage("option `" + written + "' requires an argument");
    }
    return words.get(at++);
  }

  private @Nullable String optional() {
    boolean there =
        at < words.size() && !words.get(at).startsWith("-") && !words.get(at).startsWith("!");
    return there ? words.get(at++) : null;
  }

  private void longOption(String word) {
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    String given = equals < 0 ? null : word.substring(equals + 1);
    Object meant = meaning(name);
    switch (meant) {
      case Command command -> command(command, given == null ? "" : given);
      case Option option when option.argument == Argument.NONE -> option(option, null);
      case Option option -> option(option, given != null ? given : argument(option, word));
      case String own when protocol != null ->
          values.own(protocol, own, given != null ? given : required(word));
      default -> throw unknown();
    }
  }

  /** What a long option, or an unambiguous beginning of one, means. */
  private Object meaning(String name) {
    Map<String, Object> known = new LinkedHashMap<>();
    for (Command command : Command.values()) {
      if (!command.word.isEmpty()) {
        known.put(command.word, command);
      }
    }
    for (Option option : Option.values()) {
      for (String word : option.words()) {
        known.put(word, option);
      }
    }
    if (protocol != null) {
      protocol.options().forEach(word -> known.put(word, word));
    }
    Object exact = known.get(name);
    if (exact != null) {
      return exact;
    }
    List<Object> meant =
        known.entrySet().stream()
            .filter(entry -> !name.isEmpty() && entry.getKey().startsWith(name))
            .map(Map.Entry::getValue)
            .distinct()
            .toList();
    if (meant.size() != 1) {
      throw unknown();
    }
    return meant.getFirst();
  }

  private void command(Command command, String attached) {
    if (commanded) {
      throw Banner.usage("Invalid commands combination");
    }
    commanded = true;
    request.command = command;
    if (!takesTable(command) && command != Command.STATS) {
      return;
    }
    // What is attached is ignored, as the real program does.
    String table = attached.isEmpty() ? optional() : null;
    if (table == null) {
      return;
    }
    request.table = table(table);
    if (request.table == Request.Table.EXPECT) {
      request.command = command.ofExpectations();
    } else if (request.table != Request.Table.CONNTRACK && command != Command.LIST) {
      throw Banner.usage("Can't do that command with tables `dying' and `unconfirmed'");
    }
  }

  private static Request.Table table(String word) {
    for (Request.Table table : Request.Table.values()) {
      String name =
          table == Request.Table.CONNTRACK ? TABLES : table.name().toLowerCase(Locale.ROOT);
      if (!word.isEmpty() && name.startsWith(word)) {
        return table;
      }
    }
    throw Banner.usage("unknown type `" + word + "'");
  }

  private void option(Option option, @Nullable String value) {
    if (option == Option.NAT_RANGE) {
      return;
    }
    request.options.add(option);
    if (option == Option.PROTOCOL && value != null) {
      request.protocol = Values.protocolNumber(value);
      protocol = Protocol.of(request.protocol);
      return;
    }
    values.set(option, value);
  }

  private void check() {
    boolean coupled = false;
    for (Option option : Option.values()) {
      boolean there = request.has(option);
      switch (request.command.use(option)) {
        case ILLEGAL -> {
          if (there) {
            throw Banner.usage("Illegal option `--" + option.word() + "' with this command");
          }
        }
        case COMPULSORY -> {
          if (!there) {
            throw Banner.usage(
                "You need to supply the `--" + option.word() + "' option for this command");
          }
        }
        case ONE_DIRECTION -> coupled = true;
        case OPTIONAL -> {}
      }
    }
    if (coupled) {
      oneDirection();
    }
  }

  private void oneDirection() {
    boolean original = request.has(Option.ORIG_SRC) && request.has(Option.ORIG_DST);
    boolean reply = request.has(Option.REPLY_SRC) && request.has(Option.REPLY_DST);
    if (original || reply) {
      return;
    }
    boolean halfReply =
        !request.anyOf(Option.ORIG_SRC, Option.ORIG_DST)
            && request.anyOf(Option.REPLY_SRC, Option.REPLY_DST);
    throw Banner.usage(
        halfReply
            ? "you have to specify `--reply-src' and `--reply-dst'"
            : "you have to specify `--src' and `--dst'");
  }

  static boolean isV4(IpAddress address) {
    return address.bits() == 32;
  }
}
