package dev.dejima.tools.filter;

import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import java.io.IOException;

/**
 * A program that reads lines.
 *
 * @param trouble its exit status when it cannot do what it was asked to
 */
record Filter(String name, int trouble, Body body) implements Tool {
  interface Body {
    int run(Lines lines) throws IOException, InterruptedException;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    return body.run(new Lines(this, call));
  }
}
