package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.FoundRoute;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.kernel.rtnetlink.RouteType;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * What {@code ip route get} prints.
   *
   * @param lineBreak what ends a line inside a record
   */
  static String print(FoundRoute found, Links links, String lineBreak) {
    NewRoute route = found.route();
    boolean v4 = route.destination().address().bits() == 32;
    StringBuilder text = new StringBuilder();
    if (route.type() != RouteType.UNICAST) {
      text.append(route.type().name().toLowerCase(Locale.ROOT)).append(' ');
    }
    text.append(route.destination().address()).append(' ');
    if (found.source() != null) {
      text.append("from ").append(found.source()).append(' ');
    }
    if (route.gateway() != null) {
      text.append("via ").append(route.gateway()).append(' ');
    }
    text.append("dev ").append(links.name(route.device())).append(' ');
    if (route.table() != NewRoute.MAIN) {
      text.append("table ").append(RouteNames.tableName(route.table())).append(' ');
    }
    if (route.protocol() != RouteNames.BOOT && route.protocol() != 0) {
      text.append("proto ").append(RouteNames.protocolName(route.protocol())).append(' ');
    }
    if (route.preferredSource() != null) {
      text.append("src ").append(route.preferredSource()).append(' ');
    }
    if (route.metric() != 0 || !v4) {
      text.append("metric ").append(route.metric()).append(' ');
    }
    if (found.mark() != 0) {
      text.append("mark ").append(hexadecimal(found.mark())).append(' ');
    }
    if (found.uid() != FoundRoute.NOBODY) {
      text.append("uid ").append(found.uid()).append(' ');
    }
    if (found.cached()) {
      text.append(lineBreak).append("    cache ").append(flags(found.cache()));
    }
    if (found.input() != 0) {
      text.append("iif ").append(links.name(found.input())).append(' ');
    }
    return text.append(v4 ? "" : "pref medium").toString();
  }

  /** Small marks are told in decimal. */
  private static String hexadecimal(int mark) {
    return Integer.compareUnsigned(mark, 16) >= 0
        ? "0x" + Integer.toHexString(mark)
        : Integer.toString(mark);
  }

  private static String flags(int cache) {
    List<String> words = new ArrayList<>();
    if ((cache & FoundRoute.LOCAL) != 0) {
      words.add("local");
    }
    if ((cache & FoundRoute.REDIRECT) != 0) {
      words.add("redirect");
    }
    if ((cache & FoundRoute.MULTICAST) != 0) {
      words.add("mc");
    }
    if ((cache & FoundRoute.BROADCAST) != 0) {
      words.add("brd");
    }
    return words.isEmpty() ? "" : "<" + String.join(",", words) + "> ";
  }

  private static String destination(Prefix destination) {
    if (destination.length() == 0) {
      return "default";
    }
    boolean host = destination.length() == destination.address().bits();
    return host ? destination.address().toString() : destination.toString();
  }
}
