package dev.dejima.linux;

/** The thread of a process. */
final class ProcessThread extends Thread {
  private final LinuxProcess process;

  ProcessThread(LinuxProcess process, Runnable body) {
    super(body, process.name());
    this.process = process;
    setDaemon(true);
  }

  /** Whether the calling thread is of a process that has been killed. */
  static boolean killed() {
    return Thread.currentThread() instanceof ProcessThread thread && thread.process.killed();
  }
}
