package dev.dejima.cli;

import dev.dejima.tools.Toolbox;
import dev.dejima.tools.shell.StandardTools;

/** All the commands that lines and prompts know. */
public final class Tools {
  private Tools() {}

  /** A fresh box of them. */
  public static Toolbox all() {
    return StandardTools.all(new TypedLines());
  }
}
