package dev.dejima.tools;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One call of a tool: its arguments, and where it acts. */
public final class Invocation {
  private final Toolbox toolbox;
  private final Process process;
  private final Process job;
  private final StandardStreams streams;
  private final Namespace namespace;
  private final List<String> arguments;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A call.
   *
   * @param toolbox the tools that it may call in turn
   * @param process the process that it runs as
   * @param job the process that is told when the tool is ready
   * @param streams its standard streams; not always the process's own
   * @param arguments the words behind the tool's name
   */
  public Invocation(
      Toolbox toolbox,
      Process process,
      Process job,
      StandardStreams streams,
      List<String> arguments) {
    this(toolbox, process, job, streams, process.namespace(), arguments);
  }

  private Invocation(
      Toolbox toolbox,
      Process process,
      Process job,
      StandardStreams streams,
      Namespace namespace,
      List<String> arguments) {
    this.toolbox = toolbox;
    this.process = process;
    this.job = job;
    this.streams = streams;
    this.namespace = namespace;
    this.arguments = List.copyOf(arguments);
    this.out = print(streams.out());
    this.err = print(streams.err());
  }

  private static PrintStream print(java.io.OutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** The same call with other arguments. */
  public Invocation with(List<String> other) {
    return new Invocation(toolbox, process, job, streams, namespace, other);
  }

  /** The same call in another namespace. */
  public Invocation in(Namespace other) {
    return new Invocation(toolbox, process, job, streams, other, arguments);
  }

  /** The same call with other streams. */
  public Invocation with(StandardStreams other) {
    return new Invocation(toolbox, process, job, other, namespace, arguments);
  }

  public Toolbox toolbox() {
    return toolbox;
  }

  public Process process() {
    return process;
  }

  public Kernel kernel() {
    return process.kernel();
  }

  /** Where to act; not always the process's own. */
  public Namespace namespace() {
    return namespace;
  }

  public List<String> arguments() {
    return arguments;
  }

  public StandardStreams streams() {
    return streams;
  }

  public InputStream in() {
    return streams.in();
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** Writes a line to standard output. */
  public void print(String line) {
    out.print(line + "\n");
  }

  /** Writes a line to standard error. */
  public void complain(String line) {
    err.print(line + "\n");
  }

  /** Says that the tool now does what it was started for: it listens, or captures. */
  public void ready() {
    job.ready();
  }
}
