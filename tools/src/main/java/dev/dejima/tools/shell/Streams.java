package dev.dejima.tools.shell;

import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.shell.Script.HereDocument;
import dev.dejima.tools.shell.Script.Mode;
import dev.dejima.tools.shell.Script.Redirection;
import dev.dejima.tools.shell.Script.ToFile;
import dev.dejima.tools.shell.Script.ToStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The streams of a command as its redirections make them; closing it closes the files. */
final class Streams implements AutoCloseable {
  private static final String NULL = "/dev/null";

  private final Path directory;
  private final Expansion expansion;
  private final List<Closeable> files = new ArrayList<>();

  private Streams(Path directory, Expansion expansion) {
    this.directory = directory;
    this.expansion = expansion;
  }

  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();

  /**
   * Opens what the redirections name, from the first to the last.
   *
   * @throws IOException if a file cannot be opened; its message is for people
   */
  static Streams open(
      StandardStreams from, List<Redirection> redirections, Path directory, Expansion expansion)
      throws IOException, InterruptedException {
    Streams streams = new Streams(directory, expansion);
    streams.in = from.in();
    streams.out = from.out();
    streams.err = from.err();
    try {
      for (Redirection redirection : redirections) {
        streams.apply(redirection);
      }
      return streams;
    } catch (IOException | RuntimeException e) {
      streams.close();
      throw e;
    }
  }

  StandardStreams streams() {
    return new StandardStreams(in, out, err);
  }

  private void apply(Redirection redirection) throws IOException, InterruptedException {
    switch (redirection) {
      case ToFile file -> open(file);
      case ToStream(int stream, int other) -> {
        if (stream == 0 || other == 0) {
          throw new IOException(
              "standard input cannot be made of another stream, or another of it");
        }
        set(stream, other == 1 ? out : err);
      }
      case HereDocument document ->
          in =
              new ByteArrayInputStream(
                  expansion.text(document.text()).getBytes(StandardCharsets.UTF_8));
    }
  }

  private void set(int stream, OutputStream target) {
    if (stream == 1) {
      out = target;
    } else {
      err = target;
    }
  }

  private void open(ToFile redirection) throws IOException, InterruptedException {
    String name = expansion.text(redirection.file());
    boolean reads = redirection.mode() == Mode.READ;
    if (reads != (redirection.stream() == 0)) {
      throw new IOException("stream " + redirection.stream() + " goes the other way");
    }
    try {
      if (reads) {
        in = name.equals(NULL) ? InputStream.nullInputStream() : reading(name);
      } else {
        set(redirection.stream(), writing(name, redirection.mode()));
      }
    } catch (NoSuchFileException e) {
      throw new IOException(name + ": No such file or directory", e);
    } catch (AccessDeniedException e) {
      throw new IOException(name + ": Permission denied", e);
    } catch (IOException e) {
      boolean isDirectory = Files.isDirectory(directory.resolve(name));
      throw new IOException(name + ": " + (isDirectory ? "Is a directory" : e.getMessage()), e);
    }
  }

  private InputStream reading(String name) throws IOException {
    InputStream file = Files.newInputStream(directory.resolve(name));
    files.add(file);
    return file;
  }

  private OutputStream writing(String name, Mode mode) throws IOException {
    if (name.equals(NULL)) {
      return OutputStream.nullOutputStream();
    }
    StandardOpenOption how =
        mode == Mode.APPEND ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
    OutputStream file =
        Files.newOutputStream(
            directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE, how);
    files.add(file);
    return file;
  }

  @Override
  public void close() throws IOException {
    for (Closeable file : files) {
      file.close();
    }
  }
}
