package dev.dejima.conformance;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Stateful objects and flowtables, in the forms that they are declared in. */
final class RandomDeclarations {
  private RandomDeclarations() {}

  /** The block of an object, with {@code %s} for its name; absent if the kind is none. */
  static @Nullable String object(String kind, String family, Random random) {
    List<String> forms = forms(kind, family);
    return forms.isEmpty() ? null : forms.get(random.nextInt(forms.size()));
  }

  private static List<String> forms(String kind, String family) {
    String l3 = family.equals("inet") || family.equals("ip6") ? family.replace("inet", "ip") : "ip";
    return switch (kind) {
      case "counter", "countername" ->
          List.of(
              "counter %s { }",
              "counter %s { packets 3 bytes 40 }",
              "counter %s { comment \"c\"; packets 0 bytes 0 }");
      case "quota" ->
          List.of(
              "quota %s { 25 mbytes }",
              "quota %s { over 10 kbytes used 3 bytes }",
              "quota %s { comment \"q\"; until 1 bytes }");
      case "limit" ->
          List.of(
              "limit %s { rate 400/minute }",
              "limit %s { rate over 10 mbytes/second burst 3 kbytes; comment \"l\" }",
              "limit %s { rate 1/day burst 3 packets }");
      case "synproxy" ->
          List.of(
              "synproxy %s { mss 1460; wscale 7; timestamp sack-perm; }", "synproxy %s { mss 5 }");
      case "secmark" -> List.of("secmark %s { \"system_u:object_r:ssh_server_packet_t:s0\" }");
      case "helper" ->
          List.of(
              "ct helper %s { type \"ftp\" protocol tcp; }",
              "ct helper %s { type \"sip\" protocol udp; l3proto " + l3 + "; }");
      case "timeout" ->
          List.of(
              "ct timeout %s { protocol tcp; l3proto "
                  + l3
                  + "; policy = { established : 2m3s, close : 20 }; }",
              "ct timeout %s { protocol udp; policy = { unreplied : 1m, replied : 10 }; }");
      case "expectation" ->
          List.of(
              "ct expectation %s { protocol tcp; dport 5432; timeout 1h; size 12; l3proto "
                  + l3
                  + "; }");
      case "flowtable" ->
          List.of(
              "flowtable %s { hook ingress priority 0; devices = { lo }; }",
              "flowtable %s { hook ingress priority filter - 10; devices = { \"lo\" }; counter; }");
      default -> List.of();
    };
  }
}
