package dev.dejima.tools.filter;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.Options;
import dev.dejima.tools.UsageException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter's call: its files, read line by line, and its output. Octets are characters of Latin-1,
 * so that each comes out as it went in.
 */
final class Lines {
  private final Filter filter;
  private final Invocation call;
  private boolean failed;

  Lines(Filter filter, Invocation call) {
    this.filter = filter;
    this.call = call;
  }

  List<String> arguments() {
    return call.arguments().stream().map(Lines::octets).toList();
  }

  /** The characters of a word as they are met in what is read. */
  private static String octets(String word) {
    return new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  Options options() {
    return new Options(filter.name(), filter.trouble());
  }

  UsageException wrong(String message) {
    return new UsageException(filter.trouble(), filter.name() + ": " + message);
  }

  /** A whole number of an option. */
  int number(String word) {
    try {
      return Integer.parseInt(word);
    } catch (NumberFormatException e) {
      throw wrong("invalid number: \u2018" + word + "\u2019");
    }
  }

  /** What is done with a line; false if no more are wanted. */
  interface Reader {
    boolean line(String line) throws IOException;
  }

  /** What is done with a file. */
  interface FileReader {
    void file(String name, InputStream in) throws IOException;
  }

  /** Reads files one after another; {@code -} and none at all is standard input. */
  void files(List<String> names, FileReader reader) throws IOException {
    for (String name : names.isEmpty() ? List.of("-") : names) {
      if (name.equals("-")) {
        reader.file(name, call.in());
        continue;
      }
      try (InputStream file = new BufferedInputStream(Files.newInputStream(Path.of(name)))) {
        reader.file(name, file);
      } catch (NoSuchFileException e) {
        call.complain(filter.name() + ": " + name + ": No such file or directory");
        failed = true;
      } catch (IOException e) {
        call.complain(filter.name() + ": " + name + ": " + e.getMessage());
        failed = true;
      }
    }
  }

  /** The lines of a file, as they come. */
  void each(InputStream in, Reader reader) throws IOException {
    for (String line = line(in); line != null; line = line(in)) {
      if (!reader.line(line)) {
        return;
      }
    }
  }

  private static @Nullable String line(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (octet >= 0 && octet != '\n') {
      line.write(octet);
      octet = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** All lines of all files. */
  List<String> all(List<String> names) throws IOException {
    List<String> lines = new ArrayList<>();
    files(names, (name, in) -> each(in, lines::add));
    return lines;
  }

  void print(String line) throws IOException {
    write(line + "\n");
  }

  void write(String text) throws IOException {
    OutputStream out = call.streams().out();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  InputStream in() {
    return call.in();
  }

  /** Whether a file could not be read. */
  boolean failed() {
    return failed;
  }

  /** The exit status of a filter that has no other reason to fail. */
  int status() {
    return failed ? filter.trouble() : 0;
  }
}
