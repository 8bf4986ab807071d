package dev.dejima.lab.compare;

import java.util.List;
import java.util.Map;

/**
 * What was seen of a subject on one kernel.
 *
 * @param subject what ran
 * @param kernel the name of the kernel
 * @param release the Linux that it is or imitates
 * @param sections in the order they are compared
 * @param interfaces the interfaces' names by their link-layer addresses, where they are known
 */
public record Observation(
    Subject subject,
    String kernel,
    String release,
    List<Section> sections,
    Map<String, String> interfaces) {
  /** Keeps copies. */
  public Observation {
    sections = List.copyOf(sections);
    interfaces = Map.copyOf(interfaces);
  }

  /** What the commands alone wrote: as much as programs from elsewhere can show. */
  public Observation outputs() {
    List<Section> outputs =
        sections.stream().filter(section -> section.kind() == Section.Kind.OUTPUT).toList();
    return new Observation(subject, kernel, release, outputs, Map.of());
  }

  Observation with(List<Section> others) {
    return new Observation(subject, kernel, release, others, interfaces);
  }

  /** The sections, one below the other. */
  public String text() {
    StringBuilder text = new StringBuilder();
    sections.forEach(section -> text.append(section.text()));
    return text.toString();
  }
}
