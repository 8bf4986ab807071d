package dev.dejima.lab.compare;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.lab.compare.Section.Kind;
import dev.dejima.lab.compare.Witness.Sight;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds once all is done, before what still runs in the background is ended: rulesets with
 * their counters, tracked connections, and what was captured.
 */
record Aftermath(List<Section> sections, Map<String, String> interfaces) {
  /** How long packets on their way are waited for. */
  private static final Duration SETTLE = Duration.ofMillis(200);

  static Aftermath of(Kernel kernel, Toolbox toolbox, Witness witness)
      throws KernelException, InterruptedException {
    kernel.run(
        kernel.initial(),
        "settle",
        StandardStreams.none(),
        _ -> {
          kernel.clock().sleep(SETTLE);
          return 0;
        });
    List<Section> sections = new ArrayList<>();
    List<Namespace> namespaces = new ArrayList<>(kernel.namespaces());
    namespaces.add(kernel.initial());
    namespaces.sort(Comparator.comparing(Namespace::name));
    for (Namespace namespace : namespaces) {
      sections.add(list(kernel, toolbox, namespace, Kind.RULESET, "nft", "list", "ruleset"));
    }
    for (Namespace namespace : namespaces) {
      sections.add(list(kernel, toolbox, namespace, Kind.CONNECTIONS, "conntrack", "-L"));
    }
    Map<String, String> interfaces = new HashMap<>();
    for (Sight sight : witness.end()) {
      sections.addAll(FrameText.sections(place(sight.namespace()), sight));
      for (NewLink link : sight.links().values()) {
        if (link.address() != null && link.address().value() != 0) {
          interfaces.put(link.address().toString(), String.valueOf(link.name()));
        }
      }
    }
    return new Aftermath(sections, interfaces);
  }

  Observation observation(Subject subject, Kernel kernel, List<Section> outputs) {
    List<Section> all = new ArrayList<>(outputs);
    all.addAll(sections);
    return new Observation(subject, kernel.name(), kernel.release(), all, interfaces);
  }

  private static String place(String namespace) {
    return namespace.isEmpty() ? "the initial namespace" : namespace;
  }

  private static Section list(
      Kernel kernel, Toolbox toolbox, Namespace namespace, Kind kind, String... words)
      throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), output, output);
    int status =
        kernel.run(
            namespace,
            words[0],
            streams,
            self -> toolbox.run(new Invocation(toolbox, self, self, streams, List.of(words))));
    List<String> lines = new ArrayList<>(output.toString(StandardCharsets.UTF_8).lines().toList());
    if (status != 0) {
      lines.add("[status " + status + "]");
    }
    return new Section(kind, place(namespace.name()), lines);
  }
}
