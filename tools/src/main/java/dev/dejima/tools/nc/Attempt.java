package dev.dejima.tools.nc;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.tools.UsageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@code nc} tries.
 *
 * @param udp whether by datagrams
 * @param source the address it comes from; null to let the kernel choose
 * @param sourcePort the port it comes from; 0 to let the kernel choose
 * @param targets where to, in order
 */
public record Attempt(
    boolean udp, @Nullable IpAddress source, int sourcePort, List<Endpoint> targets) {
  /** Keeps a copy. */
  public Attempt {
    targets = List.copyOf(targets);
  }

  /** Whether a call listens; one that makes no sense does not. */
  public static boolean listens(List<String> arguments) {
    try {
      return NcOptions.parse(arguments).listen;
    } catch (UsageException e) {
      return false;
    }
  }

  /**
   * What a call tries.
   *
   * @param arguments the words behind {@code nc}
   * @return empty if it listens or makes no sense, or names an interface
   */
  public static Optional<Attempt> of(List<String> arguments) {
    try {
      NcOptions options = NcOptions.parse(arguments);
      String host = options.host;
      if (options.listen || host == null || host.contains("%")) {
        return Optional.empty();
      }
      return Optional.of(
          new Attempt(
              options.udp,
              options.sourceAddress,
              options.sourcePort,
              options.ports.stream().map(options::endpoint).toList()));
    } catch (UsageException e) {
      return Optional.empty();
    }
  }
}
