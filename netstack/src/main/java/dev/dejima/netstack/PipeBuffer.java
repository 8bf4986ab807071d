package dev.dejima.netstack;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Pipe;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.netstack.sched.WaitQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/** A pipe between processes. */
final class PipeBuffer {
  private static final int CAPACITY = 65536;

  private final EventLoop loop;
  private final WaitQueue readers;
  private final WaitQueue writers;
  private final byte[] ring = new byte[CAPACITY];
  private int head;
  private int count;
  private boolean sinkClosed;
  private boolean sourceClosed;

  PipeBuffer(EventLoop loop) {
    this.loop = loop;
    readers = new WaitQueue(loop, "data in a pipe");
    writers = new WaitQueue(loop, "room in a pipe");
  }

  Pipe pipe() {
    return new Pipe(new Source(), new Sink());
  }

  private static void await(WaitQueue queue) throws InterruptedIOException {
    try {
      queue.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException(Errno.EINTR.text());
    }
  }

  private final class Source extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try (var _ = loop.enter()) {
        while (count == 0) {
          if (sinkClosed) {
            return -1;
          }
          await(readers);
        }
        int taken = Math.min(length, count);
        for (int i = 0; i < taken; i++) {
          bytes[offset + i] = ring[(head + i) % CAPACITY];
        }
        head = (head + taken) % CAPACITY;
        count -= taken;
        writers.wakeOne();
        return taken;
      }
    }

    @Override
    public int available() {
      try (var _ = loop.enter()) {
        return count;
      }
    }

    @Override
    public void close() {
      try (var _ = loop.enter()) {
        sourceClosed = true;
        writers.wakeAll();
      }
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try (var _ = loop.enter()) {
        for (int written = 0; written < length; ) {
          if (sourceClosed) {
            throw new KernelException(Errno.EPIPE);
          }
          if (count == CAPACITY) {
            await(writers);
            continue;
          }
          ring[(head + count++) % CAPACITY] = bytes[offset + written++];
          readers.wakeOne();
        }
      }
    }

    @Override
    public void close() {
      try (var _ = loop.enter()) {
        sinkClosed = true;
        readers.wakeAll();
      }
    }
  }
}
