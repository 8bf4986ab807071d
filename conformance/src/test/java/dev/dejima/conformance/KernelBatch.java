package dev.dejima.conformance;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.tools.nft.RulesetDump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules of one chain in the real kernel. A rule that is refused is taken out, and the others are
 * tried again.
 */
final class KernelBatch {
  private static final Pattern FAULT =
      Pattern.compile("(?m)^[^\\s:]*:(\\d+):\\d+-\\d+: Error: (.*)$");

  private final Kernel kernel;
  private final List<CorpusRule> all;
  private final CorpusRule first;

  /** The rules that the kernel has now, in their order. */
  private List<CorpusRule> present = List.of();

  KernelBatch(Kernel kernel, List<CorpusRule> rules) {
    this.kernel = kernel;
    this.all = rules;
    this.first = rules.getFirst();
  }

  /** Lets the real nft load what it can; for the others, why it cannot. */
  Map<CorpusRule, String> loadByNft() throws InterruptedException, KernelException {
    Map<CorpusRule, String> refused = new LinkedHashMap<>();
    List<CorpusRule> left = new ArrayList<>(all);
    int setup = (int) first.setupCommands().lines().count();
    while (!left.isEmpty()) {
      NftRun run = real(text(left), "-f", "-");
      if (run.status() == 0) {
        break;
      }
      Map<Integer, String> faults = new LinkedHashMap<>();
      Matcher matcher = FAULT.matcher(run.err());
      while (matcher.find()) {
        faults.putIfAbsent(Integer.parseInt(matcher.group(1)) - setup - 1, matcher.group(2));
      }
      boolean whole = faults.isEmpty() || faults.keySet().stream().anyMatch(line -> line < 0);
      List<CorpusRule> kept = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        String fault = whole ? "setup: " + run.err().lines().findFirst().orElse("") : faults.get(i);
        if (fault == null) {
          kept.add(left.get(i));
        } else {
          refused.put(left.get(i), fault);
        }
      }
      left = kept;
    }
    present = left;
    return refused;
  }

  private String text(List<CorpusRule> rules) {
    StringBuilder text = new StringBuilder(first.setupCommands());
    rules.forEach(rule -> text.append(rule.command()));
    return text.toString();
  }

  private NftRun real(String input, String... arguments)
      throws InterruptedException, KernelException {
    return NftRun.real(kernel, RulesetCorpus.realNft(), input, arguments);
  }

  /** What the real nft lists. */
  Map<CorpusRule, String> listByNft() throws InterruptedException, KernelException {
    return lines(list(present));
  }

  private NftRun list(List<CorpusRule> rules) throws InterruptedException, KernelException {
    return rules.isEmpty()
        ? new NftRun(0, "", "")
        : real("", "-p", "-s", "list", "chain", first.family(), first.table(), first.chain());
  }

  private Map<CorpusRule, String> lines(NftRun run) {
    Map<CorpusRule, String> listed = new LinkedHashMap<>();
    List<String> lines = run.out().lines().filter(line -> line.startsWith("\t\t")).toList();
    int base = first.chainConfig() == null ? 0 : 1;
    for (int i = 0; i < present.size(); i++) {
      String line = base + i < lines.size() ? lines.get(base + i).strip() : run.err();
      listed.put(present.get(i), line);
    }
    return listed;
  }

  /** What we list. */
  Map<CorpusRule, String> list() throws IOException, KernelException {
    Map<CorpusRule, String> listed = new LinkedHashMap<>();
    Snapshot snapshot = RulesetDump.of(kernel.initial().nfTables());
    List<NewRule> rules = rules(snapshot);
    for (int i = 0; i < present.size() && i < rules.size(); i++) {
      listed.put(present.get(i), Listings.of(snapshot, rules.get(i), RuleCorpus.ENVIRONMENT));
    }
    return listed;
  }

  /**
   * Loads what the kernel has taken from the real nft, and has that list it; or why it does not.
   * Where it fails over a rule, the others are listed without that.
   */
  Map<CorpusRule, String> loadAndListByNft() throws InterruptedException, KernelException {
    Map<CorpusRule, String> listed = load(present);
    NftRun run = list(present);
    if (run.status() == 0 || present.size() == 1) {
      listed.putAll(lines(run));
      delete();
      return listed;
    }
    delete();
    List<CorpusRule> whole = present;
    for (List<CorpusRule> half :
        List.of(
            whole.subList(0, whole.size() / 2), whole.subList(whole.size() / 2, whole.size()))) {
      present = half;
      listed.putAll(loadAndListByNft());
    }
    return listed;
  }

  /** Loads what the kernel has taken from the real nft, and tells what it holds then. */
  Map<CorpusRule, String> loadAndTell() throws InterruptedException, KernelException {
    List<CorpusRule> taken = present;
    Map<CorpusRule, String> held = load(present);
    held.putAll(held());
    delete();
    present = taken;
    return held;
  }

  /** What the kernel holds: each rule's expressions, and the anonymous sets that they look into. */
  Map<CorpusRule, String> held() throws KernelException {
    Map<CorpusRule, String> held = new LinkedHashMap<>();
    Snapshot snapshot = RulesetDump.of(kernel.initial().nfTables());
    List<NewRule> rules = rules(snapshot);
    for (int i = 0; i < present.size() && i < rules.size(); i++) {
      held.put(present.get(i), HeldRule.text(snapshot, rules.get(i)));
    }
    return held;
  }

  private List<NewRule> rules(Snapshot snapshot) {
    return snapshot.rules().stream().filter(rule -> rule.chain().equals(first.chain())).toList();
  }

  private Map<CorpusRule, String> load(List<CorpusRule> rules) throws KernelException {
    Map<CorpusRule, String> refused = new LinkedHashMap<>();
    List<CorpusRule> left = new ArrayList<>();
    Compiled setup = compile(first.setupCommands(), Snapshot.EMPTY);
    Snapshot snapshot = Snapshot.of(setup.messages());
    for (CorpusRule rule : rules) {
      Compiled compiled = compile(rule.command(), snapshot);
      if (setup.errors().isEmpty() && compiled.errors().isEmpty()) {
        left.add(rule);
      } else {
        refused.put(rule, "refused: " + messages(setup) + messages(compiled));
      }
    }
    while (!left.isEmpty()) {
      List<NftMessage> messages = compile(text(left), Snapshot.EMPTY).messages();
      try {
        kernel.initial().nfTables().commit(messages);
        break;
      } catch (NetlinkException e) {
        left = without(left, messages, setup.messages().size(), e, refused);
      }
    }
    present = left;
    return refused;
  }

  /** The rules that the kernel did not refuse; none if the fault is elsewhere. */
  private static List<CorpusRule> without(
      List<CorpusRule> rules,
      List<NftMessage> messages,
      int setup,
      NetlinkException refusal,
      Map<CorpusRule, String> refused) {
    Map<Integer, String> faults = new LinkedHashMap<>();
    for (NetlinkException.Refusal one : refusal.refusals()) {
      if (one.index() >= setup && one.index() < messages.size()) {
        faults.put(
            (int)
                messages.subList(0, one.index()).stream().filter(NewRule.class::isInstance).count(),
            "kernel: " + one.errno() + ", " + messages.get(one.index()));
      }
    }
    List<CorpusRule> kept = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (!faults.isEmpty() && !faults.containsKey(i)) {
        kept.add(rules.get(i));
      } else {
        refused.put(rules.get(i), faults.getOrDefault(i, "kernel: setup, " + refusal));
      }
    }
    return kept;
  }

  private static Compiled compile(String text, Snapshot snapshot) {
    ParseResult parsed = NftParser.parse("corpus", text, IncludeReader.NONE);
    return parsed.errors().isEmpty()
        ? Compiler.compile(parsed.commands(), snapshot, RuleCorpus.ENVIRONMENT)
        : new Compiled(List.of(), parsed.errors());
  }

  private static String messages(Compiled compiled) {
    return String.join("; ", compiled.errors().stream().map(Diagnostic::message).toList());
  }

  /** Takes everything away. */
  void delete() throws InterruptedException, KernelException {
    real("", "flush", "ruleset");
  }
}
