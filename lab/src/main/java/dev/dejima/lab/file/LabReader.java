package dev.dejima.lab.file;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.Link;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the words of a lab file; whether they fit together is checked later. */
final class LabReader {
  private static final List<String> KEYS =
      List.of("name", "nodes", "links", "tests", "overlapping");

  private final Mistakes mistakes;
  private final NodeReader nodes;
  private final TestReader tests;

  LabReader(Mistakes mistakes, RulesetFiles rulesets) {
    this.mistakes = mistakes;
    this.nodes = new NodeReader(mistakes, rulesets);
    this.tests = new TestReader(mistakes);
  }

  /**
   * What a lab file says.
   *
   * @param overlapping networks whose addresses may be there more than once
   */
  record Content(String name, Topology topology, List<LabTest> tests, List<Prefix> overlapping) {}

  Optional<Content> read(Yaml root) {
    return Section.of(root, "a lab", KEYS, mistakes).map(this::content);
  }

  private Content content(Section lab) {
    String name = lab.word("name", "what the lab is called").map(Yaml.Text::text).orElse("");
    List<Node> all =
        lab.required("nodes", "a mapping of names to nodes").map(nodes::nodes).orElse(List.of());
    List<Link> links = lab.optional("links").map(this::links).orElse(List.of());
    List<LabTest> expected = lab.optional("tests").map(tests::tests).orElse(List.of());
    List<Prefix> overlapping = lab.optional("overlapping").map(this::networks).orElse(List.of());
    return new Content(name, new Topology(all, links), expected, overlapping);
  }

  private List<Link> links(Yaml value) {
    List<Link> links = new ArrayList<>();
    for (Yaml item :
        items(value, "links", "a list of [ \"NODE:INTERFACE\", \"NODE:INTERFACE\" ]")) {
      link(item).ifPresent(links::add);
    }
    return links;
  }

  private Optional<Link> link(Yaml item) {
    if (!(item instanceof Yaml.Items ends)
        || ends.items().size() != 2
        || !(ends.items().getFirst() instanceof Yaml.Text a)
        || !(ends.items().getLast() instanceof Yaml.Text b)) {
      mistakes.add(
          item.place(),
          "a link is %s, expected its two ends: [ \"NODE:INTERFACE\", \"NODE:INTERFACE\" ]"
              .formatted(
                  item instanceof Yaml.Items list
                      ? "a list of " + list.items().size()
                      : item.kind()));
      return Optional.empty();
    }
    Optional<Port> first = TestReader.port(a, mistakes);
    Optional<Port> second = TestReader.port(b, mistakes);
    return first.flatMap(x -> second.map(y -> new Link(x, y, a.place(), b.place())));
  }

  private List<Prefix> networks(Yaml value) {
    List<Prefix> networks = new ArrayList<>();
    for (Yaml item : items(value, "overlapping", "a list of networks")) {
      if (item instanceof Yaml.Text text) {
        new Values(mistakes).network(text).ifPresent(networks::add);
      } else {
        Place place = item.place();
        mistakes.add(
            place, "a network is %s, expected one as in 10.0.0.0/8".formatted(item.kind()));
      }
    }
    return networks;
  }

  private List<Yaml> items(Yaml value, String what, String expected) {
    if (value instanceof Yaml.Items list) {
      return list.items();
    }
    mistakes.add(value.place(), "'%s' is %s, expected %s".formatted(what, value.kind(), expected));
    return List.of();
  }
}
