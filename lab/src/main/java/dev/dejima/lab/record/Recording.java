package dev.dejima.lab.record;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Listener;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is typed, to write it as a lab. The lab's network is the one that stood when the first
 * probe was typed; what changes it later is a step of the test behind it.
 */
public final class Recording implements Toolbox.Onlooker {
  private final List<Typed> typed = new ArrayList<>();
  private Touched touched = new Touched();
  private @Nullable Path file;
  private @Nullable RecordedNetwork network;

  /** Whether it keeps what is typed now. */
  public synchronized boolean isOn() {
    return file != null;
  }

  /** Begins anew. */
  public synchronized void begin(Path to) {
    file = to;
    network = null;
    typed.clear();
    touched = new Touched();
  }

  @Override
  public int see(Invocation call, Toolbox.Body body) throws IOException, InterruptedException {
    Typed one = isOn() ? typed(call) : null;
    if (one == null) {
      return body.run(call);
    }
    boolean reads = Set.of("nc", "nft").contains(one.words.getFirst());
    StandardStreams streams = call.streams();
    Invocation kept = reads ? call.with(streams.withIn(one.kept(streams.in()))) : call;
    int status = body.run(kept);
    one.ended(status);
    return status;
  }

  private @Nullable Typed typed(Invocation call) throws InterruptedException {
    Meaning meaning = Meaning.of(call.arguments());
    if (meaning instanceof Meaning.Nothing) {
      return null;
    }
    synchronized (this) {
      touched.note(RecordedNetwork.node(call.namespace()), meaning);
    }
    boolean tries =
        meaning instanceof Meaning.Probe
            || (meaning instanceof Meaning.Program program && program.tries());
    try {
      List<Listener> listeners =
          tries ? RecordedNetwork.listeners(call.kernel()) : List.<Listener>of();
      return tries ? keep(call, meaning, listeners, seen(call.process())) : keep(call, meaning);
    } catch (KernelException e) {
      call.complain("record: " + e.getMessage());
      return null;
    }
  }

  private synchronized Typed keep(Invocation call, Meaning meaning) {
    return keep(call, meaning, List.of(), network);
  }

  private synchronized Typed keep(
      Invocation call,
      Meaning meaning,
      List<Listener> listeners,
      @Nullable RecordedNetwork before) {
    network = before;
    String node = RecordedNetwork.node(call.namespace());
    Typed one = new Typed(node, call.arguments(), meaning, listeners, before != null);
    typed.add(one);
    return one;
  }

  private RecordedNetwork seen(Process self) throws KernelException, InterruptedException {
    RecordedNetwork there;
    Touched known;
    synchronized (this) {
      there = network;
      known = touched.copy();
    }
    return there != null ? there : RecordedNetwork.of(self, known);
  }

  /** Looks at the network, if no probe was typed. */
  void look(Process self) throws KernelException, InterruptedException {
    RecordedNetwork now = seen(self);
    synchronized (this) {
      network = now;
    }
  }

  /**
   * Ends it, if it is on, and writes the lab.
   *
   * @param trial opens a kernel like this one, to try the lab on
   * @return what is to be said, in lines; the first names the file
   */
  public List<String> end(Kernel kernel, Callable<Kernel> trial)
      throws IOException, InterruptedException {
    if (!isOn()) {
      return List.of();
    }
    kernel.run(
        kernel.initial(),
        "record",
        StandardStreams.none(),
        self -> {
          look(self);
          return 0;
        });
    return write(trial);
  }

  /** Ends it and writes the lab, once the network was looked at. */
  List<String> write(Callable<Kernel> trial) throws IOException, InterruptedException {
    Path to;
    RecordedNetwork there;
    List<Typed> all;
    synchronized (this) {
      to = file;
      there = network;
      all = List.copyOf(typed);
      file = null;
    }
    return to == null || there == null
        ? List.of("record: the network could not be looked at; nothing was written")
        : new RecordedLab(to, there, all).write(trial);
  }
}
