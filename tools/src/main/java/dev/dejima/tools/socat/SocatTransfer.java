package dev.dejima.tools.socat;

import dev.dejima.kernel.Pipe;
import dev.dejima.kernel.Process;
import dev.dejima.tools.Invocation;
import java.io.IOException;
import java.time.Duration;

/**
 * Carries octets both ways, or one way. When one side has come to its end, the other is told so and
 * has a while left.
 */
final class SocatTransfer {
  private static final int BUFFER = 8192;

  private final Process self;
  private final Invocation call;
  private final Duration grace;

  /**
   * A transfer.
   *
   * @param self the process that it is done in
   * @param grace how long one side may go on after the other's end ({@code -t})
   */
  SocatTransfer(Process self, Invocation call, Duration grace) {
    this.self = self;
    this.call = call;
    this.grace = grace;
  }

  /** Both ways, until both have ended or one had to. */
  void bothWays(Channel left, Channel right) throws IOException, InterruptedException {
    Pipe ended = call.kernel().pipe();
    Process forth = start(left, right, ended, 0);
    Process back = start(right, left, ended, 1);
    Process other = ended.source().read() == 0 ? back : forth;
    if (other.await(grace).isEmpty()) {
      other.kill();
    }
    other.await();
  }

  private Process start(Channel from, Channel to, Pipe ended, int number) {
    String name = "socat: way " + number;
    return self.start(
        call.namespace(),
        name,
        call.streams(),
        _ -> {
          try {
            return copy(from, to) ? 0 : 1;
          } finally {
            ended.sink().write(number);
          }
        });
  }

  /** One way, until the end; false if that was an error. */
  static boolean copy(Channel from, Channel to) throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try {
      while (true) {
        int length = from.read(buffer);
        if (length < 0) {
          to.end();
          return true;
        }
        to.write(buffer, length);
      }
    } catch (IOException e) {
      return false;
    }
  }
}
