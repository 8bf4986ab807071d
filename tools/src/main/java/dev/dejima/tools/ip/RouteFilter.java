package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.NewRoute;
import dev.dejima.packet.Prefix;
import dev.dejima.tools.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which routes {@code show} shows.
 *
 * @param version 4 or 6
 * @param table of this table; 0 for all
 * @param device through this link
 * @param destination to exactly this network
 */
record RouteFilter(int version, int table, @Nullable NewLink device, @Nullable Prefix destination) {
  static RouteFilter parse(Arguments arguments, Links links, IpTool.Options options) {
    int table = NewRoute.MAIN;
    NewLink device = null;
    Prefix destination = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "table" -> table = RouteNames.table(arguments.take());
        case "dev", "oif" -> {
          String name = arguments.take();
          device =
              links
                  .find(name)
                  .orElseThrow(() -> new UsageException(1, "Cannot find device \"" + name + "\""));
        }
        case "exact", "to", "root" -> {}
        default -> {
          if (destination != null) {
            throw Arguments.garbage("to", word, List.of("table ID", "dev NAME", "PREFIX"));
          }
          destination = new Arguments(List.of(word)).prefix();
        }
      }
    }
    int version = options.version() != 0 ? options.version() : versionOf(destination);
    return new RouteFilter(version, table, device, destination);
  }

  private static int versionOf(@Nullable Prefix destination) {
    return destination != null && destination.address().bits() == 128 ? 6 : 4;
  }

  boolean matches(NewRoute route) {
    boolean tableMatches = table == 0 || route.table() == table;
    boolean deviceMatches = device == null || route.device() == device.index();
    boolean destinationMatches =
        destination == null
            || (destination.length() == 0 && route.destination().length() == 0)
            || destination.equals(route.destination());
    return tableMatches && deviceMatches && destinationMatches;
  }
}
