package dev.dejima.tools.ip;

import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.tools.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which links {@code show} shows.
 *
 * @param device only this one
 * @param up only those that are up
 * @param kind only those of this kind
 */
record Selection(@Nullable NewLink device, boolean up, @Nullable String kind) {
  static Selection parse(Arguments arguments, Links links) {
    NewLink device = null;
    boolean up = false;
    String kind = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "up" -> up = true;
        case "type" -> kind = arguments.take();
        case "dev" -> device = device(links, arguments.take());
        default -> {
          if (device != null) {
            throw Arguments.garbage("dev", word, List.of("dev NAME", "up", "type KIND"));
          }
          device = device(links, word);
        }
      }
    }
    return new Selection(device, up, kind);
  }

  private static NewLink device(Links links, String name) {
    return links
        .find(name)
        .orElseThrow(() -> new UsageException(1, "Device \"" + name + "\" does not exist."));
  }

  boolean matches(NewLink link) {
    return (device == null || device.index() == link.index())
        && (!up || link.isUp())
        && (kind == null || (link.info() != null && link.info().kind().equals(kind)));
  }
}
