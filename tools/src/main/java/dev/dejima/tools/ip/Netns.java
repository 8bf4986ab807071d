package dev.dejima.tools.ip;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.util.List;

/** {@code ip netns}: the named namespaces. */
final class Netns {
  private static final List<String> COMMANDS = List.of("list", "show", "add", "delete", "exec");

  private Netns() {}

  static int run(Invocation call, Arguments arguments) throws IOException, InterruptedException {
    if (arguments.isEmpty()) {
      return list(call);
    }
    String word = arguments.take();
    String command =
        Arguments.match(
            word, COMMANDS, "Command \"" + word + "\" is unknown, try \"ip netns help\".");
    return switch (command) {
      case "add" -> add(call, name(arguments, "No netns name specified"));
      case "delete" -> delete(call, name(arguments, "No netns name specified"));
      case "exec" -> exec(call, arguments);
      default -> list(call);
    };
  }

  /** The namespace of a name, or the complaint of ip that there is none. */
  static Namespace open(Invocation call, String name) {
    return call.kernel()
        .namespace(name)
        .orElseThrow(
            () ->
                new UsageException(
                    Arguments.USAGE,
                    "Cannot open network namespace \"" + name + "\": " + Errno.ENOENT.text()));
  }

  private static String name(Arguments arguments, String complaint) {
    if (arguments.isEmpty()) {
      throw new UsageException(1, complaint);
    }
    return arguments.take();
  }

  private static int list(Invocation call) {
    call.kernel().namespaces().forEach(namespace -> call.print(namespace.name()));
    return 0;
  }

  private static int add(Invocation call, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
      throw new UsageException(Arguments.USAGE, "Invalid netns name \"" + name + "\"");
    }
    try {
      call.kernel().createNamespace(name);
      return 0;
    } catch (KernelException e) {
      throw refused("Cannot create namespace file", name, e);
    }
  }

  private static int delete(Invocation call, String name) {
    try {
      call.kernel().deleteNamespace(name);
      return 0;
    } catch (KernelException e) {
      throw refused("Cannot remove namespace file", name, e);
    }
  }

  private static UsageException refused(String what, String name, KernelException e) {
    return new UsageException(1, what + " \"/run/netns/" + name + "\": " + e.errno().text());
  }

  private static int exec(Invocation call, Arguments arguments)
      throws IOException, InterruptedException {
    Namespace namespace = open(call, name(arguments, "No netns name specified"));
    if (arguments.isEmpty()) {
      if (call.toolbox().find("sh").filter(Tool::isInteractive).isPresent()) {
        return call.toolbox().run(call.in(namespace).with(List.of("sh")));
      }
      throw new UsageException(1, "No command specified");
    }
    return call.toolbox().run(call.in(namespace).with(arguments.rest()));
  }
}
