package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.linux.libc.Libc;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real program in a namespace. A thread that has entered it starts the program, which inherits
 * where it is; another copies between the process's streams and the program's, but where a stream
 * is the JVM's own the program inherits that.
 *
 * <p>A program is killed when its kernel closes, but outlives a JVM that is killed itself; then the
 * namespace stays until the program ends.
 */
final class LinuxProgram {
  private static final String IGNORED = "SigIgn:";

  /**
   * What interrupts a program. What a script starts in the background ignores SIGINT, and so does
   * all that it starts in turn: then SIGTERM does it.
   */
  private static final int INTERRUPT = ignoresInterrupts() ? Libc.SIGTERM : Libc.SIGINT;

  private static final Pattern ERROR = Pattern.compile("error[=:] ?(\\d+)");

  private final LinuxNamespace namespace;
  private final List<String> command;
  private final StandardStreams streams;

  private LinuxProgram(LinuxNamespace namespace, List<String> command, StandardStreams streams) {
    this.namespace = namespace;
    this.command = command;
    this.streams = streams;
  }

  static Process start(LinuxNamespace namespace, List<String> command, StandardStreams streams)
      throws KernelException {
    LinuxProgram program = new LinuxProgram(namespace, List.copyOf(command), streams);
    java.lang.Process process = program.spawn();
    LinuxProcess shown =
        new LinuxProcess(
            namespace.kernel(),
            namespace,
            command.getFirst(),
            streams,
            self -> program.follow(process));
    shown.start();
    shown.ready();
    return shown;
  }

  private java.lang.Process spawn() throws KernelException {
    ProcessBuilder builder = new ProcessBuilder(command);
    if (inInherited()) {
      builder.redirectInput(Redirect.INHERIT);
    }
    if (outInherited()) {
      builder.redirectOutput(Redirect.INHERIT);
    }
    if (errInherited()) {
      builder.redirectError(Redirect.INHERIT);
    }
    CompletableFuture<java.lang.Process> started = new CompletableFuture<>();
    Thread inside =
        new Thread(
            () -> {
              try {
                namespace.enter();
                ProgramView.enter(namespace.name());
                started.complete(builder.start());
              } catch (IOException | RuntimeException e) {
                started.completeExceptionally(e);
              }
            },
            "dejima-exec");
    inside.start();
    return joined(started);
  }

  @SuppressWarnings("ReferenceEquality") // that very stream, which the program can inherit
  private boolean inInherited() {
    return streams.in() == System.in;
  }

  @SuppressWarnings("ReferenceEquality") // that very stream, which the program can inherit
  private boolean outInherited() {
    return streams.out() == System.out;
  }

  @SuppressWarnings("ReferenceEquality") // that very stream, which the program can inherit
  private boolean errInherited() {
    return streams.err() == System.err;
  }

  private java.lang.Process joined(CompletableFuture<java.lang.Process> started)
      throws KernelException {
    try {
      return started.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof KernelException refusal) {
        throw refusal;
      }
      Matcher error = ERROR.matcher(String.valueOf(e.getCause()));
      Errno errno = error.find() ? Errno.of(Integer.parseInt(error.group(1))) : Errno.EIO;
      throw new KernelException(errno, command.getFirst() + ": " + errno.text());
    }
  }

  private static boolean ignoresInterrupts() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(IGNORED))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16))
          .anyMatch(signals -> (signals >>> Libc.SIGINT - 1 & 1) != 0);
    } catch (IOException e) {
      return false; // Without /proc: as it is with a terminal.
    }
  }

  /** Lives as long as the program does; an interrupt is passed on as SIGINT. */
  private int follow(java.lang.Process process) throws InterruptedException {
    List<Thread> outputs = new ArrayList<>();
    if (!inInherited()) {
      copier(streams.in(), process.getOutputStream(), true).start();
    }
    if (!outInherited()) {
      outputs.add(copier(process.getInputStream(), streams.out(), false));
    }
    if (!errInherited()) {
      outputs.add(copier(process.getErrorStream(), streams.err(), false));
    }
    outputs.forEach(Thread::start);
    while (true) {
      try {
        int status = process.waitFor();
        for (Thread output : outputs) {
          output.join();
        }
        return status;
      } catch (InterruptedException e) {
        if (ProcessThread.killed()) {
          process.destroyForcibly();
          throw e;
        }
        interrupt(process);
      }
    }
  }

  private static void interrupt(java.lang.Process process) {
    try {
      Libc.kill(process.pid(), INTERRUPT);
    } catch (KernelException e) {
      // It has ended by itself.
    }
  }

  private static Thread copier(InputStream from, OutputStream to, boolean closes) {
    Thread copier = new Thread(() -> copy(from, to, closes), "dejima-copy");
    copier.setDaemon(true);
    return copier;
  }

  private static void copy(InputStream from, OutputStream to, boolean closes) {
    try {
      byte[] buffer = new byte[8192];
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
        to.flush();
      }
      if (closes) {
        to.close();
      }
    } catch (IOException e) {
      // One end is gone; so is the other's use.
    }
  }
}
