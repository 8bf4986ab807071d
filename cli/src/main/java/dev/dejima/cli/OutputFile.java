package dev.dejima.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that commands write. */
final class OutputFile {
  /** Standard output. */
  static final Path STANDARD_OUTPUT = Path.of("-");

  private OutputFile() {}

  /** Writes a file so that whoever reads it meanwhile sees the old one or the new, and whole. */
  static void write(Path file, String text) {
    try {
      if (file.equals(STANDARD_OUTPUT)) {
        System.out.print(text);
        System.out.flush();
      } else if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.writeString(file, text);
      } else {
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), text);
      }
    } catch (IOException e) {
      throw new Problem(ExitStatus.REFUSED, "dejima: cannot write " + file + ": " + e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path begun =
        file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.writeString(begun, text);
      Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(begun);
    }
  }
}
