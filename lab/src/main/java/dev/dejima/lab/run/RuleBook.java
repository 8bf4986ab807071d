package dev.dejima.lab.run;

import dev.dejima.kernel.NfTables;
import dev.dejima.lab.Ruleset;
import dev.dejima.lab.RulesetText;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.decompile.Decompiler;
import dev.dejima.nft.expr.DelChain;
import dev.dejima.nft.expr.DelRule;
import dev.dejima.nft.expr.DelTable;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewFlag;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.NftPrinter;
import dev.dejima.nft.syntax.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of a node as the kernel knows them: by table and handle. */
final class RuleBook {
  static final RuleBook EMPTY = new RuleBook(Map.of());

  private final Map<Key, RuleText> rules;

  private record Key(Family family, String table, long handle) {}

  private record ChainKey(Family family, String table, String chain) {}

  private RuleBook(Map<Key, RuleText> rules) {
    this.rules = rules;
  }

  /**
   * These, and the rules that a batch made.
   *
   * @param dumped the kernel's rules after it
   */
  RuleBook with(Ruleset ruleset, RulesetText text, Compiled compiled, List<NftMessage> dumped) {
    Map<ChainKey, List<Span>> written = replay(compiled);
    Map<ChainKey, List<NewRule>> present = new LinkedHashMap<>();
    for (NftMessage message : dumped) {
      if (message instanceof NewRule rule && !rules.containsKey(key(rule, rule.handle()))) {
        present.computeIfAbsent(key(rule), _ -> new ArrayList<>()).add(rule);
      }
    }
    Map<Key, RuleText> all = new LinkedHashMap<>(rules);
    present.forEach(
        (chain, list) -> {
          List<Span> spans = written.getOrDefault(chain, List.of());
          for (int i = 0; i < list.size(); i++) {
            Span span = spans.size() == list.size() ? spans.get(i) : Span.NONE;
            NewRule rule = list.get(i);
            all.put(
                key(rule, rule.handle()),
                new RuleText(
                    rule.family(),
                    rule.table(),
                    rule.chain(),
                    ruleset.text(span),
                    location(text, span)));
          }
        });
    return new RuleBook(all);
  }

  /** These, and those of a ruleset that nobody knows the places of. */
  RuleBook with(Snapshot snapshot) {
    Map<Key, RuleText> all = new LinkedHashMap<>(rules);
    Decompiler decompiler = new Decompiler(snapshot, Environment.PLAIN, ListOptions.DEFAULT);
    NftPrinter printer = new NftPrinter(ListOptions.DEFAULT.withoutState());
    for (NewRule rule : snapshot.rules()) {
      if (!rule.table().equals(NfTables.TRACE_TABLE)) {
        all.computeIfAbsent(
            key(rule, rule.handle()),
            _ ->
                new RuleText(
                    rule.family(),
                    rule.table(),
                    rule.chain(),
                    printer.print(decompiler.rule(rule)),
                    "handle " + rule.handle()));
      }
    }
    return new RuleBook(all);
  }

  /**
   * The same rules on another kernel, which gave them other handles.
   *
   * @param here the rules that this book speaks of, as this kernel dumps them
   * @param there the same, as the other does
   */
  RuleBook on(List<NewRule> here, List<NewRule> there) {
    Map<ChainKey, List<NewRule>> mine = byChain(here);
    Map<Key, RuleText> others = new LinkedHashMap<>();
    byChain(there)
        .forEach(
            (chain, list) -> {
              List<NewRule> own = mine.getOrDefault(chain, List.of());
              for (int i = 0; i < list.size() && own.size() == list.size(); i++) {
                RuleText text = rules.get(key(own.get(i), own.get(i).handle()));
                if (text != null) {
                  others.put(key(list.get(i), list.get(i).handle()), text);
                }
              }
            });
    return new RuleBook(others);
  }

  private static Key key(NewRule rule, long handle) {
    return new Key(rule.family(), rule.table(), handle);
  }

  private static Map<ChainKey, List<NewRule>> byChain(List<NewRule> rules) {
    Map<ChainKey, List<NewRule>> chains = new LinkedHashMap<>();
    rules.forEach(rule -> chains.computeIfAbsent(key(rule), _ -> new ArrayList<>()).add(rule));
    return chains;
  }

  private static ChainKey key(NewRule rule) {
    return new ChainKey(rule.family(), rule.table(), rule.chain());
  }

  private static String location(RulesetText text, Span span) {
    if (!span.isKnown()) {
      return text.label();
    }
    String file = span.file().equals(text.file()) ? text.label() : span.file();
    return file + ":" + span.line();
  }

  /** Where the rules of each chain were written, in the chain's order. */
  private static Map<ChainKey, List<Span>> replay(Compiled compiled) {
    Map<ChainKey, List<Span>> chains = new HashMap<>();
    for (Compiled.Entry entry : compiled.entries()) {
      switch (entry.message()) {
        case NewRule rule -> {
          List<Span> chain = chains.computeIfAbsent(key(rule), _ -> new ArrayList<>());
          chain.add(rule.mode().contains(NewFlag.APPEND) ? chain.size() : 0, entry.span());
        }
        case DelRule gone -> remove(chains, gone.family(), gone.table(), gone.chain());
        case DelChain gone -> remove(chains, gone.family(), gone.table(), gone.name());
        case DelTable gone -> remove(chains, gone.family(), gone.name(), null);
        default -> {}
      }
    }
    return chains;
  }

  private static void remove(
      Map<ChainKey, List<Span>> chains,
      Family family,
      @Nullable String table,
      @Nullable String chain) {
    chains
        .keySet()
        .removeIf(
            key ->
                (family == Family.UNSPEC || family == key.family())
                    && (table == null || table.equals(key.table()))
                    && (chain == null || Objects.equals(chain, key.chain())));
  }

  /** All of them, in the order in which they were written. */
  List<RuleText> all() {
    return List.copyOf(rules.values());
  }

  /** The rule of a handle. */
  Optional<RuleText> rule(Family family, String table, long handle) {
    return Optional.ofNullable(rules.get(new Key(family, table, handle)));
  }
}
