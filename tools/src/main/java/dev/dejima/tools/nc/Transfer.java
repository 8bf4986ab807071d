package dev.dejima.tools.nc;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Carries standard input to the socket and the socket to standard output, both at once. A listener
 * ends with the connection; a client once both sides have ended, or standard input has and the time
 * of {@code -q} is over; both once nothing moved for the time of {@code -w}.
 */
final class Transfer {
  private static final int BUFFER = 16384;

  private final Invocation call;
  private final NcOptions options;
  private final Socket socket;
  private long lastActivity;
  private boolean broken;

  Transfer(Invocation call, NcOptions options, Socket socket) {
    this.call = call;
    this.options = options;
    this.socket = socket;
  }

  void run() throws IOException, InterruptedException {
    lastActivity = call.kernel().clock().nanoTime();
    socket.timeout(options.idle);
    StandardStreams streams = call.streams();
    Process self = call.process();
    Process reader = self.start(self.namespace(), "nc: socket to output", streams, p -> receive());
    Process writer =
        self.start(self.namespace(), "nc: input to socket", streams, p -> send(reader));
    reader.await();
    if (options.listen || broken || options.idle != null) {
      writer.kill();
    }
    writer.await();
  }

  private int receive() throws InterruptedException {
    byte[] buffer = new byte[options.udp ? 65536 : BUFFER];
    OutputStream out = call.out();
    try {
      while (true) {
        int length = receive(buffer);
        if (length < 0) {
          return 0;
        }
        out.write(buffer, 0, length);
        out.flush();
      }
    } catch (IOException e) {
      broken = true;
      return 1;
    }
  }

  /** The next data; -1 at the end of the connection, or of patience. */
  private int receive(byte[] buffer) throws KernelException, InterruptedException {
    while (true) {
      try {
        int length = socket.receive(buffer, 0, buffer.length);
        lastActivity = call.kernel().clock().nanoTime();
        return length;
      } catch (KernelException e) {
        Duration idle = options.idle;
        if (e.errno() != Errno.EAGAIN || idle == null) {
          throw e;
        }
        long quiet = call.kernel().clock().nanoTime() - lastActivity;
        if (quiet >= idle.toNanos()) {
          return -1;
        }
      }
    }
  }

  private int send(Process reader) throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try {
      while (true) {
        int length = call.in().read(buffer);
        if (length < 0) {
          break;
        }
        socket.send(buffer, 0, length);
        lastActivity = call.kernel().clock().nanoTime();
      }
      if (options.shutdownAtEnd && !options.udp) {
        socket.shutdownOutput();
      }
      Duration quit = options.quit;
      if (quit != null && reader.await(quit).isEmpty()) {
        reader.kill();
      }
      return 0;
    } catch (IOException e) {
      return 1;
    }
  }
}
