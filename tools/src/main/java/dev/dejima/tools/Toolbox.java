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

  /** A box of these tools. */
  public Toolbox(Collection<? extends Tool> tools) {
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
