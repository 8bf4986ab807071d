package dev.dejima.nft.json;

import dev.dejima.nft.expr.Family;
import dev.dejima.nft.json.JsonValue.Items;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.json.JsonValue.Text;
import dev.dejima.nft.json.JsonValue.Truth;
import dev.dejima.nft.json.JsonValue.Whole;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.nft.syntax.ObjectSpec;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import dev.dejima.nft.syntax.StatefulObject;
import dev.dejima.nft.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stateful objects and flowtables as libnftables-json(5) has them. */
final class ObjectWriter {
  private final ExpressionWriter expressions;

  ObjectWriter(ExpressionWriter expressions) {
    this.expressions = expressions;
  }

  JsonValue write(StatefulObject object) {
    Members members = JsonValue.object().with("family", object.family().word());
    members.with("name", object.name().text()).with("table", object.table().text());
    members.with("handle", object.handle()).withText("comment", object.comment());
    spec(members, object.spec(), object.family());
    return JsonValue.object(object.spec().kind().word(), members);
  }

  private void spec(Members members, ObjectSpec spec, Family table) {
    switch (spec) {
      case ObjectSpec.Counter c -> members.with("packets", c.packets()).with("bytes", c.bytes());
      case ObjectSpec.Quota q ->
          members.with("bytes", q.bytes()).with("used", q.used()).with("inv", new Truth(q.over()));
      case ObjectSpec.Limit l -> limit(members, l.limit());
      case ObjectSpec.CtHelper h -> {
        members.with("type", h.type()).with("protocol", protocol(h.protocol()));
        members.with("l3proto", family(h.family(), table));
      }
      case ObjectSpec.CtTimeout t -> {
        members.with("protocol", protocol(t.protocol()));
        members.with("l3proto", family(t.family(), table));
        Members policy = JsonValue.object();
        t.policy().forEach((state, seconds) -> policy.with(state.text(), seconds));
        members.with("policy", JsonValue.orNothing(policy));
      }
      case ObjectSpec.CtExpectation e -> {
        members.with("protocol", protocol(e.protocol())).with("dport", e.port());
        members.with("timeout", e.timeout()).with("size", e.size());
        members.with("l3proto", family(e.family(), table));
      }
      case ObjectSpec.CtCount c -> {
        if (c.over()) {
          members.with("inv", new Truth(true));
        }
        members.with("val", c.count());
      }
      case ObjectSpec.Secmark s -> members.with("context", s.context());
      case ObjectSpec.Synproxy s -> synproxy(members, s);
      case ObjectSpec.Tunnel t -> tunnel(members, t);
    }
  }

  private static String family(@Nullable Family family, Family table) {
    return (family == null ? table : family).word();
  }

  private static JsonValue protocol(int number) {
    for (Map.Entry<String, Integer> entry : ObjectSpec.PROTOCOLS.entrySet()) {
      if (entry.getValue() == number) {
        return new Text(entry.getKey());
      }
    }
    return new Whole(number);
  }

  private static void limit(Members members, Statement.Limit limit) {
    boolean packets = limit.unit() == Statement.LimitUnit.PACKETS;
    members.with("rate", limit.rate()).with("per", limit.per().word());
    if (limit.over()) {
      members.with("inv", new Truth(true));
    }
    if (!packets) {
      members.with("rate_unit", limit.unit().word());
    }
    Long burst = limit.burst() == null && packets ? Long.valueOf(5) : limit.burst();
    if (burst != null) {
      members.with("burst", burst);
    }
    if (burst != null && !packets && limit.burstUnit() != null) {
      members.with("burst_unit", limit.burstUnit().word());
    }
  }

  private static void synproxy(Members members, ObjectSpec.Synproxy synproxy) {
    members.with("mss", synproxy.mss() == null ? 0 : synproxy.mss());
    members.with("wscale", synproxy.wscale() == null ? 0 : synproxy.wscale());
    List<JsonValue> flags = new ArrayList<>();
    if (synproxy.timestamp()) {
      flags.add(new Text("timestamp"));
    }
    if (synproxy.sackPerm()) {
      flags.add(new Text("sack-perm"));
    }
    if (!flags.isEmpty()) {
      members.with("flags", new Items(flags));
    }
  }

  private void tunnel(Members members, ObjectSpec.Tunnel tunnel) {
    members.with("id", tunnel.id());
    String version = tunnel.version6() ? "ipv6" : "ipv4";
    address(members, "src-" + version, tunnel.source());
    address(members, "dst-" + version, tunnel.destination());
    members.with("sport", tunnel.sourcePort()).with("dport", tunnel.destinationPort());
    members.with("tos", tunnel.tos()).with("ttl", tunnel.ttl());
    TunnelOptions options = tunnel.options();
    if (options != null) {
      options(members, options);
    }
  }

  private void address(Members members, String name, @Nullable Expression address) {
    if (address != null) {
      members.with(name, expressions.write(address));
    }
  }

  private static void options(Members members, TunnelOptions options) {
    switch (options) {
      case TunnelOptions.Vxlan v ->
          members
              .with("type", "vxlan")
              .with("tunnel", JsonValue.object().with("gbp", v.groupPolicy()));
      case TunnelOptions.Erspan e -> {
        Members tunnel = JsonValue.object().with("version", e.version());
        if (e.version() == 1) {
          tunnel.with("index", e.index());
        } else {
          tunnel.with("dir", e.egress() ? "egress" : "ingress").with("hwid", e.hardwareId());
        }
        members.with("type", "erspan").with("tunnel", tunnel);
      }
      case TunnelOptions.Geneve g -> {
        List<JsonValue> list = new ArrayList<>();
        for (ObjectSpec.GeneveOption option : g.list()) {
          list.add(
              JsonValue.object()
                  .with("class", option.optionClass())
                  .with("opt-type", option.type())
                  .with("data", "0x" + option.data().toHex()));
        }
        members.with("type", "geneve").with("tunnel", new Items(list));
      }
    }
  }
}
