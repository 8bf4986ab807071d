package dev.dejima.conformance;

import static java.util.Objects.requireNonNull;

import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a compiled rule is listed as, and when two listings say the same. */
final class Listings {
  private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)\\}");

  /** As {@code nft -p -s list}. */
  private static final ListOptions OPTIONS =
      ListOptions.of(ListOptions.Choice.STATELESS, ListOptions.Choice.NUMERIC_PROTOCOL);

  private Listings() {}

  /** The listing of the last rule among some messages. */
  static String of(Snapshot setup, List<NftMessage> messages, Environment environment) {
    return new NftPrinter(OPTIONS).print(rule(setup, messages, environment, OPTIONS)).strip();
  }

  /** The listing of a rule that a ruleset has. */
  static String of(Snapshot ruleset, NewRule rule, Environment environment) {
    Decompiler decompiler = new Decompiler(ruleset, environment, OPTIONS);
    return new NftPrinter(OPTIONS).print(decompiler.rule(rule)).strip();
  }

  /** The statements of the last rule among some messages, as JSON. */
  static @Nullable Object json(Snapshot setup, List<NftMessage> messages, Environment environment) {
    Rule rule = rule(setup, messages, environment, OPTIONS.forJson());
    String json = new NftJsonWriter(OPTIONS, new Metainfo("", "")).write(List.of(rule));
    List<?> listed = (List<?>) ((Map<?, ?>) requireNonNull(JsonTree.read(json))).get("nftables");
    Map<?, ?> definition = (Map<?, ?>) requireNonNull(requireNonNull(listed).getLast());
    return ((Map<?, ?>) requireNonNull(definition.get("rule"))).get("expr");
  }

  private static Rule rule(
      Snapshot setup, List<NftMessage> messages, Environment environment, ListOptions options) {
    List<NftMessage> all = new ArrayList<>();
    all.addAll(setup.tables());
    all.addAll(setup.chains());
    all.addAll(setup.sets());
    all.addAll(setup.elements());
    NewRule last = null;
    for (NftMessage named : KernelNames.of(messages)) {
      all.add(named);
      last = named instanceof NewRule rule ? rule : last;
    }
    if (last == null) {
      throw new IllegalArgumentException("no rule");
    }
    Decompiler decompiler = new Decompiler(Snapshot.of(all), environment, options);
    return decompiler.rule(last);
  }

  /** Elements stand in any order, and blanks within braces do not count. */
  static String canonical(String listing) {
    Matcher matcher = BRACES.matcher(listing.strip().replaceAll("\\s+", " "));
    return matcher.replaceAll(
        braces -> {
          String elements =
              Arrays.stream(braces.group(1).split(","))
                  .map(e -> e.strip().replaceAll("\\s*([:.-])\\s+", "$1"))
                  .sorted()
                  .reduce((a, b) -> a + ", " + b)
                  .orElse("");
          return Matcher.quoteReplacement("{ " + elements + " }");
        });
  }
}
