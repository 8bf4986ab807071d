package dev.dejima.lab;

import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads probes as people write them in a line: {@code tcp 203.0.113.254:54321}. */
public final class ProbeWords {
  private static final String PROBES =
      "tcp ADDRESS:PORT, udp ADDRESS:PORT or ping ADDRESS, in quotes";

  private ProbeWords() {}

  /**
   * The probe.
   *
   * @param from the name of the node that sends
   * @param source {@code ADDRESS} or {@code ADDRESS:PORT}; null to let the kernel choose
   * @param send what it carries
   * @throws LabException if there is no such node, or the words make no sense
   */
  public static Probe read(
      Topology topology, String from, String words, @Nullable String source, String send)
      throws LabException {
    String name = node(topology, from).name();
    String[] parts = words.strip().split("\\s+", -1);
    if (parts.length != 2) {
      throw mistake(words.isBlank() ? "no probe" : "not a probe: '" + words + "'", PROBES);
    }
    return switch (parts[0]) {
      case "tcp" -> new Probe.Connect(name, end(source), target(parts[1]), send, null, Place.NONE);
      case "udp" -> new Probe.Udp(name, end(source), target(parts[1]), send, Place.NONE);
      case "ping", "icmp" -> new Probe.Ping(name, address(parts[1]), Place.NONE);
      default -> throw mistake("no probe '" + parts[0] + "'", PROBES);
    };
  }

  /**
   * The node of a name.
   *
   * @throws LabException if there is none, with what was likely meant
   */
  public static Node node(Topology topology, String name) throws LabException {
    Optional<Node> node = topology.node(name);
    if (node.isEmpty()) {
      List<String> known = topology.nodes().stream().map(Node::name).toList();
      throw mistake("no node '" + name + "'", meant(name, known));
    }
    return node.get();
  }

  /** What was likely meant by a word that is none of those known, or all of these. */
  public static String meant(String word, Collection<String> known) {
    return NearMiss.of(word, known)
        .map(near -> "did you mean " + near + "?")
        .orElse("there are: " + String.join(", ", known));
  }

  private static LabException mistake(String what, String hint) {
    return new LabException(what + "; " + hint);
  }

  private static Endpoint target(String text) throws LabException {
    try {
      Endpoint end = Endpoint.parse(text);
      if (end.port() == 0) {
        throw new IllegalArgumentException("port 0");
      }
      return end;
    } catch (IllegalArgumentException e) {
      throw mistake("not ADDRESS:PORT: '" + text + "'", "as in 203.0.113.1:80 or [2001:db8::1]:80");
    }
  }

  private static IpAddress address(String text) throws LabException {
    try {
      return IpAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw mistake("not an address: '" + text + "'", "as in 203.0.113.1 or 2001:db8::1");
    }
  }

  private static @Nullable Endpoint end(@Nullable String source) throws LabException {
    if (source == null) {
      return null;
    }
    try {
      return Endpoint.parse(source);
    } catch (IllegalArgumentException e) {
      return new Endpoint(address(source), 0);
    }
  }
}
