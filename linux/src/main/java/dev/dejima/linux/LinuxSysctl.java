package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Sysctl;
import dev.dejima.linux.libc.Libc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code /proc/sys} as seen from a namespace: which one, the thread that opens a file decides.
 * Variables outside {@code net/} belong to the whole machine; they are read, never written.
 */
final class LinuxSysctl implements Sysctl {
  private static final String ROOT = "/proc/sys/";

  private final LinuxNamespace namespace;

  LinuxSysctl(LinuxNamespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public String read(String path) throws KernelException {
    String file = file(path);
    return namespace.in(() -> content(file));
  }

  private static String content(String file) throws KernelException {
    int fd = Libc.open(file, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    try {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] page = new byte[4096];
      for (int n = Libc.read(fd, page, 0, page.length); n > 0; ) {
        text.write(page, 0, n);
        n = Libc.read(fd, page, 0, page.length);
      }
      String all = text.toString(StandardCharsets.UTF_8);
      return all.endsWith("\n") ? all.substring(0, all.length() - 1) : all;
    } finally {
      Libc.close(fd);
    }
  }

  @Override
  public void write(String path, String value) throws KernelException {
    String file = file(path);
    if (!file.startsWith(ROOT + "net/")) {
      throw new KernelException(Errno.EACCES, path + " belongs to the whole machine");
    }
    byte[] octets = (value + "\n").getBytes(StandardCharsets.UTF_8);
    namespace.in(
        () -> {
          int fd = Libc.open(file, Libc.O_WRONLY | Libc.O_CLOEXEC, 0);
          try {
            return Libc.write(fd, octets, 0, octets.length);
          } finally {
            Libc.close(fd);
          }
        });
  }

  @Override
  public List<String> list(String path) throws KernelException {
    Path start = Path.of(file(path));
    return namespace.in(
        () -> {
          if (!Files.exists(start)) {
            throw new KernelException(Errno.ENOENT);
          }
          try (Stream<Path> all = Files.walk(start)) {
            return all.filter(Files::isRegularFile)
                .map(file -> file.toString().substring(ROOT.length()))
                .sorted()
                .toList();
          } catch (IOException e) {
            throw new KernelException(Errno.EIO, e.toString());
          }
        });
  }

  private static String file(String path) throws KernelException {
    Path file = Path.of(ROOT + path).normalize();
    if (!file.startsWith("/proc/sys")) {
      throw new KernelException(Errno.ENOENT);
    }
    return file.toString();
  }
}
