package dev.dejima.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build runs once, so that the classes of the usual commands come out of the start-up
 * archive (JEP 514). Its output goes nowhere.
 */
final class Training {
  private Training() {}

  public static void main(String[] args) {
    System.setOut(new PrintStream(java.io.OutputStream.nullOutputStream()));
    Main.run("--help");
    Main.run("--version");
    Main.run("kernel");
    Path examples = Path.of(System.getProperty("dejima.home", "../.."), "examples");
    Path example = examples.resolve("destination-nat");
    if (Files.isDirectory(example)) {
      Main.run("run", example.toString());
      Main.run("sh", example.resolve("commands.sh").toString());
    }
    System.exit(0);
  }
}
