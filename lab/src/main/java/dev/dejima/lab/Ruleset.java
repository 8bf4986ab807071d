package dev.dejima.lab;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A node's ruleset, understood. */
public final class Ruleset {
  private static final NftPrinter PRINTER = new NftPrinter(ListOptions.DEFAULT.withoutState());

  private final ParseResult parsed;

  private Ruleset(ParseResult parsed) {
    this.parsed = parsed;
  }

  /** What a text says. */
  public static Ruleset of(RulesetText text) {
    return new Ruleset(NftParser.parse(text.file(), text.text(), new Includes()));
  }

  /**
   * What is wrong with a node's ruleset, as nft reports it; empty if nothing is. The numbers that
   * its interfaces will have do not matter yet.
   */
  static String mistakes(Node node) {
    Map<String, Integer> numbers = new HashMap<>(Map.of("lo", 1));
    node.interfaces().forEach(device -> numbers.put(device.name(), numbers.size() + 1));
    StringBuilder text = new StringBuilder();
    for (RulesetText part : node.nftables()) {
      text.append(of(part).mistakes(numbers));
    }
    return text.toString();
  }

  private String mistakes(Map<String, Integer> numbers) {
    List<Diagnostic> errors = new ArrayList<>(parsed.errors());
    if (errors.isEmpty()) {
      questions().forEach(errors::add);
    }
    if (errors.isEmpty()) {
      errors.addAll(compile(numbers, Snapshot.EMPTY).errors());
    }
    return format(errors);
  }

  private List<Diagnostic> questions() {
    return parsed.commands().stream()
        .filter(Ruleset::onlyAsks)
        .map(
            c ->
                Diagnostic.of(
                    c.span(), c.verb().word() + " changes nothing, expected what makes a ruleset"))
        .toList();
  }

  private static boolean onlyAsks(Command command) {
    return switch (command.verb()) {
      case LIST, RESET, GET, DESCRIBE, MONITOR, IMPORT, EXPORT -> true;
      case ADD, CREATE, INSERT, REPLACE, DELETE, DESTROY, FLUSH, RENAME -> false;
    };
  }

  /**
   * The batch that makes it.
   *
   * @param interfaces the numbers of the namespace's links
   * @param there the ruleset that there is already
   */
  public Compiled compile(Map<String, Integer> interfaces, Snapshot there) {
    return Compiler.compile(parsed.commands(), there, Environment.PLAIN.withInterfaces(interfaces));
  }

  /** The rule of a place as {@code nft list} writes it; empty if none was written there. */
  public String text(Span span) {
    return parsed.commands().stream()
        .flatMap(command -> rules(command.subject()))
        .filter(rule -> begins(rule.span(), span))
        .map(rule -> PRINTER.print(rule))
        .findFirst()
        .orElse("");
  }

  private static Stream<Rule> rules(Subject subject) {
    return switch (subject) {
      case Table table -> table.chains().stream().flatMap(chain -> chain.rules().stream());
      case Chain chain -> chain.rules().stream();
      case Rule rule -> Stream.of(rule);
      default -> Stream.empty();
    };
  }

  private static boolean begins(Span a, Span b) {
    return a.file().equals(b.file()) && a.line() == b.line() && a.column() == b.column();
  }

  /** The files that it was read from, with all that it includes. */
  public Set<String> files() {
    return parsed.sources().files();
  }

  /** Messages about it, as nft prints them. */
  public String format(List<Diagnostic> diagnostics) {
    StringBuilder text = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      text.append(diagnostic.format(parsed.sources()));
    }
    return text.toString();
  }
}
