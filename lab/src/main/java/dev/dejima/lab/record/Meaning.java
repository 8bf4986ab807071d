package dev.dejima.lab.record;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.nc.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a command that was typed is to a lab. */
sealed interface Meaning {
  /** Nothing: it looks, listens, or is a shell's. */
  enum Nothing implements Meaning {
    NOTHING
  }

  /**
   * It tries whether something can be reached.
   *
   * @param kind {@code connect}, {@code udp} or {@code ping}
   * @param source the address it comes from; null to let the kernel choose
   * @param sourcePort 0 to let the kernel choose
   * @param targets where to; of a ping, port 0
   */
  record Probe(String kind, @Nullable IpAddress source, int sourcePort, List<Endpoint> targets)
      implements Meaning {
    public Probe {
      targets = List.copyOf(targets);
    }
  }

  /**
   * It changes the network, and a lab has a word for that.
   *
   * @param key {@code ip}, {@code nft} or {@code sysctl}
   * @param node the namespace it names; empty for the one it is called in
   * @param words what is behind the tool's name and its options
   */
  record Change(String key, String node, List<String> words) implements Meaning {
    public Change {
      words = List.copyOf(words);
    }
  }

  /** It lets time pass. */
  record Pause(String seconds) implements Meaning {}

  /**
   * It is run as it is.
   *
   * @param tries whether what comes of it depends on the network
   */
  record Program(boolean tries) implements Meaning {}

  /** No lab can say it. */
  record Unsayable(String why) implements Meaning {}

  /** Words of ip, bridge and nft that change nothing. */
  Set<String> LOOKS =
      Set.of("show", "list", "ls", "lst", "l", "sh", "get", "help", "monitor", "describe");

  Set<String> PING_FLAGS = Set.of("-n", "-q", "-v", "-4", "-6", "-O", "-D", "-a", "-A", "-U");
  Set<String> PING_VALUES = Set.of("-c", "-W", "-w", "-i");

  /** Tools of a shell, or that only look. */
  Set<String> SILENT =
      Set.of(
          "sudo", "sh", "bash", "help", "record", "ss", "tcpdump", "stund", "true", "false", "echo",
          "printf", "test", "[", "seq", "cat", "grep", "head", "tail", "wc", "cut", "sort", "tr",
          "uniq");

  /**
   * What a command means.
   *
   * @param command its words, name first
   */
  static Meaning of(List<String> command) {
    List<String> words = command.subList(1, command.size());
    String name = command.getFirst();
    return switch (name) {
      case "ip" -> ip(words);
      case "nft" -> nft(words);
      case "sysctl" -> sysctl(words);
      case "bridge" ->
          words.stream().anyMatch(Set.of("add", "del", "delete", "set", "replace")::contains)
              ? new Program(false)
              : Nothing.NOTHING;
      case "conntrack" ->
          words.stream().anyMatch(word -> word.matches("-[IUDF]|--(create|update|delete|flush)"))
              ? new Program(false)
              : Nothing.NOTHING;
      case "nc" -> nc(words);
      case "ping" -> ping(words);
      case "sleep" -> words.size() == 1 ? new Pause(words.getFirst()) : Nothing.NOTHING;
      case "nfnl_osf" -> new Program(false);
      case "socat" ->
          words.stream().anyMatch(word -> word.matches("(?i).*(LISTEN|RECVFROM|RECV):?.*"))
              ? Nothing.NOTHING
              : new Program(true);
      default -> SILENT.contains(name) ? Nothing.NOTHING : new Program(true);
    };
  }

  private static Meaning ip(List<String> all) {
    List<String> words = new ArrayList<>(all);
    String node = "";
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.removeFirst();
      if (option.matches("-b(atch)?")) {
        return new Unsayable("a file of ip's commands");
      }
      if (option.matches("--?(n|net|netns)") && !words.isEmpty()) {
        node = words.removeFirst();
      } else if (option.matches("--?(f|family)") && !words.isEmpty()) {
        words.removeFirst();
      }
    }
    boolean netns = !words.isEmpty() && "netns".startsWith(words.getFirst());
    if (words.size() < 2 || LOOKS.contains(words.get(1)) || (netns && !isMade(words))) {
      return Nothing.NOTHING;
    }
    return new Change("ip", node, words);
  }

  private static boolean isMade(List<String> netns) {
    return Set.of("add", "del", "delete").contains(netns.get(1));
  }

  private static Meaning nft(List<String> all) {
    List<String> words = new ArrayList<>(all);
    while (!words.isEmpty() && words.getFirst().startsWith("-")) {
      String option = words.getFirst();
      if (option.matches("--?(c|check|o|optimize|V|version|h|help|v)")) {
        return Nothing.NOTHING;
      }
      if (option.matches("--?(j|json|i|interactive|D|define|I|includepath)")) {
        return new Program(false);
      }
      if (option.matches("--?(f|file)")) {
        break;
      }
      words.removeFirst();
    }
    return words.isEmpty() || LOOKS.contains(words.getFirst())
        ? Nothing.NOTHING
        : new Change("nft", "", words);
  }

  private static Meaning sysctl(List<String> all) {
    if (all.stream().anyMatch(word -> word.matches("-\\w*p.*|--load.*"))) {
      return new Unsayable("variables from a file");
    }
    List<String> set = all.stream().filter(word -> word.matches("[^-].*=.*")).toList();
    return set.isEmpty() ? Nothing.NOTHING : new Change("sysctl", "", set);
  }

  private static Meaning nc(List<String> words) {
    if (Attempt.listens(words)) {
      return Nothing.NOTHING;
    }
    Optional<Attempt> attempt = Attempt.of(words);
    return attempt.isEmpty()
        ? new Program(true)
        : new Probe(
            attempt.get().udp() ? "udp" : "connect",
            attempt.get().source(),
            attempt.get().sourcePort(),
            attempt.get().targets());
  }

  /** A ping of other sizes, hop limits or sources is a program like others. */
  private static Meaning ping(List<String> words) {
    IpAddress target = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (PING_VALUES.contains(word)) {
        i++;
      } else if (!PING_FLAGS.contains(word) && !word.matches("-[cWwi][0-9.]+")) {
        IpAddress address = address(word);
        if (address == null || target != null) {
          return new Program(true);
        }
        target = address;
      }
    }
    return target == null
        ? new Program(true)
        : new Probe("ping", null, 0, List.of(new Endpoint(target, 0)));
  }

  private static @Nullable IpAddress address(String word) {
    try {
      return IpAddress.parse(word);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
