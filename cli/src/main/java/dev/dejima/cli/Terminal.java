package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** This program's own standard streams, for processes of a kernel. */
final class Terminal {
  private Terminal() {}

  static StandardStreams streams(Kernel kernel) {
    return new StandardStreams(
        new OutsideInput(kernel, new FileInputStream(FileDescriptor.in)),
        unclosable(new FileOutputStream(FileDescriptor.out)),
        unclosable(new FileOutputStream(FileDescriptor.err)));
  }

  /** What is typed comes from outside the kernel, whose other processes go on meanwhile. */
  private static final class OutsideInput extends InputStream {
    private final Kernel kernel;
    private final InputStream in;

    OutsideInput(Kernel kernel, InputStream in) {
      this.kernel = kernel;
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return kernel.external(() -> in.read(bytes, offset, length));
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private static OutputStream unclosable(OutputStream out) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        out.write(octet);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }
    };
  }
}
