package dev.dejima.tools.nft;

import dev.dejima.kernel.Kernel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Names of hosts by their addresses: those of {@code /etc/hosts}, then what the resolver says. */
final class HostNames implements Function<String, Optional<String>> {
  private final Kernel kernel;
  private final Supplier<Map<String, String>> file;
  private final Map<String, Optional<String>> asked = new HashMap<>();

  /**
   * Names of hosts.
   *
   * @param kernel lets the resolver wait for the network outside
   * @param file names by addresses
   */
  HostNames(Kernel kernel, Supplier<Map<String, String>> file) {
    this.kernel = kernel;
    this.file = file;
  }

  @Override
  public Optional<String> apply(String address) {
    String own = file.get().get(address);
    return own == null ? asked.computeIfAbsent(address, this::resolved) : Optional.of(own);
  }

  private Optional<String> resolved(String address) {
    try {
      String name = kernel.external(() -> InetAddress.ofLiteral(address).getHostName());
      return name.equals(address) ? Optional.empty() : Optional.of(name);
    } catch (Exception e) {
      return Optional.empty();
    }
  }
}
