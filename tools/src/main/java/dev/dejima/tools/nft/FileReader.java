package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.IncludeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads files and what they include. A name that begins with neither {@code /} nor {@code ./} nor
 * {@code ../} is looked for along a path: directories that were asked for, the one of the file that
 * is read, {@code /etc}.
 */
final class FileReader implements IncludeReader {
  /** What comes of a text takes many times its room. */
  private static final int MEMORY_PER_OCTET = 8;

  private static final int MEBI = 20;

  private static final String LAST = "/etc";

  private final List<String> path;

  /**
   * A reader.
   *
   * @param directories where to look first
   * @param file what is read first; a dash for standard input
   */
  FileReader(List<String> directories, String file) {
    Path beside = Path.of(file).getParent();
    Stream<String> own =
        isStandardInput(file) ? Stream.empty() : Stream.of(beside == null ? "." : "" + beside);
    Set<String> all = new LinkedHashSet<>();
    Stream.concat(directories.stream(), own)
        .flatMap(directory -> canonical(directory).stream())
        .forEach(all::add);
    all.remove(LAST);
    all.add(LAST);
    path = List.copyOf(all);
  }

  static boolean isStandardInput(String file) {
    return file.equals("-") || file.equals("/dev/stdin");
  }

  /** A directory without links and dots; empty if there is none. */
  static Optional<String> canonical(String directory) {
    try {
      return Optional.of(Path.of(directory).toRealPath().toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The text of the file to begin with, which may be a pipe. */
  static String text(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.isDirectory(path) || isDevice(path)) {
      throw new IOException("Not a regular file: \"" + file + "\"\n");
    }
    return decoded(file);
  }

  private static boolean isDevice(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && path.startsWith("/dev");
  }

  private static String decoded(String file) throws IOException {
    try {
      long size = Files.size(Path.of(file));
      long memory = Runtime.getRuntime().maxMemory();
      if (size > memory / MEMORY_PER_OCTET) {
        throw new IOException(
            "File too large: \"%s\" has %d MiB, all memory %d\n"
                .formatted(file, size >> MEBI, memory >> MEBI));
      }
      return new String(Files.readAllBytes(Path.of(file)), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException("Could not open file \"" + file + "\": No such file or directory\n", e);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new IOException("Could not open file \"" + file + "\": Permission denied\n", e);
    }
  }

  @Override
  public List<Included> read(String name, String from) throws IOException {
    List<String> files = Glob.isPattern(name) ? matching(name) : single(name);
    List<Included> texts = new ArrayList<>();
    for (String file : files) {
      if (!Files.isRegularFile(Path.of(file))) {
        throw new IOException("Not a regular file: \"" + file + "\"\n");
      }
      texts.add(new Included(file, decoded(file)));
    }
    return texts;
  }

  private static boolean isAlongPath(String name) {
    return !name.startsWith("/") && !name.startsWith("./") && !name.startsWith("../");
  }

  /** What matches in the directory that comes last is read first. */
  private List<String> matching(String pattern) {
    if (!isAlongPath(pattern)) {
      return Glob.files(pattern);
    }
    return path.reversed().stream()
        .flatMap(directory -> Glob.files(directory + "/" + pattern).stream())
        .toList();
  }

  /** The first of that name; directories are found, and passed over. */
  private List<String> single(String name) throws IOException {
    List<String> places =
        isAlongPath(name)
            ? path.stream().map(directory -> directory + "/" + name).toList()
            : List.of(name);
    for (String place : places) {
      if (Files.isDirectory(Path.of(place))) {
        return List.of();
      }
      if (Files.exists(Path.of(place))) {
        return List.of(place);
      }
    }
    throw new IOException("File not found: " + name);
  }
}
