package dev.dejima.linux;

import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file system that a program in a namespace should see, as {@code ip netns exec} makes it:
 * {@code /sys} of that namespace, and the files of {@code /etc/netns/NAME} over those of {@code
 * /etc}. It is a mount namespace of the program's own.
 */
final class ProgramView {
  private static final Path SYS = Path.of("/sys");

  private ProgramView() {}

  /** Moves the calling thread, which must be its own, into such a mount namespace for good. */
  static void enter(String name) throws KernelException {
    Libc.unshare(Libc.CLONE_NEWNS);
    Libc.mount("", "/", "none", Libc.MS_SLAVE | Libc.MS_REC);
    if (Files.isDirectory(SYS.resolve("class"))) {
      try {
        Libc.umount2(SYS.toString(), Libc.MNT_DETACH);
      } catch (KernelException e) {
        // It is no mount of its own: the new one goes on top.
      }
      Libc.mount(name.isEmpty() ? "initial" : name, SYS.toString(), "sysfs", 0);
    }
    for (Path file : files(name)) {
      Path target = Path.of("/etc").resolve(file.getFileName());
      if (Files.exists(target)) {
        Libc.mount(file.toString(), target.toString(), "none", Libc.MS_BIND);
      }
    }
  }

  private static List<Path> files(String name) {
    Path directory = Path.of("/etc/netns").resolve(name);
    if (name.isEmpty() || !Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
