package dev.dejima.tools.nft;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Masquerade;
import dev.dejima.nft.expr.Nat;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.Redirect;
import dev.dejima.nft.syntax.Chain;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a kernel does not support a chain, or a rule in the chain that it is in. */
final class UnsupportedChain {
  /** NAT chains begin behind conntrack. */
  private static final int FIRST_NAT_PRIORITY = -200;

  private final List<Command> commands;
  private final Compiled compiled;
  private final Snapshot snapshot;

  UnsupportedChain(List<Command> commands, Compiled compiled, Snapshot snapshot) {
    this.commands = commands;
    this.compiled = compiled;
    this.snapshot = snapshot;
  }

  /** What is wrong with a message of the batch; empty if it is not its chain. */
  Optional<Diagnostic> explain(int index) {
    return switch (compiled.entries().get(index).message()) {
      case NewChain chain -> chain(chain);
      case NewRule rule -> rule(index, rule);
      default -> Optional.empty();
    };
  }

  private Optional<Diagnostic> chain(NewChain chain) {
    Chain.Base base =
        commands.stream()
            .flatMap(UnsupportedChain::chains)
            .filter(written -> isSame(written, chain))
            .flatMap(written -> Stream.ofNullable(written.base()))
            .findFirst()
            .orElse(null);
    if (base == null || chain.hook() == null) {
      return Optional.empty();
    }
    if (base.type() == Chain.Type.NAT && chain.hook().priority() <= FIRST_NAT_PRIORITY) {
      return Optional.of(
          Diagnostic.of(
              base.priority().span(),
              "Chains of type \"nat\" must have a priority value above -200"));
    }
    return Optional.of(
        Diagnostic.of(
            base.span(),
            find(snapshot.chains(), chain) != null
                ? "Chain \"%s\" already exists in table %s '%s' with different declaration"
                    .formatted(chain.name(), chain.family().word(), chain.table())
                : "Chain of type \"%s\" is not supported, perhaps kernel support is missing?"
                    .formatted(base.type().word())));
  }

  private static Stream<Chain> chains(Command command) {
    return switch (command.subject()) {
      case Table table -> table.chains().stream();
      case Chain chain -> Stream.of(chain);
      default -> Stream.empty();
    };
  }

  private static boolean isSame(Chain written, NewChain chain) {
    return written.family() == chain.family()
        && written.table().text().equals(chain.table())
        && written.name().text().equals(chain.name());
  }

  private static @Nullable NewChain find(List<? extends NftMessage> known, NewChain wanted) {
    for (NftMessage message : known) {
      if (message instanceof NewChain chain
          && chain.family() == wanted.family()
          && chain.table().equals(wanted.table())
          && chain.name().equals(wanted.name())) {
        return chain;
      }
    }
    return null;
  }

  private @Nullable NewChain chain(NewRule rule, String name) {
    List<NftMessage> known = new ArrayList<>(compiled.messages());
    known.addAll(snapshot.chains());
    for (NftMessage message : known) {
      if (message instanceof NewChain chain
          && chain.family() == rule.family()
          && chain.table().equals(rule.table())
          && chain.name().equals(name)) {
        return chain;
      }
    }
    return null;
  }

  private Optional<Diagnostic> rule(int index, NewRule rule) {
    Compiled.Entry entry = compiled.entries().get(index);
    String message = "Could not process rule: Operation not supported";
    for (Name name :
        entry.names().subList(Math.min(2, entry.names().size()), entry.names().size())) {
      NewChain target = chain(rule, name.text());
      if (target != null && target.hook() != null) {
        String hint =
            "chain ‘%s’ is hooked in at %s: a rule cannot go to it"
                .formatted(name, target.hook().hook().word());
        return Optional.of(new Diagnostic(name.span(), message, hint, null));
      }
    }
    NewChain own = chain(rule, rule.chain());
    String statement = translation(rule);
    if (own == null || own.hook() == null || statement == null || "nat".equals(own.type())) {
      return Optional.empty();
    }
    String hint =
        "%s needs a chain of type nat; ‘%s’ is of type %s"
            .formatted(statement, own.name(), own.type());
    return Optional.of(new Diagnostic(whole(entry.span()), message, hint, null));
  }

  private Span whole(Span rule) {
    return commands.stream()
        .map(Command::span)
        .filter(span -> span.file().equals(rule.file()) && span.line() == rule.line())
        .filter(span -> span.column() < rule.column() && span.endColumn() >= rule.endColumn())
        .findFirst()
        .orElse(rule);
  }

  private static @Nullable String translation(NewRule rule) {
    for (Expr expr : rule.exprs()) {
      switch (expr) {
        case Nat nat -> {
          return nat.destination() ? "dnat" : "snat";
        }
        case Masquerade _ -> {
          return "masquerade";
        }
        case Redirect _ -> {
          return "redirect";
        }
        default -> {}
      }
    }
    return null;
  }
}
