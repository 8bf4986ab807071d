package dev.dejima.kernel;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A process's standard input, output and error. The streams of {@link Kernel#pipe} block as system
 * calls do; a stream that blocks on the world outside has to do so in {@link Kernel#external}.
 */
public record StandardStreams(InputStream in, OutputStream out, OutputStream err) {
  /** No input, and output to nowhere. */
  public static StandardStreams none() {
    return new StandardStreams(
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        OutputStream.nullOutputStream());
  }

  public StandardStreams withIn(InputStream other) {
    return new StandardStreams(other, out, err);
  }

  public StandardStreams withOut(OutputStream other) {
    return new StandardStreams(in, other, err);
  }
}
