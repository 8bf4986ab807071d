package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Sysctl;
import dev.dejima.kernel.rtnetlink.GetAddresses;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewAddress;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetChains;
import dev.dejima.nft.expr.GetTables;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewTable;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.tools.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes commands, the words of ip and nft, and what there is now: namespaces, interfaces,
 * addresses, tables, chains, variables of sysctl, files.
 */
final class LiveCompleter implements Completer {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "ip", List.of("netns", "link", "address", "route", "neighbour", "rule", "-n", "-br"),
          "netns", List.of("add", "list", "delete", "exec"),
          "link", List.of("add", "set", "show", "delete"),
          "address", List.of("add", "show", "delete", "flush"),
          "route", List.of("add", "show", "delete", "replace", "flush", "get"),
          "nft", List.of("add", "create", "insert", "delete", "flush", "list", "-f", "-a", "-j"),
          "list", List.of("ruleset", "table", "tables", "chain", "chains", "set", "sets"),
          "conntrack", List.of("-L", "-C", "-E", "-D"),
          "ss", List.of("-tln", "-ta", "-ua"),
          "table", List.of("ip", "ip6", "inet", "arp", "bridge", "netdev"));

  private static final Executor ANOTHER_THREAD =
      work -> Thread.ofPlatform().daemon().name("completion").start(work);

  private final Kernel kernel;
  private final Toolbox toolbox;
  private volatile Namespace here;

  LiveCompleter(Kernel kernel, Toolbox toolbox) {
    this.kernel = kernel;
    this.toolbox = toolbox;
    this.here = kernel.initial();
  }

  /** Says in which namespace the next line acts. */
  void at(Namespace namespace) {
    here = namespace;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> words = line.words().subList(0, line.wordIndex());
    // Who types is a process of the kernel that is outside; to look into it takes another thread.
    CompletableFuture<List<String>> found =
        CompletableFuture.supplyAsync(() -> suggestions(words, line.word()), ANOTHER_THREAD);
    for (String word : found.join()) {
      boolean whole = !word.endsWith("/");
      candidates.add(new Candidate(word, word, null, null, null, null, whole));
    }
  }

  /** What may stand behind these words and begins with another. */
  List<String> suggestions(List<String> words, String begun) {
    List<String> found;
    try {
      found = suggestions(words);
    } catch (KernelException e) {
      return List.of();
    }
    List<String> fitting = found.stream().filter(word -> word.startsWith(begun)).toList();
    return fitting.isEmpty() && (found.isEmpty() || !begun.isEmpty()) ? files(begun) : fitting;
  }

  private List<String> suggestions(List<String> words) throws KernelException {
    if (words.isEmpty() || isCommandNext(words)) {
      return toolbox.names();
    }
    Namespace namespace = namespace(words);
    String last = words.getLast();
    return switch (last) {
      case "netns", "exec", "-n" -> with(last, namespaces());
      case "delete" -> words.contains("netns") ? namespaces() : with(last, interfaces(namespace));
      case "dev", "-i", "set", "show", "master", "iifname", "oifname" -> interfaces(namespace);
      case "via", "to", "saddr", "daddr", "ping", "get" -> addresses();
      case "sysctl" -> variables(namespace);
      case "help" -> toolbox.names();
      case "ip", "ip6", "inet", "arp", "bridge", "netdev" ->
          words.contains("nft") ? tables(namespace, last) : with(last, List.of());
      default -> behind(words, namespace);
    };
  }

  /** Behind a family and a table come its chains. */
  private static List<String> behind(List<String> words, Namespace namespace)
      throws KernelException {
    String last = words.getLast();
    String before = words.size() < 2 ? "" : words.get(words.size() - 2);
    if (words.contains("nft") && WORDS.getOrDefault("table", List.of()).contains(before)) {
      List<String> names = new ArrayList<>();
      for (NftMessage message : namespace.nfTables().dump(new GetChains(family(before)))) {
        if (message instanceof NewChain chain && chain.table().equals(last)) {
          names.add(chain.name());
        }
      }
      return names;
    }
    if (last.endsWith("nc") || before.equals("nc")) {
      return List.of();
    }
    return WORDS.getOrDefault(last, List.of());
  }

  private static List<String> with(String word, List<String> more) {
    List<String> all = new ArrayList<>(WORDS.getOrDefault(word, List.of()));
    all.addAll(more);
    return all;
  }

  /** Behind {@code sudo}, a pipe, or {@code ip netns exec NS}, a command begins. */
  private static boolean isCommandNext(List<String> words) {
    return switch (words.getLast()) {
      case "sudo", "|", "&&", "||", ";", "&", "do", "then", "else", "if", "while", "$(" -> true;
      default -> words.size() >= 3 && words.get(words.size() - 2).equals("exec");
    };
  }

  private List<String> namespaces() {
    return kernel.namespaces().stream().map(Namespace::name).toList();
  }

  /** Where the command acts: in the namespace that the line has named so far. */
  private Namespace namespace(List<String> words) {
    for (int i = words.size() - 2; i >= 0; i--) {
      if (words.get(i).equals("exec") || words.get(i).equals("-n")) {
        return kernel.namespace(words.get(i + 1)).orElse(here);
      }
    }
    return here;
  }

  private static List<String> interfaces(Namespace namespace) throws KernelException {
    List<String> names = new ArrayList<>();
    for (RouteMessage message : namespace.route().dump(new GetLinks())) {
      if (message instanceof NewLink link && link.name() != null) {
        names.add(link.name());
      }
    }
    return names;
  }

  /** Those of the whole network, for where packets go. */
  private List<String> addresses() throws KernelException {
    List<String> found = new ArrayList<>();
    for (Namespace namespace : kernel.namespaces()) {
      for (RouteMessage message : namespace.route().dump(new GetAddresses(0))) {
        if (message instanceof NewAddress address) {
          found.add(address.address().address().toString());
        }
      }
    }
    return found.stream().distinct().toList();
  }

  private static List<String> variables(Namespace namespace) throws KernelException {
    return namespace.sysctl().list("net").stream().map(Sysctl::name).toList();
  }

  private static Family family(String word) {
    return Family.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static List<String> tables(Namespace namespace, String family) throws KernelException {
    List<String> names = new ArrayList<>();
    for (NftMessage message : namespace.nfTables().dump(new GetTables(family(family)))) {
      if (message instanceof NewTable table) {
        names.add(table.name());
      }
    }
    return names;
  }

  private static List<String> files(String begun) {
    int slash = begun.lastIndexOf('/') + 1;
    String folder = begun.substring(0, slash);
    Path path = Path.of(folder.isEmpty() ? "." : folder);
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(file -> folder + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
          .filter(name -> name.startsWith(begun))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
