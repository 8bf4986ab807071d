package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.compare.Comparison;
import dev.dejima.lab.compare.ComparisonPrinter;
import dev.dejima.lab.compare.Normaliser;
import dev.dejima.lab.compare.Observation;
import dev.dejima.lab.compare.Rule;
import dev.dejima.lab.compare.ScriptSubject;
import dev.dejima.lab.report.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same scripts on two kernels show the same, once chance and time are set aside. */
class ScenarioTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/scenarios");
  static final Path KERNELS = Path.of("src/test/resources/known-differences.txt");
  private static final Map<String, CompletableFuture<Observation>> SEEN_ON_LINUX =
      new ConcurrentHashMap<>();
  private static final Path TOOLS = Path.of("src/test/resources/known-tool-differences.txt");

  /** All, or those whose names match {@code -Dscenario=PATTERN}. */
  static List<ScriptSubject> scenarios() {
    String pattern = System.getProperty("scenario", ".*");
    return Scenarios.all().stream().filter(s -> s.name().matches(pattern)).toList();
  }

  static List<ScriptSubject> documented() {
    return scenarios().stream().filter(s -> !s.name().equals("article")).toList();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void javaKernelPrintsTheGoldenText(ScriptSubject scenario) throws Exception {
    String actual = outputs(Scenarios.run(scenario, "netstack", 1));
    Path file = GOLDEN.resolve(scenario.name() + ".txt");
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  @Tag("linux")
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("scenarios")
  void linuxPrintsTheSame(ScriptSubject scenario) throws Exception {
    Optional<String> lack = Scenarios.provider("linux").unavailable();
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real kernel: " + lack.get());
    Comparison comparison =
        Comparison.of(
            Scenarios.run(scenario, "netstack", 1), onLinux(scenario), EnumSet.allOf(Rule.class));
    String reason = differences(KERNELS).get(scenario.name());
    assertThat(comparison.equal())
        .as(
            () ->
                reason == null
                    ? new ComparisonPrinter(Style.PLAIN, false).print(comparison)
                    : "does not differ now, take it off the list: " + reason)
        .isEqualTo(reason == null);
  }

  /** With the programs that these tools imitate, where the differences are the tools' own. */
  @Tag("linux")
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest
  @MethodSource("scenarios")
  void realProgramsPrintTheSame(ScriptSubject scenario) throws Exception {
    Optional<String> lack =
        Scenarios.provider("linux").unavailable().or(() -> RealPrograms.missing(scenario));
    Assumptions.assumeTrue(lack.isEmpty(), () -> "SKIPPED: no real programs: " + lack.get());
    String ours = outputs(onLinux(scenario));
    String real = outputs(RealPrograms.run(scenario));
    String reason = differences(TOOLS).get(scenario.name());
    if (reason == null) {
      assertThat(ours).as("against the real programs").isEqualTo(real);
    } else {
      assertThat(ours)
          .as("does not differ now, take it off the list: %s", reason)
          .isNotEqualTo(real);
    }
  }

  @ParameterizedTest
  @MethodSource("documented")
  void startsWithTheFactItShows(ScriptSubject scenario) {
    assertThat(scenario.text()).startsWith("# ");
  }

  @Test
  void knownDifferencesNameScenarios() throws IOException {
    assertThat(Scenarios.all())
        .extracting(ScriptSubject::name)
        .containsAll(differences(KERNELS).keySet());
    assertThat(Scenarios.all())
        .extracting(ScriptSubject::name)
        .containsAll(differences(TOOLS).keySet());
  }

  /** What the real kernel shows; a scenario takes its time there only once. */
  private static Observation onLinux(ScriptSubject scenario) throws Exception {
    CompletableFuture<Observation> mine = new CompletableFuture<>();
    CompletableFuture<Observation> first = SEEN_ON_LINUX.putIfAbsent(scenario.name(), mine);
    if (first != null) {
      return first.get();
    }
    try {
      mine.complete(Scenarios.run(scenario, "linux", 1));
    } catch (Exception | AssertionError e) {
      mine.completeExceptionally(e);
    }
    return mine.get();
  }

  private static String outputs(Observation seen) {
    return Normaliser.normalise(seen.outputs()).text();
  }

  /** Lines of {@code name: reason}. */
  static Map<String, String> differences(Path file) throws IOException {
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
