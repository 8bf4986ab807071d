package dev.dejima.tools.shell;

import dev.dejima.kernel.Namespace;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a prompt has its lines from: somebody types them. */
@FunctionalInterface
public interface LineEditor {
  /**
   * The next line, without its newline; empty if it was given up (Ctrl-C), null at the end
   * (Ctrl-D).
   *
   * @param where the namespace that the line acts in
   * @param prompt what to show
   */
  @Nullable String read(Namespace where, String prompt) throws IOException;
}
