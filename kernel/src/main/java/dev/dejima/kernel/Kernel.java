package dev.dejima.kernel;

import dev.dejima.kernel.path.PathEvent;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A kernel of one's own: the real one, or one in Java. It begins with an initial namespace that
 * holds nothing but a loopback device, and everything made through it is gone once it is closed.
 *
 * <p>All methods may be called from any thread. Calls that block do so in the calling process; a
 * thread that is no process of this kernel counts as its foreground while it waits in {@link #run},
 * {@link Process#await} or {@link Process#awaitReady}.
 */
public interface Kernel extends AutoCloseable {
  /** What this kernel is called in options: {@code netstack} or {@code linux}. */
  String name();

  /** The Linux that this is or imitates: {@code 6.18.44}. */
  String release();

  /**
   * The namespace that is there from the start. It has no name; it is the host's only where {@link
   * KernelOptions#here} asked for that.
   */
  Namespace initial();

  /**
   * Makes a namespace with a loopback device, which is down.
   *
   * @throws KernelException EEXIST if the name is taken, EINVAL if it is no file name, ENAMETOOLONG
   *     beyond 255 octets
   */
  Namespace createNamespace(String name) throws KernelException;

  /**
   * Takes the name away; the namespace goes once no process runs in it.
   *
   * @throws KernelException ENOENT if there is none of that name
   */
  void deleteNamespace(String name) throws KernelException;

  /** The named namespaces, latest first, as {@code ip netns list} has them. */
  List<Namespace> namespaces();

  /** The namespace of that name, if there is one. */
  Optional<Namespace> namespace(String name);

  /**
   * Has somebody told of all namespaces from now on. He is told at once of those that there are.
   * Without one, nobody is.
   */
  void observe(NamespaceObserver observer);

  /**
   * Begins to tell what happens to every packet of every namespace; events from now on are kept
   * until they are read. Without a subscriber nothing is told, and nothing is slower.
   *
   * @throws KernelException EOPNOTSUPP if this kernel cannot tell
   */
  Netlink.Subscription<PathEvent> paths() throws KernelException;

  /** The clock of all processes. */
  Clock clock();

  /**
   * Starts a background process. Its end is seen by {@link Process#await}; what it leaves running
   * when the kernel closes is interrupted, then killed.
   *
   * @param name what diagnoses call it
   */
  Process start(Namespace namespace, String name, StandardStreams streams, Program program);

  /**
   * Runs a process in the foreground and waits for its end.
   *
   * @return its exit status
   * @throws InterruptedException if the calling thread is interrupted; the process has been too
   */
  int run(Namespace namespace, String name, StandardStreams streams, Program program)
      throws InterruptedException;

  /**
   * Starts a real program of the host in a namespace.
   *
   * @throws KernelException EOPNOTSUPP if this kernel runs none; ENOENT, EACCES as execve(2)
   */
  Process exec(Namespace namespace, List<String> command, StandardStreams streams)
      throws KernelException;

  /** A pipe between two processes of this kernel, of 64 KiB as on Linux. */
  Pipe pipe();

  /**
   * Does something that blocks on the world outside this kernel (a terminal, a file) while the
   * other processes go on.
   */
  <T> T external(Callable<T> work) throws Exception;

  /** Ends all processes and takes down all that was made. Does nothing the second time. */
  @Override
  void close();
}
