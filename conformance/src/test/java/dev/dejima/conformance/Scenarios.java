package dev.dejima.conformance;

import dev.dejima.cli.Tools;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.lab.compare.Observation;
import dev.dejima.lab.compare.ScriptSubject;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The scripts that show one fact of Linux each, which the comment at their top states. */
final class Scenarios {
  /** Where the scripts are; file names in them start from here. */
  static final Path DIRECTORY = Path.of("src/test/resources/scenarios");

  private static final Path ARTICLE = Path.of("../examples/destination-nat/commands.sh");

  private Scenarios() {}

  /** All of them, by name; the article's script, which is an example, first. */
  static List<ScriptSubject> all() {
    List<ScriptSubject> scenarios = new ArrayList<>();
    scenarios.add(read("article", ARTICLE));
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      files
          .filter(file -> file.toString().endsWith(".sh") && !file.toString().endsWith(".inc.sh"))
          .sorted()
          .forEach(file -> scenarios.add(read(nameOf(file), file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(scenarios);
  }

  /** The scenario of that name. */
  static ScriptSubject named(String name) {
    return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".sh".length());
  }

  private static ScriptSubject read(String name, Path file) {
    try {
      return ScriptSubject.of(name, Files.readString(file), DIRECTORY, Tools::all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ShellSyntaxException e) {
      throw new IllegalArgumentException(file + ":" + e.line() + ": " + e.getMessage(), e);
    }
  }

  /** The kernel called {@code name}. */
  static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Runs a scenario on a kernel of its own. */
  static Observation run(ScriptSubject scenario, String kernelName, long seed) throws Exception {
    try (Kernel kernel = provider(kernelName).open(new KernelOptions(seed, false, false))) {
      return scenario.run(kernel);
    }
  }
}
