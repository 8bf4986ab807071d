package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Lab;
import dev.dejima.lab.Node;
import dev.dejima.lab.export.Containerlab;
import dev.dejima.lab.export.ShellScript;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Network;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A lab that is exported, made by the real programs, is the network that the lab is. */
class ExportTest {
  private static final List<String> QUESTIONS =
      List.of("ip -o -4 address", "ip route", "ip rule", "nft list ruleset");

  static Stream<Path> labs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../examples"), 2)) {
      List<Path> labs = files.filter(file -> file.endsWith("lab.yaml")).sorted().toList();
      assertThat(labs).isNotEmpty();
      return labs.stream();
    }
  }

  @Tag("linux")
  @ParameterizedTest
  @MethodSource("labs")
  void realProgramsMakeTheSameNetwork(Path file) throws Exception {
    Optional<String> lack = Scenarios.provider("linux").unavailable().or(RealPrograms::missing);
    assumeTrue(lack.isEmpty(), () -> "SKIPPED: " + lack.orElseThrow());
    Lab lab = LabFile.read(file);
    List<String> nodes = lab.topology().nodes().stream().map(Node::name).toList();
    assertThat(canonical(byRealPrograms(ShellScript.of(lab), nodes)))
        .isEqualTo(canonical(ours(lab, nodes)));
  }

  /** Makes it, asks, takes it down, and says which namespaces are left. */
  private static String byRealPrograms(String script, List<String> nodes) throws Exception {
    Path file = Files.createTempFile("dejima-export", ".sh");
    StringBuilder commands = new StringBuilder("mount -t tmpfs none /run/netns || exit 1\n");
    commands.append("sh ").append(file).append(" || exit 1\n");
    for (String node : nodes) {
      for (String question : QUESTIONS) {
        commands.append("echo \"# %s: %s\"\n".formatted(node, question));
        commands.append("ip netns exec %s %s\n".formatted(node, question));
      }
    }
    commands.append("sh ").append(file).append(" down; ip netns list\n");
    try {
      Files.writeString(file, script);
      Process process =
          new ProcessBuilder("unshare", "-nm", "bash", "-c", "mkdir -p /run/netns; " + commands)
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      return known(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      Files.delete(file);
    }
  }

  private static String ours(Lab lab, List<String> nodes) throws Exception {
    StringBuilder text = new StringBuilder();
    try (Kernel kernel = Scenarios.provider("linux").open(KernelOptions.DEFAULT);
        Network network = Network.start(lab, kernel)) {
      for (String node : nodes) {
        for (String question : QUESTIONS) {
          text.append("# %s: %s\n".formatted(node, question)).append(ask(network, node, question));
        }
      }
    }
    return known(text.toString());
  }

  private static String ask(Network network, String node, String question) throws Exception {
    return run(network.kernel(), network.namespace(node), question, "");
  }

  private static String run(Kernel kernel, Namespace namespace, String command, String input)
      throws Exception {
    Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    StandardStreams streams = new StandardStreams(in, out, out);
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    kernel.run(
        namespace,
        command,
        streams,
        self -> toolbox.run(new Invocation(toolbox, self, self, streams, words)));
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * Answers with all rulesets as one and the same nft lists them: that of the machine may be of
   * another version, with other words for the same.
   */
  private static String canonical(String answers) throws Exception {
    StringBuilder text = new StringBuilder();
    for (String section : answers.split("(?m)^(?=# )", -1)) {
      String head = section.lines().findFirst().orElse("");
      if (head.endsWith(": nft list ruleset")) {
        String ruleset = section.substring(head.length());
        text.append(head).append('\n').append(Listings.canonical(relisted(ruleset))).append('\n');
      } else {
        text.append(section);
      }
    }
    return text.toString();
  }

  private static String relisted(String ruleset) throws Exception {
    try (Kernel kernel = Scenarios.provider("netstack").open(KernelOptions.DEFAULT)) {
      assertThat(run(kernel, kernel.initial(), "nft -f -", ruleset)).isEmpty();
      return run(kernel, kernel.initial(), "nft -s list ruleset", "");
    }
  }

  /** Numbers of devices are not the lab's. */
  private static String known(String text) {
    return text.replaceAll("(?m)^\\d+: ", "").replaceAll("[ \t]+\n", "\n");
  }

  @ParameterizedTest
  @MethodSource("labs")
  void containerlabFilesHoldNodesAndLinks(Path file) throws Exception {
    Lab lab = LabFile.read(file);
    String text = Containerlab.of(lab, "image");
    Object read = new Load(LoadSettings.builder().build()).loadFromString(text);
    assertThat(read).hasFieldOrPropertyWithValue("name", lab.name());
    assertThat(read)
        .extracting("topology.links")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSameSizeAs(lab.topology().links());
    assertThat(read)
        .extracting("topology.nodes")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsOnlyKeys(lab.topology().nodes().stream().map(Node::name).toArray());
  }
}
