package dev.dejima.tools.socat;

import java.io.IOException;

/** What octets are read from and written to. */
interface Channel extends AutoCloseable {
  /** Waits for octets; -1 at the end. */
  int read(byte[] into) throws IOException, InterruptedException;

  void write(byte[] octets, int length) throws IOException, InterruptedException;

  /** Says that no more will be written. */
  void end() throws IOException;

  @Override
  void close();
}
