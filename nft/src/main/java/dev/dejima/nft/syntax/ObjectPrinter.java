package dev.dejima.nft.syntax;

import static java.util.stream.Collectors.joining;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes stateful objects and flowtables as listings show them. */
final class ObjectPrinter {
  private final ListOptions options;
  private final ExpressionPrinter expressions;

  ObjectPrinter(ListOptions options) {
    this.options = options;
    this.expressions = new ExpressionPrinter(options);
  }

  /** An object in its table. */
  String print(StatefulObject object) {
    List<String> lines = new ArrayList<>();
    if (object.comment() != null) {
      lines.add("comment " + ExpressionPrinter.quoted(object.comment()));
    }
    lines.addAll(lines(object.spec()));
    return block(object.spec().kind().word(), object.name(), object.handle(), lines);
  }

  private String block(String word, Name name, long handle, List<String> lines) {
    StringBuilder text = new StringBuilder("\t").append(word).append(' ').append(name);
    text.append(" {").append(options.handles() ? " # handle " + handle : "").append('\n');
    lines.forEach(line -> text.append("\t\t").append(line).append('\n'));
    return text.append("\t}\n").toString();
  }

  private List<String> lines(ObjectSpec spec) {
    return switch (spec) {
      case ObjectSpec.Counter c -> counter(c);
      case ObjectSpec.Quota q -> List.of(quota(q));
      case ObjectSpec.Limit l -> List.of(StatementPrinter.rate(l.limit()));
      case ObjectSpec.CtHelper h ->
          told("type \"" + h.type() + "\" protocol " + protocol(h.protocol()), l3proto(h.family()));
      case ObjectSpec.CtTimeout t -> timeout(t);
      case ObjectSpec.CtExpectation e ->
          told(
              "protocol " + protocol(e.protocol()),
              "dport " + e.port(),
              "timeout " + Numbers.time(e.timeout()),
              "size " + e.size(),
              l3proto(e.family()));
      case ObjectSpec.CtCount c ->
          List.of((c.over() ? "over " : "until ") + Long.toUnsignedString(c.count()));
      case ObjectSpec.Secmark s -> List.of(ExpressionPrinter.quoted(s.context()));
      case ObjectSpec.Synproxy s -> synproxy(s);
      case ObjectSpec.Tunnel t -> tunnel(t);
    };
  }

  private List<String> counter(ObjectSpec.Counter counter) {
    return options.stateless()
        ? List.of()
        : List.of(
            "packets "
                + Long.toUnsignedString(counter.packets())
                + " bytes "
                + Long.toUnsignedString(counter.bytes()));
  }

  private String quota(ObjectSpec.Quota quota) {
    String used =
        options.stateless() || quota.used() == 0 ? "" : " used " + Numbers.bytes(quota.used());
    return (quota.over() ? "over " : "") + Numbers.bytes(quota.bytes()) + used;
  }

  private static String protocol(int number) {
    for (var entry : ObjectSpec.PROTOCOLS.entrySet()) {
      if (entry.getValue() == number) {
        return entry.getKey();
      }
    }
    return Integer.toString(number);
  }

  private static String l3proto(@Nullable Family family) {
    return family == null ? "" : "l3proto " + family.word();
  }

  /** Lines that say something. */
  private static List<String> told(String... lines) {
    return Stream.of(lines).filter(line -> !line.isEmpty()).toList();
  }

  private static List<String> timeout(ObjectSpec.CtTimeout timeout) {
    String policy =
        timeout.policy().entrySet().stream()
            .map(e -> e.getKey().text() + " : " + Numbers.time(e.getValue() * 1000))
            .collect(joining(", "));
    return told(
        "protocol " + protocol(timeout.protocol()),
        l3proto(timeout.family()),
        "policy = { " + policy + " }");
  }

  private static List<String> synproxy(ObjectSpec.Synproxy synproxy) {
    List<String> lines = new ArrayList<>();
    if (synproxy.mss() != null) {
      lines.add("mss " + synproxy.mss());
    }
    if (synproxy.wscale() != null) {
      lines.add("wscale " + synproxy.wscale());
    }
    if (synproxy.timestamp() || synproxy.sackPerm()) {
      lines.add(
          (synproxy.timestamp() ? "timestamp" : "")
              + " "
              + (synproxy.sackPerm() ? "sack-perm" : ""));
    }
    return lines;
  }

  private List<String> tunnel(ObjectSpec.Tunnel tunnel) {
    String network = tunnel.version6() ? "ip6 " : "ip ";
    List<String> lines = new ArrayList<>(List.of("id " + tunnel.id()));
    if (tunnel.source() != null) {
      lines.add(network + "saddr " + expressions.print(tunnel.source()));
    }
    if (tunnel.destination() != null) {
      lines.add(network + "daddr " + expressions.print(tunnel.destination()));
    }
    unlessZero(lines, "sport ", tunnel.sourcePort());
    unlessZero(lines, "dport ", tunnel.destinationPort());
    unlessZero(lines, "tos ", tunnel.tos());
    unlessZero(lines, "ttl ", tunnel.ttl());
    if (tunnel.options() != null) {
      lines.addAll(options(tunnel.options()));
    }
    return lines;
  }

  private static void unlessZero(List<String> lines, String word, int value) {
    if (value != 0) {
      lines.add(word + value);
    }
  }

  private static List<String> options(TunnelOptions options) {
    return switch (options) {
      case TunnelOptions.Vxlan v ->
          List.of("vxlan {", "\tgbp " + Integer.toUnsignedString(v.groupPolicy()), "}");
      case TunnelOptions.Erspan e when e.version() == 1 ->
          List.of("erspan {", "\tversion 1", "\tindex " + e.index(), "}");
      case TunnelOptions.Erspan e ->
          List.of(
              "erspan {",
              "\tversion " + e.version(),
              "\tdirection " + (e.egress() ? "egress" : "ingress"),
              "\tid " + e.hardwareId(),
              "}");
      case TunnelOptions.Geneve g -> {
        List<String> lines = new ArrayList<>(List.of("geneve {"));
        for (ObjectSpec.GeneveOption option : g.list()) {
          lines.add(
              "\tclass 0x%x opt-type 0x%x data \"0x%s\""
                  .formatted(option.optionClass(), option.type(), option.data().toHex()));
        }
        lines.add("}");
        yield lines;
      }
    };
  }

  /** A flowtable in its table. */
  String print(Flowtable flowtable) {
    List<String> lines = new ArrayList<>();
    Flowtable.Hook hook = flowtable.hook();
    if (hook != null) {
      lines.add("hook " + hook.number().word() + " priority " + priority(hook));
    }
    if (!flowtable.devices().isEmpty()) {
      lines.add("devices = { " + devices(flowtable.devices()) + " }");
    }
    if (!flowtable.flags().isEmpty()) {
      EnumSet.copyOf(flowtable.flags()).forEach(flag -> lines.add(flag.word()));
    }
    return block("flowtable", flowtable.name(), flowtable.handle(), lines);
  }

  private String priority(Flowtable.Hook hook) {
    Integer number = hook.priority().number(Family.NETDEV, hook.number());
    return options.numericPriority() && number != null
        ? number.toString()
        : hook.priority().toString();
  }

  /** Names of devices, in quotes. */
  static String devices(List<String> devices) {
    return devices.stream().map(ExpressionPrinter::quoted).collect(joining(", "));
  }
}
