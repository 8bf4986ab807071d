package dev.dejima.packet.filter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The real tcpdump, as a compiler of filters. */
final class Tcpdump {
  /** What {@code tcpdump} answered: a program, or the words it refused with. */
  record Answer(List<String> lines, boolean refused) {
    BpfProgram program() {
      return parse(lines);
    }
  }

  private Tcpdump() {}

  static boolean isInstalled() {
    try {
      return new ProcessBuilder("tcpdump", "--version").start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static Answer compile(String option, String linkType, String expression) {
    try {
      Process process =
          new ProcessBuilder("tcpdump", option, "-y", linkType, "--", expression)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean refused = process.waitFor() != 0;
      return new Answer(
          output.lines().filter(line -> !line.startsWith("Warning")).toList(), refused);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Reads a program as {@code -ddd} prints it. */
  static BpfProgram parse(List<String> lines) {
    List<BpfInstruction> instructions = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] numbers = line.split(" ", -1);
      instructions.add(
          new BpfInstruction(
              Integer.parseInt(numbers[0]),
              Integer.parseInt(numbers[1]),
              Integer.parseInt(numbers[2]),
              Integer.parseUnsignedInt(numbers[3])));
    }
    return new BpfProgram(instructions);
  }
}
