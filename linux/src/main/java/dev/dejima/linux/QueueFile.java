package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.CopyMode;
import dev.dejima.kernel.netfilter.QueueStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The file {@code /proc/net/netfilter/nfnetlink_queue}. */
final class QueueFile {
  private static final Path FILE = Path.of("/proc/thread-self/net/netfilter/nfnetlink_queue");

  private QueueFile() {}

  /** The queues of the calling thread's namespace. */
  static List<QueueStatistics> read() throws KernelException {
    try {
      return Files.readAllLines(FILE).stream().map(QueueFile::parse).toList();
    } catch (NoSuchFileException e) {
      throw new KernelException(Errno.EOPNOTSUPP, "this kernel has no nfnetlink_queue");
    } catch (IOException e) {
      throw new KernelException(Errno.EIO, e.toString());
    }
  }

  /** A line of {@code seq_show} in nfnetlink_queue.c. */
  static QueueStatistics parse(String line) {
    String[] words = line.trim().split(" +", -1);
    return new QueueStatistics(
        Integer.parseInt(words[0]),
        (int) Long.parseLong(words[1]),
        Integer.parseInt(words[2]),
        CopyMode.values()[Integer.parseInt(words[3])],
        Integer.parseInt(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[7]));
  }
}
