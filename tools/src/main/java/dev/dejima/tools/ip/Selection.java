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
 * @param kind only those of this kind; {@code bridge_slave} are the ports of bridges
 * @param master only the ports of this bridge
 */
record Selection(
    @Nullable NewLink device, boolean up, @Nullable String kind, @Nullable NewLink master) {
  static Selection parse(Arguments arguments, Links links) {
    NewLink device = null;
    boolean up = false;
    String kind = null;
    NewLink master = null;
    while (!arguments.isEmpty()) {
      String word = arguments.take();
      switch (word) {
        case "up" -> up = true;
        case "type" -> kind = arguments.take();
        case "master" -> master = master(links, arguments.take());
        case "dev" -> device = device(links, arguments.take());
        default -> {
          if (device != null) {
            throw Arguments.garbage(
                "dev", word, List.of("dev NAME", "up", "type KIND", "master NAME"));
          }
          device = device(links, word);
        }
      }
    }
    return new Selection(device, up, kind, master);
  }

  private static NewLink device(Links links, String name) {
    return links
        .find(name)
        .orElseThrow(() -> new UsageException(1, "Device \"" + name + "\" does not exist."));
  }

  /** The bridge of that name, or the complaint of ip that there is none. */
  static NewLink master(Links links, String name) {
    return links.find(name).orElseThrow(() -> Arguments.wrong(name, "Device does not exist\n"));
  }

  boolean matches(NewLink link) {
    return (device == null || device.index() == link.index())
        && (!up || link.isUp())
        && (kind == null || isOfKind(link, kind))
        && (master == null || Integer.valueOf(master.index()).equals(link.master()));
  }

  private static boolean isOfKind(NewLink link, String kind) {
    return kind.equals("bridge_slave")
        ? link.port() != null
        : link.info() != null && link.info().kind().equals(kind);
  }
}
