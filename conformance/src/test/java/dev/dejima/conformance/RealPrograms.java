package dev.dejima.conformance;

import dev.dejima.lab.compare.Observation;
import dev.dejima.lab.compare.ScriptSubject;
import dev.dejima.lab.compare.Section;
import dev.dejima.lab.compare.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a scenario by bash with the real ip, nft, tcpdump, nc, ping and conntrack, in a network
 * namespace and a mount namespace of its own, so that it sees and leaves nothing of the host's.
 */
final class RealPrograms {
  private static final List<String> NEEDED =
      List.of("bash", "unshare", "ip", "nft", "tcpdump", "nc", "ping", "conntrack", "sysctl", "ss");

  private static final String PROLOGUE =
      """
      set -m
      mkdir -p /run/netns
      mount -t tmpfs none /run/netns
      export PATH=$PATH:/usr/sbin:/sbin LC_ALL=C.UTF-8
      sudo() { "$@"; }
      """;

  /** Ctrl-C for what is left, one after another; a second chance for what does not obey. */
  private static final String EPILOGUE =
      """
      sleep 0.3
      for group in "${jobs[@]}"; do
        kill -INT -- -$group 2>/dev/null
        for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 -- -$group 2>/dev/null && sleep 0.1; done
        kill -KILL -- -$group 2>/dev/null
      done
      true
      """;

  private RealPrograms() {}

  /** What few scenarios need. */
  private static final List<String> NEEDED_BY_SOME = List.of("tcpreplay", "stun", "stund", "socat");

  /** What is missing here to run any with them, for people. */
  static Optional<String> missing() {
    return missing(NEEDED);
  }

  /** The same for one. */
  static Optional<String> missing(ScriptSubject scenario) {
    List<String> some =
        NEEDED_BY_SOME.stream().filter(name -> scenario.text().contains(" " + name + " ")).toList();
    return missing().or(() -> missing(some));
  }

  private static Optional<String> missing(List<String> programs) {
    List<String> path = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin");
    return programs.stream()
        .filter(name -> path.stream().noneMatch(at -> Files.isExecutable(Path.of(at, name))))
        .findFirst()
        .map(name -> "the program " + name + " is not installed");
  }

  /** Runs it, and shows what each command wrote. */
  static Observation run(ScriptSubject scenario) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("dejima-scenario");
    try {
      Path script = directory.resolve("script");
      Files.writeString(script, script(scenario, directory));
      Process process =
          new ProcessBuilder("unshare", "-nm", "bash", script.toString())
              .directory(Scenarios.DIRECTORY.toFile())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      process.waitFor();
      return observation(scenario, directory);
    } finally {
      for (Path file : files(directory)) {
        Files.delete(file);
      }
      Files.delete(directory);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static Observation observation(ScriptSubject scenario, Path directory)
      throws IOException {
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < scenario.steps().size(); i++) {
      Path output = directory.resolve(Integer.toString(i));
      List<String> lines =
          Files.exists(output) ? Files.readAllLines(output) : List.of("[never started]");
      sections.add(new Section(Section.Kind.OUTPUT, scenario.steps().get(i).text(), lines));
    }
    return new Observation(scenario, "the real programs", "", sections, Map.of());
  }

  private static String script(ScriptSubject scenario, Path directory) {
    StringBuilder script = new StringBuilder(PROLOGUE);
    int number = 0;
    for (Step step : scenario.steps()) {
      Path output = directory.resolve(Integer.toString(number++));
      String text = step.text();
      if (step.background()) {
        String command = text.substring(0, text.lastIndexOf('&'));
        script.append(
            "{ %s; } >%s 2>&1 </dev/null &\njobs+=($!)\nsleep 1\n".formatted(command, output));
      } else {
        script
            .append("{ %s\n} >%s 2>&1 </dev/null\nstatus=$?\n".formatted(text, output))
            .append("[ $status = 0 ] || echo \"[status $status]\" >>" + output + "\n");
      }
    }
    return script.append(EPILOGUE).toString();
  }
}
