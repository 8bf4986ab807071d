package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Pipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** A pipe between threads: 64 KiB that one writes and another reads. */
final class LinuxPipe {
  private static final int CAPACITY = 1 << 16;

  private final byte[] ring = new byte[CAPACITY];
  private int start;
  private int count;
  private boolean sinkClosed;
  private boolean sourceClosed;

  private LinuxPipe() {}

  static Pipe open() {
    LinuxPipe pipe = new LinuxPipe();
    return new Pipe(pipe.new Source(), pipe.new Sink());
  }

  @SuppressWarnings("WaitNotInLoop") // callers loop
  private void await() throws InterruptedIOException {
    try {
      if (ProcessThread.killed()) {
        throw new InterruptedException();
      }
      wait();
    } catch (InterruptedException e) {
      throw (InterruptedIOException) new InterruptedIOException().initCause(e);
    }
  }

  private synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    while (count == 0 && !sinkClosed && length > 0) {
      await();
    }
    if (count == 0 && length > 0) {
      return -1;
    }
    int n = Math.min(length, count);
    int first = Math.min(n, CAPACITY - start);
    System.arraycopy(ring, start, bytes, offset, first);
    System.arraycopy(ring, 0, bytes, offset + first, n - first);
    start = (start + n) % CAPACITY;
    count -= n;
    notifyAll();
    return n;
  }

  private synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      while (count == CAPACITY && !sourceClosed) {
        await();
      }
      if (sourceClosed || sinkClosed) {
        throw new KernelException(sourceClosed ? Errno.EPIPE : Errno.EBADF);
      }
      int end = (start + count) % CAPACITY;
      int n = Math.min(length - written, Math.min(CAPACITY - count, CAPACITY - end));
      System.arraycopy(bytes, offset + written, ring, end, n);
      written += n;
      count += n;
      notifyAll();
    }
  }

  private synchronized void closeSource() {
    sourceClosed = true;
    notifyAll();
  }

  private synchronized void closeSink() {
    sinkClosed = true;
    notifyAll();
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return LinuxPipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return LinuxPipe.this.read(bytes, offset, length);
    }

    @Override
    public int available() {
      synchronized (LinuxPipe.this) {
        return count;
      }
    }

    @Override
    public void close() {
      closeSource();
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      LinuxPipe.this.write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      LinuxPipe.this.write(bytes, offset, length);
    }

    @Override
    public void close() {
      closeSink();
    }
  }
}
