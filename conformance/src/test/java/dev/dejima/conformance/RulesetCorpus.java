package dev.dejima.conformance;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Ruleset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads every ruleset that nft has listed under a folder and lists it again, in several ways; what
 * comes out must be the same, byte for byte. Run it with the folder as argument, behind it the ways
 * to go; differences go to {@code target/rulesets}.
 */
final class RulesetCorpus {
  /** The names and the time zone that nftables' tests are run with. */
  private static final Environment ENVIRONMENT = Environment.PLAIN;

  private final Map<Way, List<String>> differences = new EnumMap<>(Way.class);
  private final Map<Way, Integer> counts = new EnumMap<>(Way.class);

  /** From a listing to another. */
  enum Way {
    /** Parsed, compiled, decompiled and printed. */
    OFFLINE,
    /** Loaded into the Java kernel and listed. */
    NETSTACK,
    /** JSON, read and written. */
    JSON,
    /** From JSON to text, by way of what is compiled. */
    JSON_TEXT,
    /** From text to JSON, by way of what is compiled. */
    TEXT_JSON,
    /** Loaded into the real kernel, and listed by the real nft. */
    LOAD,
    /** Loaded into the real kernel by the real nft, and listed. */
    LIST,
    /** JSON, loaded into the real kernel, and listed by the real nft. */
    LOAD_JSON,
    /** Loaded into the real kernel by the real nft, and listed as JSON. */
    LIST_JSON,
    /** Loaded into the Java kernel and listed, as the real nft lists it from the real kernel. */
    BESIDE
  }

  /** A ruleset that does not get through. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Set<Way> ways = EnumSet.noneOf(Way.class);
    for (String word : List.of(arguments).subList(1, arguments.length)) {
      ways.add(Way.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    RulesetCorpus corpus = new RulesetCorpus();
    corpus.run(
        RulesetDump.read(Path.of(arguments[0])),
        ways.isEmpty() ? EnumSet.range(Way.OFFLINE, Way.TEXT_JSON) : ways);
    corpus.report(Path.of("target/rulesets"));
  }

  void run(List<RulesetDump> dumps, Set<Way> ways) throws InterruptedException {
    for (Way way : ways) {
      for (RulesetDump dump : dumps) {
        run(dump, way);
      }
    }
  }

  /** How many went one way unchanged. */
  int right(Way way) {
    return counts.getOrDefault(way, 0) - differences.getOrDefault(way, List.of()).size();
  }

  /** The same, of a hundred. */
  int percent(Way way) {
    return right(way) * 100 / Math.max(1, counts.getOrDefault(way, 0));
  }

  /** Prints the scores, and writes the differences to files. */
  void report(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Map.Entry<Way, Integer> way : counts.entrySet()) {
      String name = way.getKey().name().toLowerCase(Locale.ROOT);
      List<String> different = differences.getOrDefault(way.getKey(), List.of());
      Files.writeString(directory.resolve(name + ".txt"), String.join("\n", different));
      System.out.printf("%s: %d of %d%n", name, right(way.getKey()), way.getValue());
    }
  }

  private void run(RulesetDump dump, Way way) throws InterruptedException {
    Listed listed;
    try {
      listed = listed(dump, way);
    } catch (Unsupported e) {
      return;
    } catch (Refused e) {
      listed = new Listed(dump.text(), String.valueOf(e.getMessage()));
    } catch (KernelException | RuntimeException e) {
      String where = "\n  at " + Arrays.stream(e.getStackTrace()).limit(6).toList();
      listed = new Listed(dump.text(), e + where);
    }
    counts.merge(way, 1, Integer::sum);
    if (!listed.found.equals(listed.expected)) {
      differences
          .computeIfAbsent(way, _ -> new ArrayList<>())
          .add("== " + dump.name() + "\n" + LineDifference.of(listed.expected, listed.found));
    }
  }

  private record Listed(String expected, String found) {}

  private static Listed listed(RulesetDump dump, Way way)
      throws Refused, KernelException, InterruptedException {
    String text = dump.text();
    return switch (way) {
      case OFFLINE -> new Listed(text, printed(decompiled(commands(text), ListOptions.DEFAULT)));
      case NETSTACK -> new Listed(text, listedByOurs("netstack", text));
      case JSON -> new Listed(RulesetJson.lines(json(dump)), RulesetJson.again(json(dump)));
      case JSON_TEXT -> {
        String json = json(dump);
        yield new Listed(text, printed(decompiled(NftJsonReader.read(json), ListOptions.DEFAULT)));
      }
      case TEXT_JSON ->
          new Listed(
              RulesetJson.countless(RulesetJson.lines(json(dump))),
              RulesetJson.of(decompiled(commands(text), ListOptions.DEFAULT.forJson())));
      case LOAD -> load(text, false);
      case LIST -> list(text, false);
      case LOAD_JSON -> load(json(dump), true);
      case LIST_JSON -> list(text, true);
      case BESIDE -> new Listed(listedByNft(text, false, false), listedByOurs("netstack", text));
    };
  }

  private static String json(RulesetDump dump) {
    if (dump.json() == null) {
      throw new Unsupported();
    }
    return dump.json();
  }

  /** Nothing can be said here: there is no JSON, or the real nft or kernel lacks what it needs. */
  private static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Kernel kernel(String name) throws KernelException {
    return Scenarios.provider(name).open(KernelOptions.DEFAULT);
  }

  private static String ok(NftRun run) throws Refused {
    if (run.status() != 0) {
      throw new Refused(run.err());
    }
    return run.out();
  }

  /** The real nft: {@code -Dnft=PROGRAM}, or the installed one. */
  static String realNft() {
    return System.getProperty("nft", "/usr/sbin/nft");
  }

  private static String listedByOurs(String kernelName, String text)
      throws KernelException, InterruptedException, Refused {
    try (Kernel kernel = kernel(kernelName)) {
      ok(NftRun.ours(kernel, text, "-f", "-"));
      return ok(NftRun.ours(kernel, "", "list", "ruleset"));
    }
  }

  /** The real nft or ours, on a real kernel. */
  private interface Nft {
    NftRun run(Kernel kernel, String input, String... arguments)
        throws KernelException, InterruptedException;
  }

  private static NftRun real(Kernel kernel, String input, String... arguments)
      throws KernelException, InterruptedException {
    return NftRun.real(kernel, realNft(), input, arguments);
  }

  /** What one of them lists when one of them has loaded something. */
  private static String listed(Nft loader, String input, Nft lister, boolean fromJson, boolean json)
      throws KernelException, InterruptedException, Refused {
    try (Kernel kernel = kernel("linux")) {
      ok(
          fromJson
              ? loader.run(kernel, input, "-j", "-f", "-")
              : loader.run(kernel, input, "-f", "-"));
      String listing =
          ok(
              json
                  ? lister.run(kernel, "", "-j", "list", "ruleset")
                  : lister.run(kernel, "", "list", "ruleset"));
      return json ? RulesetJson.lines(listing) : listing;
    }
  }

  private static String listedByNft(String input, boolean fromJson, boolean json)
      throws KernelException, InterruptedException {
    try {
      return listed(RulesetCorpus::real, input, RulesetCorpus::real, fromJson, json);
    } catch (Refused e) {
      throw new Unsupported();
    }
  }

  private static Listed load(String input, boolean fromJson)
      throws KernelException, InterruptedException, Refused {
    return new Listed(
        listedByNft(input, fromJson, false),
        listed(NftRun::ours, input, RulesetCorpus::real, fromJson, false));
  }

  private static Listed list(String input, boolean json)
      throws KernelException, InterruptedException, Refused {
    return new Listed(
        listedByNft(input, false, json),
        listed(RulesetCorpus::real, input, NftRun::ours, false, json));
  }

  private static List<Command> commands(String text) throws Refused {
    ParseResult parsed = NftParser.parse("dump", text, IncludeReader.NONE);
    refuse(parsed.errors());
    return parsed.commands();
  }

  /** What commands make of an empty ruleset, without any kernel. */
  private static Ruleset decompiled(List<Command> commands, ListOptions options) throws Refused {
    return new Decompiler(ruleset(commands), ENVIRONMENT, options).ruleset();
  }

  private static String printed(Ruleset ruleset) {
    return new NftPrinter(ListOptions.DEFAULT).print(ruleset);
  }

  /** The ruleset that commands make of an empty one. */
  static Snapshot ruleset(List<Command> commands) throws Refused {
    Compiled compiled = Compiler.compile(commands, Snapshot.EMPTY, ENVIRONMENT);
    refuse(compiled.errors());
    return Snapshot.of(KernelNames.of(compiled.messages()));
  }

  private static void refuse(List<Diagnostic> errors) throws Refused {
    if (!errors.isEmpty()) {
      throw new Refused(
          errors.stream()
              .map(e -> e.span() + " " + e.message())
              .collect(Collectors.joining("\n", "refused: ", "\n")));
    }
  }
}
