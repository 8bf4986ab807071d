package dev.dejima.lab.suite;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Waits until files in some directories differ from what they were: changed, new or gone. Hidden
 * ones do not count.
 */
public final class Changes implements AutoCloseable {
  /** Who saves several files, or one in steps, is done when nothing has come for this long. */
  private static final long QUIET_MILLIS = 100;

  private final Set<Path> directories;
  private final Set<Path> except;
  private final WatchService service;
  private final Map<Path, Stamp> before;

  private record Stamp(long size, long modified, @Nullable Object key) {}

  private Changes(Set<Path> directories, Set<Path> except) throws IOException {
    this.directories = directories;
    this.except = except;
    this.service = directories.iterator().next().getFileSystem().newWatchService();
    try {
      for (Path directory : directories) {
        directory.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_DELETE,
            StandardWatchEventKinds.ENTRY_MODIFY);
      }
      this.before = stamps();
    } catch (IOException | RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** Where the files lie that labs are made of, and where more may come. */
  public static Set<Path> directories(LabFiles.Found found) {
    Set<Path> directories = new HashSet<>(found.directories());
    found.labs().stream()
        .flatMap(lab -> lab.files().stream())
        .map(Path::getParent)
        .filter(parent -> parent != null && Files.isDirectory(parent))
        .forEach(directories::add);
    return directories;
  }

  /**
   * Looks at what there is, and at what changes from now on.
   *
   * @param except files that do not count, such as those that are written of what came of the labs
   * @throws IOException if it cannot be watched
   */
  public static Changes to(Set<Path> directories, List<Path> except) throws IOException {
    Set<Path> absolute = new HashSet<>();
    for (Path file : except) {
      absolute.add(file.toAbsolutePath().normalize());
    }
    return new Changes(directories, absolute);
  }

  /**
   * Waits for a change since this was made.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void await() throws IOException, InterruptedException {
    while (!come()) {
      told(service.take());
      settle();
    }
  }

  /** Whether something has changed since this was made. */
  boolean come() throws IOException {
    return !stamps().equals(before);
  }

  private void settle() throws InterruptedException {
    WatchKey key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    while (key != null) {
      told(key);
      key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void told(WatchKey key) {
    key.pollEvents();
    key.reset();
  }

  private Map<Path, Stamp> stamps() throws IOException {
    Map<Path, Stamp> stamps = new HashMap<>();
    for (Path directory : directories) {
      try (Stream<Path> entries = Files.list(directory)) {
        for (Path entry : (Iterable<Path>) entries::iterator) {
          if (counts(entry)) {
            stamps.put(entry, stamp(entry));
          }
        }
      } catch (NoSuchFileException | NotDirectoryException _) {
        stamps.put(directory, new Stamp(-1, 0, null));
      }
    }
    return stamps;
  }

  private boolean counts(Path entry) {
    return !entry.getFileName().toString().startsWith(".")
        && !except.contains(entry.toAbsolutePath().normalize());
  }

  private static Stamp stamp(Path entry) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(entry, BasicFileAttributes.class);
      return now.isDirectory()
          ? new Stamp(0, 0, now.fileKey())
          : new Stamp(now.size(), now.lastModifiedTime().to(TimeUnit.NANOSECONDS), now.fileKey());
    } catch (NoSuchFileException _) {
      return new Stamp(-1, 0, null);
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException | ClosedWatchServiceException _) {
      // It watches nothing any more either way.
    }
  }
}
