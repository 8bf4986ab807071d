package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.linux.libc.Libc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Namespaces that other programs can find: pinned by a bind mount on a file under {@code
 * /run/netns}, as {@code ip netns add} does it.
 *
 * <p>A pin outlives its maker. So that {@link LinuxClean} can take away what a killed one left, and
 * nothing else, the maker keeps a register: the file's inode and the namespace's are written there
 * before the file gets its name. The file is made without one (O_TMPFILE), and linkat(2) fails if
 * the name is taken.
 */
final class Published {
  static final Path NETNS = Path.of("/run/netns");
  static final Path REGISTERS = Path.of("/run/dejima");

  /** Kernels of this process, each with a register of its own. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path register;

  Published() throws KernelException {
    register = REGISTERS.resolve(Owner.current() + "-" + COUNT.incrementAndGet());
    try {
      Files.createDirectories(REGISTERS);
      Files.createDirectories(NETNS);
    } catch (IOException e) {
      throw refused(e);
    }
    share();
  }

  static Path path(String name) {
    return NETNS.resolve(name);
  }

  /** What ip says before the reason. */
  static String taken(String name) {
    return "Cannot create namespace file \"" + path(name) + "\": ";
  }

  /** Makes mounts under the directory appear in all mount namespaces; it must be a mount itself. */
  private static void share() throws KernelException {
    String netns = NETNS.toString();
    int flags = Libc.MS_SHARED | Libc.MS_REC;
    try {
      Libc.mount("", netns, "none", flags);
    } catch (KernelException e) {
      if (e.errno() != Errno.EINVAL) {
        throw e;
      }
      Libc.mount(netns, netns, "none", Libc.MS_BIND | Libc.MS_REC);
      Libc.mount("", netns, "none", flags);
    }
  }

  /** Pins a namespace. */
  void add(String name, int namespace) throws KernelException {
    int flags = Libc.O_TMPFILE | Libc.O_WRONLY | Libc.O_CLOEXEC;
    int file = Libc.open(NETNS.toString(), flags, 0);
    try {
      record(new Pin(name, inode("/proc/self/fd/" + file), inode("/proc/self/fd/" + namespace)));
      Libc.linkat(file, path(name).toString());
    } catch (KernelException e) {
      throw new KernelException(e.errno(), taken(name) + e.errno().text());
    } finally {
      Libc.close(file);
    }
    Libc.mount("/proc/self/fd/" + namespace, path(name).toString(), "none", Libc.MS_BIND);
  }

  private void record(Pin pin) throws KernelException {
    try {
      Files.writeString(register, pin + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** Takes away the pin of a name, if it is ours. */
  void remove(String name) {
    for (Pin pin : Pin.read(register)) {
      if (pin.name().equals(name)) {
        pin.remove();
      }
    }
  }

  void close() {
    try {
      Files.deleteIfExists(register);
    } catch (IOException e) {
      // A register that stays names nothing that still exists.
    }
  }

  static long inode(String path) throws KernelException {
    try {
      return (Long) Files.getAttribute(Path.of(path), "unix:ino");
    } catch (IOException e) {
      throw refused(e);
    }
  }

  private static KernelException refused(IOException e) {
    return new KernelException(Errno.EIO, e.toString());
  }
}
