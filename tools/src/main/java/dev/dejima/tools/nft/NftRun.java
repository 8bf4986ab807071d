package dev.dejima.tools.nft;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.CompileException;
import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Description;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.json.NftJsonEcho;
import dev.dejima.nft.optimize.MergePrinter;
import dev.dejima.nft.optimize.Optimized;
import dev.dejima.nft.optimize.Optimizer;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Sources;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.tools.Invocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of nft: what was read is checked as a whole, then what it asks for is answered, then what
 * it changes goes to the kernel in one batch.
 */
final class NftRun {
  private final Invocation call;
  private final NftOptions options;
  private final ParseResult parsed;
  private final NfTables nfTables;

  NftRun(Invocation call, NftOptions options, ParseResult parsed) {
    this.call = call;
    this.options = options;
    this.parsed = parsed;
    this.nfTables = call.namespace().nfTables();
  }

  /** What does not load as it was written is not made better by being shorter. */
  int runOptimized() throws IOException, InterruptedException {
    int status = run(true);
    if (status != 0) {
      return status;
    }
    Sources sources = parsed.sources();
    Optimized optimized = Optimizer.optimize(parsed.commands(), sources::isVariable);
    optimized.merges().forEach(this::explain);
    return new NftRun(call, options, new ParseResult(optimized.commands(), List.of(), sources))
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

  int run() throws IOException, InterruptedException {
    return run(options.has(NftOption.CHECK));
  }

  private int run(boolean check) throws IOException, InterruptedException {
    if (parsed.commands().isEmpty() && parsed.errors().isEmpty()) {
      return 0;
    }
    List<Command> changes = parsed.commands().stream().filter(NftRun::isChange).toList();
    Environment environment = Interfaces.environment(call);
    Snapshot before = RulesetDump.of(nfTables);
    Compiled compiled = Compiler.compile(changes, before, environment);
    List<Diagnostic> errors = new ArrayList<>(parsed.errors());
    errors.addAll(compiled.errors());
    List<Answer> answers = answers(before, compiled, environment, errors);
    if (!errors.isEmpty()) {
      return report(errors);
    }
    if (options.debugsNetlink()) {
      new NetlinkDebug(call, before).received(before, parsed.commands());
    }
    for (Answer answer : answers) {
      try {
        answer.give();
      } catch (CompileException e) {
        return report(List.of(e.diagnostic()));
      }
    }
    return changes.isEmpty() ? 0 : change(changes, compiled, before, check);
  }

  private static boolean isChange(Command command) {
    return switch (command.verb()) {
      case LIST, GET, RESET, DESCRIBE, MONITOR, IMPORT, EXPORT -> false;
      case ADD, CREATE, INSERT, REPLACE, DELETE, DESTROY, FLUSH, RENAME -> true;
    };
  }

  /** What answers a question. */
  interface Answer {
    void give() throws KernelException, InterruptedException;
  }

  private List<Answer> answers(
      Snapshot before, Compiled changes, Environment environment, List<Diagnostic> errors) {
    List<Answer> answers = new ArrayList<>();
    Listing listing = null;
    for (Command command : parsed.commands()) {
      try {
        switch (command.subject()) {
          case Subject.Reference what when command.verb() == Command.Verb.LIST -> {
            if (listing == null) {
              listing = new Listing(call, options, Pending.of(before, changes), environment);
            }
            answers.add(listing.list(what)::run);
          }
          case Elements elements when !isChange(command) ->
              answers.add(
                  new Queries(call, options, environment, before)
                      .elements(command, elements, command.verb() == Command.Verb.RESET));
          case Subject.Reference what when command.verb() == Command.Verb.RESET ->
              answers.add(new Queries(call, options, environment, before).reset(command, what));
          case Subject.Described what ->
              answers.add(() -> call.out().print(Description.of(what.expression())));
          case Subject.Watched what ->
              answers.add(() -> new Monitor(call, options, environment, what).run());
          case Subject.Markup what -> throw markup(command, what);
          default -> {
            if (!isChange(command)) {
              throw new CompileException(
                  command.span(), command.verb().word() + " is not supported here");
            }
          }
        }
      } catch (CompileException e) {
        errors.add(e.diagnostic());
      }
    }
    return answers;
  }

  private static CompileException markup(Command command, Subject.Markup what) {
    boolean json = what.language().equals("json");
    return new CompileException(
        command.span(),
        command.verb() == Command.Verb.IMPORT
            ? json
                ? "Could not process rule: Operation not supported"
                : "this output type not supported"
            : json
                ? "JSON export is no longer supported, use 'nft -j list ruleset' instead"
                : "this output type is not supported, use nft -j list ruleset for JSON support"
                    + " instead");
  }

  private int report(List<Diagnostic> errors) {
    Sources sources = parsed.sources();
    errors.forEach(error -> call.err().print(error.format(sources)));
    return 1;
  }

  private int change(List<Command> changes, Compiled compiled, Snapshot before, boolean check)
      throws KernelException {
    if (options.debugsNetlink()) {
      new NetlinkDebug(call, before).sent(compiled.messages());
    }
    boolean echo = options.has(NftOption.ECHO) && !check;
    List<NftMessage> events = List.of();
    try {
      if (check) {
        nfTables.check(compiled.messages());
      } else if (echo) {
        events = new Echo(nfTables).commit(compiled.messages());
      } else {
        nfTables.commit(compiled.messages());
      }
    } catch (NetlinkException e) {
      return report(Refusals.explain(e, changes, compiled, before));
    }
    if (echo) {
      echo(events, before);
    }
    return 0;
  }

  private void echo(List<NftMessage> events, Snapshot before) throws NetlinkException {
    EventPrinter printer =
        new EventPrinter(options, Interfaces.environment(call), new KnownRuleset(before));
    if (!options.has(NftOption.JSON)) {
      events.forEach(event -> printer.print(event).ifPresent(call.out()::print));
      return;
    }
    String json =
        parsed.sources().json().isEmpty()
            ? printer.echo(events)
            : NftJsonEcho.of(
                parsed.sources().json().get(),
                new MadeHandles(before, RulesetDump.of(nfTables)).of(parsed.commands()));
    call.out().print(json);
  }
}
