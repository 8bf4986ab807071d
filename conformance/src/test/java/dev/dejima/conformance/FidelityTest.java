package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.compare.ScriptSubject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of scenarios in docs/fidelity.md. Its results are those that {@link ScenarioTest} holds
 * both kernels to: equal, unless the list of known differences says otherwise.
 */
class FidelityTest {
  private static final Path DOCUMENT = Path.of("../docs/fidelity.md");
  private static final String BEGIN = "<!-- scenarios: written by FidelityTest -->\n";
  private static final Pattern NAME = Pattern.compile("`([a-z0-9-]+)`");
  private static final String END = "<!-- end of scenarios -->";

  @Test
  void tableNamesEveryScenarioAndItsResult() throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    int to = document.indexOf(END);
    assertThat(to).isGreaterThan(from);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(DOCUMENT, document.substring(0, from) + table() + document.substring(to));
    } else {
      assertThat(document.substring(from, to)).isEqualTo(table());
    }
  }

  /** Facts and selftests are said to be shown by scenarios that there are. */
  @Test
  void tablesNameScenariosThatExist() throws IOException {
    String document = Files.readString(DOCUMENT);
    String tables =
        document.substring(document.indexOf("## Facts of Linux"), document.indexOf(BEGIN));
    Set<String> named =
        tables
            .lines()
            .filter(line -> line.startsWith("| "))
            .map(line -> line.substring(line.lastIndexOf('|', line.length() - 2)))
            .flatMap(cell -> NAME.matcher(cell).results().map(found -> found.group(1)))
            .collect(Collectors.toSet());
    Set<String> there =
        Scenarios.all().stream().map(ScriptSubject::name).collect(Collectors.toSet());
    assertThat(named).hasSizeGreaterThan(60);
    assertThat(there).containsAll(named);
  }

  private static String table() throws IOException {
    Map<String, String> known = ScenarioTest.differences(ScenarioTest.KERNELS);
    StringBuilder rows =
        new StringBuilder("| scenario | what it shows | on both kernels |\n|---|---|---|\n");
    for (ScriptSubject scenario : Scenarios.all()) {
      String reason = known.get(scenario.name());
      rows.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  scenario.name(),
                  fact(scenario),
                  reason == null ? "equal" : "differs: " + reason));
    }
    return rows.toString();
  }

  /** The comment at its top. */
  private static String fact(ScriptSubject scenario) {
    return scenario
        .text()
        .lines()
        .takeWhile(line -> line.startsWith("#") && !line.startsWith("# random ports"))
        .map(line -> line.substring(1).strip())
        .filter(line -> !line.startsWith("!"))
        .collect(Collectors.joining(" "))
        .replace("|", "\\|");
  }
}
