package dev.dejima.tools;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools, by name. */
public final class Toolbox {
  private static final int NOT_FOUND = 127;
  private static final int NOT_EXECUTABLE = 126;

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Onlooker onlooker;

  /** Somebody who sees each call. */
  @FunctionalInterface
  public interface Onlooker {
    /** Sees nothing. */
    Onlooker NONE = (call, body) -> body.run(call);

    /**
     * A call is made.
     *
     * @param call its arguments are the command's words, name first
     * @param body makes it, or one with other streams in its stead
     * @return the exit status
     */
    int see(Invocation call, Body body) throws IOException, InterruptedException;
  }

  /** Makes a call; the exit status. */
  @FunctionalInterface
  public interface Body {
    int run(Invocation call) throws IOException, InterruptedException;
  }

  /** A box of these tools. */
  public Toolbox(Collection<? extends Tool> tools) {
    this(tools, Onlooker.NONE);
  }

  /** A box of these tools, whose calls somebody sees. */
  public Toolbox(Collection<? extends Tool> tools, Onlooker onlooker) {
    this.onlooker = onlooker;
    for (Tool tool : tools) {
      this.tools.put(tool.name(), tool);
    }
  }

  /** The tools' names, in order. */
  public List<String> names() {
    return tools.keySet().stream().sorted().toList();
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /**
   * Runs a command: a tool, or, where its name holds a slash or no tool has it and the kernel runs
   * real programs, a program of the host.
   *
   * @param call its arguments are the command's words, name first
   * @return the exit status
   */
  public int run(Invocation call) throws IOException, InterruptedException {
    return onlooker.see(call, this::perform);
  }

  private int perform(Invocation call) throws IOException, InterruptedException {
    String name = call.arguments().getFirst();
    Tool tool = tools.get(name);
    if (tool == null) {
      return exec(call, name);
    }
    if (!tool.announcesReady()) {
      call.ready();
    }
    try {
      return tool.run(call.with(call.arguments().subList(1, call.arguments().size())));
    } catch (UsageException e) {
      call.complain(String.valueOf(e.getMessage()));
      return e.status();
    }
  }

  private int exec(Invocation call, String name) throws InterruptedException {
    Process program;
    try {
      program = call.kernel().exec(call.namespace(), call.arguments(), call.streams());
    } catch (KernelException e) {
      return refuse(call, name, e);
    }
    call.ready();
    try {
      return program.await();
    } catch (InterruptedException e) {
      program.interrupt();
      return program.await();
    }
  }

  private int refuse(Invocation call, String name, KernelException e) {
    if (e.errno() == Errno.ENOENT || e.errno() == Errno.EOPNOTSUPP) {
      call.complain(name + ": command not found");
      call.complain("known commands: " + String.join(", ", names()));
      return NOT_FOUND;
    }
    call.complain(name + ": " + e.getMessage());
    return NOT_EXECUTABLE;
  }
}
