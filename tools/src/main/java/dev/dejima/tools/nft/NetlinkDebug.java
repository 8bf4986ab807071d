package dev.dejima.tools.nft;

import dev.dejima.nft.compile.SetTypes;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.compile.ValueType;
import dev.dejima.nft.expr.BaseHook;
import dev.dejima.nft.expr.DebugDump;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewChain;
import dev.dejima.nft.expr.NewFlowtable;
import dev.dejima.nft.expr.NewObject;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.nft.expr.NewSet;
import dev.dejima.nft.expr.NewSetElements;
import dev.dejima.nft.expr.NftMessage;
import dev.dejima.nft.expr.SetElement;
import dev.dejima.nft.expr.Verdict;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.Elements;
import dev.dejima.nft.syntax.Name;
import dev.dejima.nft.syntax.Rule;
import dev.dejima.nft.syntax.Subject;
import dev.dejima.nft.syntax.Table;
import dev.dejima.packet.Bytes;
import dev.dejima.tools.Invocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code --debug=netlink}: the messages that were sent and received, as libnftnl prints them. What
 * only a kernel's memory can tell, the address of a set's implementation, is left out.
 */
final class NetlinkDebug {
  private final Invocation call;
  private final Map<List<Object>, NewSet> sets = new HashMap<>();

  NetlinkDebug(Invocation call, Snapshot snapshot) {
    this.call = call;
    snapshot.sets().forEach(set -> sets.put(key(set.family(), set.table(), set.name()), set));
  }

  private static List<Object> key(Family family, String table, String name) {
    return List.of(family, table, name);
  }

  /** What nft asks the kernel for to run some commands. */
  void received(Snapshot ruleset, List<Command> commands) {
    Predicate<NftMessage> asked =
        commands.stream().map(command -> asked(command, ruleset)).reduce(_ -> false, Predicate::or);
    received(Snapshot.of(ruleset.messages().stream().filter(asked).toList()), ruleset);
  }

  private static Predicate<NftMessage> asked(Command command, Snapshot ruleset) {
    boolean makes = command.verb() != Command.Verb.DELETE;
    return switch (command.subject()) {
      case Subject.Reference what when command.verb() == Command.Verb.LIST -> listed(what);
      case Subject.Reference what when what.kind() == Subject.Kind.SET -> NewSet.class::isInstance;
      case Elements _ -> part -> part instanceof NewSet || isOfRanges(part, ruleset);
      case Rule _, Table _ when makes -> NewSet.class::isInstance;
      case Subject _ -> _ -> false;
    };
  }

  private static boolean isOfRanges(NftMessage part, Snapshot ruleset) {
    return part instanceof NewSetElements elements
        && ruleset
            .set(elements.family(), elements.table(), elements.set())
            .filter(set -> (set.flags() & NewSet.INTERVAL) != 0)
            .isPresent();
  }

  private static Predicate<NftMessage> listed(Subject.Reference what) {
    Name table = what.table();
    Family family = what.family() == null ? Family.IP : what.family();
    Predicate<NftMessage> kind = part -> isOf(what.kind(), what.name(), part);
    return table == null
        ? kind
        : kind.and(
            part -> part.family() == family && table.text().equals(KnownRuleset.table(part)));
  }

  private static boolean isOf(Subject.Kind kind, @Nullable Name name, NftMessage part) {
    return switch (kind) {
      case RULESET, TABLE -> true;
      case CHAINS -> part instanceof NewChain;
      case CHAIN ->
          switch (part) {
            case NewChain chain -> isNamed(chain.name(), name);
            case NewRule rule -> isNamed(rule.chain(), name);
            case NewSetElements elements -> elements.set().startsWith("__");
            default -> true;
          };
      case SETS, MAPS, METERS -> part instanceof NewSet || part instanceof NewSetElements;
      case SET, MAP, METER ->
          switch (part) {
            case NewSet set -> isNamed(set.name(), name);
            case NewSetElements elements -> isNamed(elements.set(), name);
            default -> false;
          };
      default -> false;
    };
  }

  private static boolean isNamed(String name, @Nullable Name wanted) {
    return wanted == null || wanted.text().equals(name);
  }

  private void received(Snapshot snapshot, Snapshot whole) {
    snapshot.chains().forEach(this::received);
    for (NewSet set : snapshot.sets()) {
      long count =
          whole.elements(set.family(), set.table(), set.name()).stream()
              .filter(element -> (element.flags() & SetElement.INTERVAL_END) == 0)
              .count();
      call.print(set(set) + (count == 0 ? "" : " count " + count));
    }
    for (NewSet set : snapshot.sets()) {
      List<SetElement> elements = snapshot.elements(set.family(), set.table(), set.name());
      if (!elements.isEmpty()) {
        call.print("%s %s @%s".formatted(set.family().word(), set.table(), set.name()));
        elements.forEach(
            element -> call.print(DebugDump.elements(set, List.of(element), told(set))));
      }
    }
    for (NewRule rule : snapshot.rules()) {
      long before = rule.position();
      String place = before == 0 ? "" + rule.handle() : rule.handle() + " " + before;
      rule(rule, " " + place);
    }
  }

  private void received(NewChain chain) {
    StringBuilder line =
        new StringBuilder("%s %s %s".formatted(chain.family().word(), chain.table(), chain.name()));
    line.append(" use ").append(chain.use());
    BaseHook hook = chain.hook();
    if (hook != null) {
      String policy =
          Optional.ofNullable(chain.policy()).filter(Verdict.DROP::equals).isPresent()
              ? "drop"
              : "accept";
      line.append(
          " type %s hook %s prio %d policy %s packets 0 bytes 0 flags 1"
              .formatted(chain.type(), hook.hook().word(), hook.priority(), policy));
    }
    call.print(line.toString());
  }

  /** A batch. */
  void sent(List<NftMessage> batch) {
    for (NftMessage message : batch) {
      switch (message) {
        case NewChain chain ->
            call.print(
                "%s %s %s use 0"
                    .formatted(
                        chain.family().word(), chain.table(), name(chain.name(), chain.id())));
        case NewObject object -> call.print(ObjectDebug.line(object.data()));
        case NewFlowtable flowtable ->
            call.print("flow table (null) (null) use 0 size 0 flags " + flowtable.flags());
        case NewSet set -> {
          sets.put(key(set.family(), set.table(), set.name()), set);
          call.print(set(set));
        }
        case NewSetElements elements -> sent(elements, batch);
        case NewRule rule -> rule(rule, rule.handle() == 0 ? "" : " " + rule.handle());
        default -> {}
      }
    }
  }

  private void sent(NewSetElements elements, List<NftMessage> batch) {
    NewSet set = sets.get(key(elements.family(), elements.table(), elements.set()));
    if (set != null) {
      call.print("family %d %s %s 0".formatted(set.family().number(), set.name(), set.table()));
      call.print(DebugDump.elements(set, elements.elements(), hostFields(set, batch)));
    }
  }

  /** The byte order of a key's fields: as the rule loads them that an anonymous set is for. */
  private static List<Boolean> hostFields(NewSet set, List<NftMessage> batch) {
    if ((set.flags() & NewSet.ANONYMOUS) == 0) {
      return told(set);
    }
    for (NftMessage message : batch) {
      if (message instanceof NewRule rule) {
        List<Boolean> fields = DebugDump.hostFields(set, rule.exprs());
        if (!fields.isEmpty()) {
          return fields;
        }
      }
    }
    return List.of();
  }

  private static List<Boolean> told(NewSet set) {
    return set.fieldLengths().size() < 2
        ? List.of()
        : SetTypes.keys(set).stream().map(ValueType::turns).toList();
  }

  /** A chain within a rule has no name. */
  private static String name(String name, int id) {
    return id == 0 ? name : "(null)";
  }

  private static String set(NewSet set) {
    return "family %d %s %s %x"
            .formatted(set.family().number(), set.name(), set.table(), set.flags())
        + (set.timeout() == 0 ? "" : " timeout " + set.timeout() + "ms")
        + (set.gcInterval() == 0 ? "" : " gc_interval " + set.gcInterval() + "ms")
        + (set.policy() == 0 ? "" : " policy " + set.policy())
        + ((set.flags() & NewSet.CONSTANT) == 0 && set.size() > 0 ? " size " + set.size() : "");
  }

  private void rule(NewRule rule, String place) {
    String chain = rule.chainId() == 0 ? " " + rule.chain() : "";
    call.print(rule.family().word() + " " + rule.table() + chain + place);
    DebugDump.rule(rule.exprs()).forEach(call::print);
    Bytes kept = rule.userData();
    if (!kept.isEmpty()) {
      int sum = 0;
      for (byte octet : kept.toArray()) {
        sum += octet;
      }
      call.print("  userdata len %d sum 0x%x".formatted(kept.length(), sum));
    }
  }
}
