package dev.dejima.tools.socat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Streams: the standard ones, or both ends of a pipe.
 *
 * @param ends whether the one written to has an end
 */
record StreamChannel(InputStream in, OutputStream out, boolean ends) implements Channel {
  @Override
  public int read(byte[] into) throws IOException {
    return in.read(into);
  }

  @Override
  public void write(byte[] octets, int length) throws IOException {
    out.write(octets, 0, length);
    out.flush();
  }

  @Override
  public void end() throws IOException {
    if (ends) {
      out.close();
    }
  }

  @Override
  public void close() {
    // Nobody but this transfer knows of a pipe, and the standard streams are not ours.
  }
}
