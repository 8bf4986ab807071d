package dev.dejima.lab.compare;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.CaptureOptions;
import dev.dejima.kernel.Errno;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.NamespaceObserver;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.Netlink.Subscription;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.rtnetlink.GetLinks;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.kernel.rtnetlink.RouteMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Captures what passes the interfaces of all namespaces, those too that are made while it looks on,
 * and remembers what the interfaces were called.
 */
final class Witness implements NamespaceObserver, AutoCloseable {
  private final Kernel kernel;
  private final Map<String, Post> posts = new LinkedHashMap<>();
  private final List<Post> left = new ArrayList<>();
  private @Nullable KernelException refusal;

  /** Where it looks on: a namespace. */
  private record Post(
      Namespace namespace,
      Capture capture,
      Subscription<RouteMessage> events,
      Process reader,
      List<Capture.Frame> frames,
      Map<Integer, NewLink> links) {}

  /**
   * What passed a namespace.
   *
   * @param frames of LINUX_SLL2, in the order they passed
   * @param links the interfaces it had, by number, as they were last
   */
  record Sight(String namespace, List<Capture.Frame> frames, Map<Integer, NewLink> links) {}

  private Witness(Kernel kernel) {
    this.kernel = kernel;
  }

  static Witness of(Kernel kernel) {
    Witness witness = new Witness(kernel);
    kernel.observe(witness);
    return witness;
  }

  @Override
  public void made(Namespace namespace) {
    try {
      Subscription<RouteMessage> events = namespace.route().subscribe(Set.of(Netlink.Group.LINK));
      Map<Integer, NewLink> links = new HashMap<>();
      namespace.route().dump(new GetLinks()).forEach(message -> note(message, links));
      Capture capture = namespace.capture(CaptureOptions.of("any"));
      List<Capture.Frame> frames = new ArrayList<>();
      Process reader =
          kernel.start(
              kernel.initial(),
              "witness of " + namespace.name(),
              StandardStreams.none(),
              _ -> {
                while (true) {
                  frames.add(capture.next());
                }
              });
      posts.put(namespace.name(), new Post(namespace, capture, events, reader, frames, links));
    } catch (KernelException e) {
      refusal = e;
    }
  }

  @Override
  public void goes(Namespace namespace) {
    Post post = posts.remove(namespace.name());
    if (post != null) {
      leave(post);
    }
  }

  private void leave(Post post) {
    try {
      post.reader.interrupt();
      post.reader.await();
      for (Optional<Capture.Frame> f = post.capture.poll(); f.isPresent(); ) {
        post.frames.add(f.get());
        f = post.capture.poll();
      }
      if (post.capture.statistics().dropped() > 0) {
        refusal = new KernelException(Errno.ENOBUFS, "more frames passed than could be kept");
      }
      for (Optional<RouteMessage> e = post.events.poll(); e.isPresent(); e = post.events.poll()) {
        note(e.get(), post.links);
      }
      // A device that moved on stays among the events; those that are here now are surer.
      post.namespace.route().dump(new GetLinks()).forEach(link -> note(link, post.links));
    } catch (KernelException e) {
      refusal = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    post.capture.close();
    post.events.close();
    left.add(post);
  }

  private static void note(RouteMessage message, Map<Integer, NewLink> links) {
    if (message instanceof NewLink link && link.name() != null) {
      links.put(link.index(), link);
    }
  }

  /** Ends, and tells what it saw, namespace by namespace, in the order of their names. */
  List<Sight> end() throws KernelException {
    close();
    if (refusal != null) {
      throw refusal;
    }
    Map<String, Sight> sights = new java.util.TreeMap<>();
    for (Post post : left) {
      String name = post.namespace.name();
      sights.merge(
          name, new Sight(name, List.copyOf(post.frames), Map.copyOf(post.links)), Witness::join);
    }
    return List.copyOf(sights.values());
  }

  /** Two namespaces that had the same name, one after the other. */
  private static Sight join(Sight a, Sight b) {
    List<Capture.Frame> frames = new ArrayList<>(a.frames);
    frames.addAll(b.frames);
    Map<Integer, NewLink> links = new HashMap<>(a.links);
    links.putAll(b.links);
    return new Sight(a.namespace, frames, links);
  }

  @Override
  public void close() {
    kernel.observe(NOBODY);
    List.copyOf(posts.values()).forEach(this::leave);
    posts.clear();
  }
}
