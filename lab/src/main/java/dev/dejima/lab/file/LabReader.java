package dev.dejima.lab.file;

import dev.dejima.lab.Cabling;
import dev.dejima.lab.Cabling.Cable;
import dev.dejima.lab.LabTest;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the words of a lab file; whether they fit together is checked later. */
final class LabReader {
  private final Mistakes mistakes;
  private final NodeReader nodes;
  private final RulesetFiles rulesets;

  LabReader(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.rulesets = new RulesetFiles(mistakes);
    this.nodes = new NodeReader(mistakes, rulesets);
  }

  /**
   * What a lab file says.
   *
   * @param overlapping networks whose addresses may be there more than once
   */
  record Content(String name, Topology topology, List<LabTest> tests, List<Prefix> overlapping) {}

  Optional<Content> read(Yaml root) {
    return Section.of(root, "a lab", Vocabulary.keys("lab"), mistakes).map(this::content);
  }

  private Content content(Section lab) {
    String name = lab.title("what the lab is called").map(Yaml.Text::text).orElse("");
    List<Node> all =
        lab.required("nodes", "a mapping of names to nodes").map(nodes::nodes).orElse(List.of());
    List<Cable> cables = lab.optional("links").map(this::links).orElse(List.of());
    TestReader tests = new TestReader(mistakes, rulesets, groups(lab));
    List<LabTest> expected = lab.optional("tests").map(tests::tests).orElse(List.of());
    List<Prefix> overlapping = lab.optional("overlapping").map(this::networks).orElse(List.of());
    return new Content(name, Cabling.of(all, cables), expected, overlapping);
  }

  /** The names of the nodes of each group. */
  private static Map<String, List<String>> groups(Section lab) {
    Map<String, List<String>> groups = new HashMap<>();
    if (lab.optional("nodes").orElse(null) instanceof Yaml.Fields nodes) {
      for (Yaml.Field node : nodes.fields()) {
        if (node.value() instanceof Yaml.Fields fields && fields.find("group").isPresent()) {
          for (Yaml.Text group :
              Section.texts(fields.find("group").get(), "a group", new Mistakes())) {
            groups.computeIfAbsent(group.text(), _ -> new ArrayList<>()).add(node.key().text());
          }
        }
      }
    }
    return groups;
  }

  private List<Cable> links(Yaml value) {
    List<Cable> links = new ArrayList<>();
    for (Yaml item :
        items(value, "links", "a list of [ \"NODE:INTERFACE\", \"NODE:INTERFACE\" ]")) {
      (item instanceof Yaml.Fields ? longLink(item) : link(item, null)).ifPresent(links::add);
    }
    return links;
  }

  private Optional<Cable> longLink(Yaml item) {
    Optional<Section> section = Section.of(item, "a link", Vocabulary.keys("link"), mistakes);
    @Nullable Integer mtu = section.flatMap(s -> s.number("mtu", 68, 65535)).orElse(null);
    return section.flatMap(s -> s.required("between", "its ends")).flatMap(ends -> link(ends, mtu));
  }

  private Optional<Cable> link(Yaml item, @Nullable Integer mtu) {
    if (!(item instanceof Yaml.Items ends)
        || ends.items().size() < 2
        || !ends.items().stream().allMatch(Yaml.Text.class::isInstance)) {
      mistakes.add(
          item.place(),
          "a link is %s, expected its two ends: [ \"NODE:INTERFACE\", \"NODE:INTERFACE\" ]"
              .formatted(
                  item instanceof Yaml.Items list
                      ? "a list of " + list.items().size()
                      : item.kind()));
      return Optional.empty();
    }
    List<Port> ports = new ArrayList<>();
    for (Yaml end : ends.items()) {
      TestReader.port((Yaml.Text) end, mistakes).ifPresent(ports::add);
    }
    List<Place> places = ends.items().stream().map(Yaml::place).toList();
    return ports.size() == places.size()
        ? Optional.of(new Cable(ports, places, mtu))
        : Optional.empty();
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
