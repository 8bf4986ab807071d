package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same scripts on two kernels print the same, once chance and time are set aside. */
class ScenarioTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/scenarios");
  private static final Path KERNELS = Path.of("src/test/resources/known-differences.txt");
  private static final Path TOOLS = Path.of("src/test/resources/known-tool-differences.txt");

  static List<Scenario> scenarios() {
    return Scenario.all();
  }

  static List<Scenario> documented() {
    return Scenario.all().stream().filter(s -> !s.name().equals("article")).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void javaKernelPrintsTheGoldenText(Scenario scenario) throws Exception {
    String actual = normal(scenario, "netstack");
    Path file = GOLDEN.resolve(scenario.name() + ".txt");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  @Tag("linux")
  @ParameterizedTest
  @MethodSource("scenarios")
  void linuxPrintsTheSame(Scenario scenario) throws Exception {
    Optional<String> lack = ScenarioRun.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real kernel: " + lack.get());
    String ours = normal(scenario, "netstack");
    String real = normal(scenario, "linux");
    compare("linux", differences(KERNELS), scenario, ours, real);
  }

  /** With the programs that these tools imitate, where the differences are the tools' own. */
  @Tag("linux")
  @ParameterizedTest
  @MethodSource("scenarios")
  void realProgramsPrintTheSame(Scenario scenario) throws Exception {
    Optional<String> lack = ScenarioRun.provider("linux").unavailable().or(RealPrograms::missing);
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real programs: " + lack.get());
    String ours = normal(scenario, "linux");
    String real = Normaliser.normalise(scenario, RealPrograms.run(scenario)).text();
    compare("the real programs", differences(TOOLS), scenario, ours, real);
  }

  @ParameterizedTest
  @MethodSource("documented")
  void startsWithTheFactItShows(Scenario scenario) {
    assertThat(scenario.text()).startsWith("# ");
  }

  @Test
  void knownDifferencesNameScenarios() throws IOException {
    assertThat(scenarios()).extracting(Scenario::name).containsAll(differences(KERNELS).keySet());
    assertThat(scenarios()).extracting(Scenario::name).containsAll(differences(TOOLS).keySet());
  }

  private static void compare(
      String what, Map<String, String> known, Scenario scenario, String ours, String real) {
    String reason = known.get(scenario.name());
    if (reason == null) {
      assertThat(ours).as("against %s", what).isEqualTo(real);
    } else {
      assertThat(ours)
          .as("does not differ now, take it off the list: %s", reason)
          .isNotEqualTo(real);
    }
  }

  private static String normal(Scenario scenario, String kernel) throws Exception {
    return Normaliser.normalise(scenario, ScenarioRun.run(scenario, kernel, 1)).text();
  }

  /** Lines of {@code name: reason}. */
  private static Map<String, String> differences(Path file) throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(": ", 2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }
}
