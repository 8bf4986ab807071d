package dev.dejima.lab;

import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a lab in Java, with the words of the lab file. Values that are no addresses, ports and the
 * like throw IllegalArgumentException at once; what does not fit together, {@link #build} tells.
 */
public final class LabBuilder {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Cabling.Cable> links = new ArrayList<>();
  private final List<LabTest> tests = new ArrayList<>();
  private final List<Prefix> overlapping = new ArrayList<>();

  LabBuilder(String name) {
    this.name = name;
  }

  /** Adds a node. */
  public LabBuilder node(String nodeName, Consumer<NodeBuilder> description) {
    NodeBuilder node = new NodeBuilder(nodeName);
    description.accept(node);
    nodes.add(node.build());
    return this;
  }

  /**
   * Adds a link between interfaces, each written {@code node:interface}: of two, a cable; of more,
   * a switch with a cable to each.
   */
  public LabBuilder link(String... ends) {
    return link(null, ends);
  }

  /** Adds a link whose ends all have an MTU, in octets. */
  public LabBuilder link(@Nullable Integer mtu, String... ends) {
    List<Port> ports = Stream.of(ends).map(LabBuilder::port).toList();
    List<Place> places = ports.stream().map(_ -> Place.NONE).toList();
    links.add(new Cabling.Cable(ports, places, mtu));
    return this;
  }

  /** Allows the addresses of a network to be there more than once. */
  public LabBuilder overlapping(String network) {
    overlapping.add(Prefix.parse(network));
    return this;
  }

  /** Adds a test. */
  public LabBuilder test(String testName, Consumer<TestBuilder> description) {
    TestBuilder test = new TestBuilder(testName);
    description.accept(test);
    tests.add(test.build());
    return this;
  }

  /** Reads {@code node:interface}. */
  static Port port(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("not NODE:INTERFACE: " + text);
    }
    return new Port(parts[0], parts[1]);
  }

  /**
   * The lab.
   *
   * @throws IllegalArgumentException with all that does not fit together
   */
  public Lab build() {
    StringBuilder text = new StringBuilder();
    Topology topology = Cabling.of(nodes, links);
    for (Mistake mistake : LabChecker.check(topology, tests, overlapping, _ -> null)) {
      text.append(mistake.format());
    }
    text.append(LabChecker.checkRulesets(topology));
    if (!text.isEmpty()) {
      throw new IllegalArgumentException(text.toString());
    }
    return new Lab(name, topology, tests);
  }
}
