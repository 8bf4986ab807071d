package dev.dejima.tools.nc;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.packet.NameTable;
import dev.dejima.packet.ServiceNames;
import dev.dejima.tools.Options;
import dev.dejima.tools.UsageException;
import dev.dejima.tools.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What nc was asked to do. */
final class NcOptions {
  private static final String USAGE =
      """
      usage: nc [-46klNnuvz] [-p source_port] [-q seconds] [-s sourceaddr]
      \t  [-w timeout] [destination] [port]\
      """;

  boolean listen;
  boolean numeric;
  boolean verbose;
  boolean keepListening;
  boolean udp;
  boolean shutdownAtEnd;
  boolean scan;
  int version;
  @Nullable Duration idle;
  @Nullable Duration quit;
  @Nullable IpAddress sourceAddress;
  int sourcePort;
  @Nullable String host;
  List<Integer> ports = List.of();

  static NcOptions parse(List<String> arguments) {
    NcOptions o = new NcOptions();
    List<String> operands =
        new Options("nc", 1)
            .flag('l', () -> o.listen = true)
            .flag('n', () -> o.numeric = true)
            .flag('v', () -> o.verbose = true)
            .flag('k', () -> o.keepListening = true)
            .flag('u', () -> o.udp = true)
            .flag('N', () -> o.shutdownAtEnd = true)
            .flag('z', () -> o.scan = true)
            .flag('4', () -> o.version = 4)
            .flag('6', () -> o.version = 6)
            .value('w', value -> o.idle = seconds(value, "timeout"))
            .value('q', value -> o.quit = quit(value))
            .value('s', value -> o.sourceAddress = o.resolve(value, ""))
            .value('p', value -> o.sourcePort = port(value))
            .parse(arguments);
    o.operands(operands);
    return o;
  }

  private void operands(List<String> operands) {
    if (keepListening && !listen) {
      throw new UsageException(1, "nc: must use -l with -k");
    }
    if (listen && scan) {
      throw new UsageException(1, "nc: cannot use -z and -l");
    }
    if (operands.size() > 2 || (operands.isEmpty() && (!listen || sourcePort == 0))) {
      throw new UsageException(1, USAGE);
    }
    if (operands.isEmpty()) {
      ports = List.of(sourcePort);
      return;
    }
    if (listen && operands.size() == 1) {
      if (sourcePort == 0) {
        ports = List.of(port(operands.getFirst()));
      } else {
        host = operands.getFirst();
        ports = List.of(sourcePort);
      }
      return;
    }
    if (operands.size() == 1) {
      throw new UsageException(1, "nc: missing port number");
    }
    host = operands.getFirst();
    ports = ports(operands.get(1));
  }

  private List<Integer> ports(String word) {
    int dash = word.indexOf('-');
    if (dash <= 0) {
      return List.of(port(word));
    }
    int first = port(word.substring(0, dash));
    int last = port(word.substring(dash + 1));
    List<Integer> range = new ArrayList<>();
    for (int port = Math.min(first, last); port <= Math.max(first, last); port++) {
      range.add(port);
    }
    return range;
  }

  private static int port(String word) {
    OptionalInt service = ServiceNames.table().number(word);
    if (service.isPresent()) {
      return service.getAsInt();
    }
    if (!word.matches("[0-9]{1,9}")) {
      throw new UsageException(1, "nc: port number invalid: " + word);
    }
    int port = Integer.parseInt(word);
    if (port < 1 || port > 0xffff) {
      throw new UsageException(
          1, "nc: port number too " + (port < 1 ? "small: " : "large: ") + word);
    }
    return port;
  }

  private static Duration seconds(String word, String what) {
    if (!word.matches("[0-9]{1,9}")) {
      throw new UsageException(1, "nc: " + what + " invalid: " + word);
    }
    return Duration.ofSeconds(Integer.parseInt(word));
  }

  private static @Nullable Duration quit(String word) {
    return word.startsWith("-") ? null : seconds(word, "quit timer");
  }

  /** The address of a host: an address, or localhost; there is no name server to ask. */
  IpAddress resolve(String name, String port) {
    if (name.equals("localhost") && !numeric) {
      return version == 6 ? Ipv6Address.LOOPBACK : Ipv4Address.LOOPBACK;
    }
    try {
      return ofVersion(IpAddress.parse(Zone.address(name)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          1,
          "nc: getaddrinfo for host \""
              + name
              + "\""
              + (port.isEmpty() ? "" : " port " + port)
              + ": "
              + (isAddress(name)
                  ? "Address family for hostname not supported"
                  : "Name or service not known"));
    }
  }

  private static boolean isAddress(String name) {
    try {
      return IpAddress.parse(Zone.address(name)).bits() > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private IpAddress ofVersion(IpAddress address) {
    if (version != 0 && address.bits() != (version == 6 ? 128 : 32)) {
      throw new IllegalArgumentException(address + " is not of version " + version);
    }
    return address;
  }

  /** Where to connect to, or to listen. */
  Endpoint endpoint(int port) {
    if (host != null) {
      return new Endpoint(resolve(host, Integer.toString(port)), port);
    }
    return new Endpoint(version == 6 ? Ipv6Address.ANY : Ipv4Address.ANY, port);
  }

  /** The name of a port's service, or {@code *}. */
  String service(int port) {
    NameTable table = ServiceNames.table(udp ? 17 : 6);
    return numeric ? "*" : table.name(port).orElse("*");
  }

  String protocol() {
    return udp ? "udp" : "tcp";
  }
}
