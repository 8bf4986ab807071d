package dev.dejima.junit;

import dev.dejima.kernel.Process;
import dev.dejima.lab.run.Server;
import java.util.Optional;

/**
 * Somebody who listens in a node, until the test ends: of TCP, he reads to the end of what comes,
 * then closes; of UDP, he sends back what comes.
 */
public final class Listening implements AutoCloseable {
  private final Server server;
  private final Process process;

  Listening(Server server, Process process) {
    this.server = server;
    this.process = process;
  }

  /** What came last, as text. */
  public String heard() {
    return server.heard();
  }

  /** The address and port of who came last: {@code 203.0.113.1:44636}; empty if nobody did. */
  public Optional<String> peer() {
    return server.peer().map(Object::toString);
  }

  /** Listens no more. */
  @Override
  public void close() {
    process.interrupt();
    try {
      process.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
