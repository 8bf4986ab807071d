package dev.dejima.tools.nft;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.nft.compile.CompileException;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.expr.DelSetElements;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.GetObjects;
import dev.dejima.nft.expr.GetRules;
import dev.dejima.nft.expr.GetSetElements;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.ObjectType;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Diagnostic;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Subject.Kind;
import dev.dejima.nft.syntax.Subject.Reference;
import dev.dejima.tools.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code get} and {@code reset}: parts of the ruleset as the kernel has them at this moment. */
final class Queries {
  private final Invocation call;
  private final NftOptions options;
  private final Environment environment;
  private final Snapshot snapshot;
  private final NfTables nfTables;

  /**
   * Questions about a ruleset.
   *
   * @param snapshot tells the types of its sets
   */
  Queries(Invocation call, NftOptions options, Environment environment, Snapshot snapshot) {
    this.call = call;
    this.options = options;
    this.environment = environment;
    this.snapshot = snapshot;
    this.nfTables = call.namespace().nfTables();
  }

  /**
   * Elements of a set, looked up by the kernel.
   *
   * @param reset whether what they have counted begins again
   */
  NftRun.Answer elements(Command command, Elements elements, boolean reset) {
    DelSetElements asked = Compiler.lookedUp(elements, snapshot, environment);
    boolean map =
        snapshot
            .set(asked.family(), asked.table(), asked.set())
            .filter(set -> (set.flags() & NewSet.MAP) != 0)
            .isPresent();
    GetSetElements get =
        new GetSetElements(asked.family(), asked.table(), asked.set(), asked.elements(), reset);
    Reference shown =
        new Reference(
            map ? Kind.MAP : Kind.SET,
            elements.family(),
            elements.table(),
            elements.set(),
            0,
            command.span());
    return () -> {
      List<NftMessage> told = withElements(get, dump(command, get)).messages();
      Snapshot parts = Snapshot.of(told.stream().map(Queries::bare).toList());
      new Listing(call, asked(command), parts, environment).list(shown).run();
    };
  }

  /** What {@code get} answers is no JSON, whatever was asked for. */
  private NftOptions asked(Command command) {
    return command.verb() == Command.Verb.GET ? options.without(NftOption.JSON) : options;
  }

  /** A part of the ruleset as it was; what it has counted begins again. */
  NftRun.Answer reset(Command command, Reference what) {
    Family family = what.family() == null ? Family.UNSPEC : what.family();
    String table = text(what.table());
    String name = text(what.name());
    return switch (what.kind()) {
      case RULES, RULE -> {
        GetRules get = new GetRules(family, table, name, what.handle(), true);
        yield () -> rules(what, dump(get));
      }
      case SET, MAP -> {
        listing(snapshot).list(what);
        GetSetElements get =
            new GetSetElements(
                family, String.valueOf(table), String.valueOf(name), List.of(), true);
        yield () -> {
          List<NftMessage> answer = dump(command, get);
          listing(withElements(get, answer)).list(what).run();
        };
      }
      default -> {
        ObjectType type =
            what.kind() == Kind.QUOTA || what.kind() == Kind.QUOTAS
                ? ObjectType.QUOTA
                : ObjectType.COUNTER;
        GetObjects get = new GetObjects(family, table, type, name, true);
        yield () -> {
          dump(get);
          objects(what);
        };
      }
    };
  }

  private static @Nullable String text(@Nullable Name name) {
    return name == null ? null : name.text();
  }

  private Listing listing(Snapshot shown) {
    return new Listing(call, options, shown, environment);
  }

  private void rules(Reference what, List<NftMessage> rules) {
    List<NftMessage> parts = parts();
    parts.removeIf(NewRule.class::isInstance);
    parts.addAll(rules);
    Name name = what.name();
    Kind kind = name != null ? Kind.CHAIN : what.table() != null ? Kind.TABLE : Kind.RULESET;
    listing(Snapshot.of(parts))
        .list(new Reference(kind, what.family(), what.table(), name, 0, what.span()))
        .run();
  }

  private Snapshot withElements(GetSetElements get, List<NftMessage> answer) {
    List<NftMessage> parts = parts();
    parts.removeIf(
        part ->
            part instanceof NewSetElements e
                && e.family() == get.family()
                && e.table().equals(get.table())
                && e.set().equals(get.set()));
    parts.addAll(answer);
    return Snapshot.of(parts);
  }

  /** What all elements of a set carry is not told with those that were asked for. */
  private static NftMessage bare(NftMessage message) {
    return message instanceof NewSet s
        ? new NewSet(
            s.family(),
            s.table(),
            s.name(),
            s.id(),
            s.handle(),
            s.flags(),
            s.keyType(),
            s.keyLength(),
            s.dataType(),
            s.dataLength(),
            s.objectType(),
            s.size(),
            s.policy(),
            s.fieldLengths(),
            s.timeout(),
            s.gcInterval(),
            List.of(),
            s.userData(),
            s.mode())
        : message;
  }

  private List<NftMessage> parts() {
    return new ArrayList<>(snapshot.messages());
  }

  /** As nft, which has nothing to say of a counter that is not there. */
  private void objects(Reference what) {
    Name name = what.name();
    boolean there =
        name == null
            || snapshot.objects().stream().anyMatch(object -> object.name().equals(name.text()));
    if (there) {
      listing(snapshot).list(what).run();
    }
  }

  /** What is not there answers nothing. */
  private List<NftMessage> dump(NftMessage question) throws NetlinkException {
    try {
      return nfTables.dump(question);
    } catch (NetlinkException e) {
      if (e.errno() == Errno.ENOENT) {
        return List.of();
      }
      throw e;
    }
  }

  private List<NftMessage> dump(Command command, NftMessage question) {
    try {
      return nfTables.dump(question);
    } catch (NetlinkException e) {
      throw new CompileException(
          Diagnostic.of(command.span(), "Could not process rule: " + e.errno().text()));
    }
  }
}
