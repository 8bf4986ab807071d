package dev.dejima.tools.nft;

import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.json.NftJsonException;
import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.optimize.MergePrinter;
import dev.dejima.nft.optimize.Optimized;
import dev.dejima.nft.optimize.Optimizer;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Sources;
import dev.dejima.nft.syntax.Span;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code nft}: text to one batch, and the kernel's answers back to text. */
public final class NftTool implements Tool {
  private static final String VERSION = "nftables v1.1.6 (Dejima)";

  @Override
  public String name() {
    return "nft";
  }

  @Override
  public int run(Invocation call) throws IOException {
    NftOptions options = NftOptions.parse(call.arguments());
    if (options.version) {
      call.print(VERSION);
      return 0;
    }
    ParseResult parsed = parse(call, options);
    return options.optimize
        ? new Run(call, options, parsed).runOptimized()
        : new Run(call, options, parsed).run();
  }

  private static ParseResult parse(Invocation call, NftOptions options) throws IOException {
    if (options.file == null) {
      if (options.command.isEmpty()) {
        throw new UsageException(1, "nft: no command specified");
      }
      return NftParser.parseArguments(options.command);
    }
    boolean standardInput = FileReader.isStandardInput(options.file);
    FileReader reader = new FileReader(options.includePath, options.file);
    String name = standardInput ? "/dev/stdin" : options.file;
    String text = standardInput ? text(call) : text(options.file);
    return options.json && isJson(text)
        ? json(name, text)
        : NftParser.parse(name, text, reader);
  }

  private static String text(Invocation call) throws IOException {
    return new String(call.in().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String text(String file) {
    try {
      return FileReader.text(file);
    } catch (IOException e) {
      throw new UsageException(1, "internal:0:0-0: Error: " + e.getMessage() + "\n");
    }
  }

  /** What is no JSON is read as text, also where {@code -j} is given. */
  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private static ParseResult json(String name, String text) {
    Sources sources = new Sources();
    sources.add(name, text);
    try {
      return new ParseResult(NftJsonReader.read(text), List.of(), sources);
    } catch (NftJsonException e) {
      Span span = e.line() == 0 ? Span.INTERNAL : Span.at(name, e.line(), e.column());
      List<Diagnostic> errors =
          e.messages().stream().map(message -> Diagnostic.of(span, message)).toList();
      return new ParseResult(List.of(), errors, sources);
    }
  }

  private static final class Run {
    private final Invocation call;
    private final NftOptions options;
    private final ParseResult parsed;
    private final NfTables nfTables;

    Run(Invocation call, NftOptions options, ParseResult parsed) {
      this.call = call;
      this.options = options;
      this.parsed = parsed;
      this.nfTables = call.namespace().nfTables();
    }

    /** What does not load as it was written is not made better by being shorter. */
    int runOptimized() throws IOException {
      int status = change(changes(), RulesetDump.of(nfTables), true);
      if (status != 0) {
        return status;
      }
      Sources sources = parsed.sources();
      Optimized optimized = Optimizer.optimize(parsed.commands(), sources::isVariable);
      optimized.merges().forEach(this::explain);
      return new Run(call, options, new ParseResult(optimized.commands(), List.of(), sources))
          .run();
    }

    /** As for nft, the rule itself is output and what is said about it is not. */
    private void explain(Optimized.Merge merge) {
      StringBuilder text = new StringBuilder("Merging:\n");
      for (Rule rule : merge.rules()) {
        String line = parsed.sources().line(rule.span());
        text.append(rule.span()).append(": ").append(line).append('\n');
      }
      call.err().print(text + "into:\n\t");
      call.out().print(MergePrinter.print(merge));
      call.err().print("\n");
    }

    /** Changes are one batch; what is asked beside them is answered when they are made. */
    int run() throws IOException {
      List<Command> questions = new ArrayList<>(parsed.commands());
      List<Command> changes = changes();
      questions.removeAll(changes);
      boolean nothing = changes.isEmpty() && parsed.errors().isEmpty();
      int status = nothing ? 0 : change(changes, RulesetDump.of(nfTables), options.check);
      return status != 0 || questions.isEmpty() ? status : answer(questions);
    }

    private List<Command> changes() {
      return parsed.commands().stream().filter(Run::isChange).toList();
    }

    private static boolean isChange(Command command) {
      return switch (command.verb()) {
        case LIST, GET, RESET -> false;
        case ADD, CREATE, INSERT, REPLACE, DELETE, DESTROY, FLUSH, RENAME -> true;
      };
    }

    private int answer(List<Command> questions) throws IOException {
      Listing listing = new Listing(call, options, RulesetDump.of(nfTables), environment());
      List<Diagnostic> errors = new ArrayList<>();
      questions.forEach(question -> listing.list(question).ifPresent(errors::add));
      return errors.isEmpty() ? 0 : report(errors);
    }

    private int report(List<Diagnostic> errors) {
      Sources sources = parsed.sources();
      errors.forEach(error -> call.err().print(error.format(sources)));
      return 1;
    }

    private int change(List<Command> changes, Snapshot snapshot, boolean check) throws IOException {
      Compiled compiled = Compiler.compile(changes, snapshot, environment());
      List<Diagnostic> errors = new ArrayList<>(parsed.errors());
      errors.addAll(compiled.errors());
      if (!errors.isEmpty()) {
        return report(errors);
      }
      if (options.debugNetlink) {
        debug(compiled);
      }
      try {
        if (check) {
          nfTables.check(compiled.messages());
        } else {
          nfTables.commit(compiled.messages());
        }
      } catch (NetlinkException e) {
        return report(Refusals.explain(e, changes, compiled, snapshot));
      }
      if (options.echo && !check) {
        echo(changes, snapshot);
      }
      return 0;
    }

    private Environment environment() throws NetlinkException {
      return Interfaces.environment(call);
    }

    private void debug(Compiled compiled) {
      for (Compiled.Entry entry : compiled.entries()) {
        if (entry.message() instanceof NewRule rule) {
          call.print(rule.family().word() + " " + rule.table() + " " + rule.chain());
          DebugDump.rule(rule.exprs()).forEach(call::print);
          call.print("");
        }
      }
    }

    private void echo(List<Command> changes, Snapshot before) throws IOException {
      Listing listing = new Listing(call, options, RulesetDump.of(nfTables), environment());
      listing.echo(changes, before);
    }
  }
}
