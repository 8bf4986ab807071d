package dev.dejima.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program to be started.
 *
 * @param expected what its output must contain
 */
record Child(String name, List<String> command, String expected) {
  /** A class of these benchmarks, in a Java of its own. */
  static Child java(String name, Class<?> main, String expected, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new Child(name, command, expected);
  }

  /**
   * Runs it to its end.
   *
   * @return what it printed
   * @throws IllegalStateException if it fails, or prints something else
   */
  String run() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    if (status != 0 || !output.contains(expected)) {
      throw new IllegalStateException(name + " ended with " + status + ":\n" + output);
    }
    return output;
  }

  /** Nanoseconds from its start to its end. */
  long time() throws IOException, InterruptedException {
    long start = System.nanoTime();
    run();
    return System.nanoTime() - start;
  }
}
