package dev.dejima.bench;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** What ended children have cost, and what a running one holds, as Linux on 64 bits tells it. */
final class ChildUsage {
  private static final int RUSAGE_CHILDREN = -1;
  private static final int RUSAGE = 144;
  private static final long SECOND = 1_000_000_000;
  private static final long MICRO = 1_000;

  @SuppressWarnings("restricted")
  private static final MethodHandle GETRUSAGE =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  private ChildUsage() {}

  /** Nanoseconds that all ended children have kept processors busy (getrusage(2)). */
  static long processorTime() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usage = arena.allocate(RUSAGE, Long.BYTES);
      int _ = (int) GETRUSAGE.invokeExact(RUSAGE_CHILDREN, usage);
      return time(usage, 0) + time(usage, 2);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static long time(MemorySegment usage, int index) {
    return usage.getAtIndex(ValueLayout.JAVA_LONG, index) * SECOND
        + usage.getAtIndex(ValueLayout.JAVA_LONG, index + 1) * MICRO;
  }

  /** Waits for a process's end; answers the most memory that it was seen to hold, KiB. */
  static long peakMemory(Process process) throws InterruptedException {
    long peak = 0;
    while (process.isAlive()) {
      peak = Math.max(peak, highWaterMark(process.pid()));
      Thread.sleep(1);
    }
    return peak;
  }

  private static long highWaterMark(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      // It has just ended.
    }
    return 0;
  }
}
