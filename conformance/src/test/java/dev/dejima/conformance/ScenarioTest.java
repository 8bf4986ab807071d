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
  private static final Path DIFFERENCES = Path.of("src/test/resources/known-differences.txt");

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
    String reason = differences().get(scenario.name());
    if (reason == null) {
      assertThat(ours).as("netstack, against linux").isEqualTo(real);
    } else {
      assertThat(ours).as("no longer differs, take it off the list: " + reason).isNotEqualTo(real);
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void startsWithTheFactItShows(Scenario scenario) {
    assertThat(scenario.text()).startsWith("# ");
  }

  @Test
  void knownDifferencesNameScenarios() throws IOException {
    assertThat(scenarios()).extracting(Scenario::name).containsAll(differences().keySet());
  }

  private static String normal(Scenario scenario, String kernel) throws Exception {
    return Normaliser.normalise(scenario, ScenarioRun.run(scenario, kernel, 1)).text();
  }

  /** Lines of {@code name: reason}. */
  private static Map<String, String> differences() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (String line : Files.readAllLines(DIFFERENCES)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split(": ", 2);
        reasons.put(parts[0], parts[1]);
      }
    }
    return reasons;
  }
}
