package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.Prefix;
import java.util.Locale;

/** Routes as {@code ip route} prints them (iproute2's {@code iproute.c}). */
final class RoutePrinter {
  private RoutePrinter() {}

  static String print(NewRoute route, Links links, RouteFilter filter) {
    StringBuilder text = new StringBuilder();
    if (route.type() != RouteType.UNICAST) {
      text.append(route.type().name().toLowerCase(Locale.ROOT)).append(' ');
    }
    text.append(destination(route.destination())).append(' ');
    if (route.gateway() != null) {
      boolean otherVersion = route.gateway().bits() != route.destination().address().bits();
      text.append("via ").append(otherVersion ? "inet6 " : "").append(route.gateway()).append(' ');
    }
    if (route.device() != 0 && filter.device() == null) {
      text.append("dev ").append(links.name(route.device())).append(' ');
    }
    if (filter.table() == 0 && route.table() != NewRoute.MAIN) {
      text.append("table ").append(RouteNames.tableName(route.table())).append(' ');
    }
    if (route.protocol() != RouteNames.BOOT && route.protocol() != 0) {
      text.append("proto ").append(RouteNames.protocolName(route.protocol())).append(' ');
    }
    boolean v4 = route.destination().address().bits() == 32;
    if (v4 && route.scope() != Scope.UNIVERSE) {
      text.append("scope ").append(Scope.name(route.scope())).append(' ');
    }
    if (route.preferredSource() != null) {
      text.append("src ").append(route.preferredSource()).append(' ');
    }
    if (route.metric() != 0 || !v4) {
      text.append("metric ").append(route.metric()).append(' ');
    }
    if ((route.flags() & NewRoute.ONLINK) != 0) {
      text.append("onlink ");
    }
    if ((route.flags() & NewRoute.LINKDOWN) != 0) {
      text.append("linkdown ");
    }
    return text.append(v4 ? "" : "pref medium").toString();
  }

  private static String destination(Prefix destination) {
    if (destination.length() == 0) {
      return "default";
    }
    boolean host = destination.length() == destination.address().bits();
    return host ? destination.address().toString() : destination.toString();
  }
}
