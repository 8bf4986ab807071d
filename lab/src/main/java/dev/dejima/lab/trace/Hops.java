package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent.Arrived;
import dev.dejima.kernel.path.DeviceEvent.Sent;
import dev.dejima.kernel.path.PathEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cuts what happened to a packet, and to its parts side by side, into hops. */
final class Hops {
  private static final class Open {
    final String node;
    final @Nullable String in;
    @Nullable String out;
    final List<Step> steps = new ArrayList<>();

    Open(String node, @Nullable String in) {
      this.node = node;
      this.in = in;
    }
  }

  private final Function<PathEvent, Step> words;
  private final List<Open> hops = new ArrayList<>();

  /** At which hop each packet is. */
  private final Map<Long, Integer> places = new HashMap<>();

  private Hops(Function<PathEvent, Step> words) {
    this.words = words;
  }

  /** The hops, one for each node that is entered. */
  static List<Hop> of(List<PathEvent> events, Function<PathEvent, Step> words) {
    Hops hops = new Hops(words);
    events.forEach(hops::add);
    return hops.hops.stream()
        .map(open -> new Hop(open.node, open.in, open.out, open.steps))
        .toList();
  }

  private void add(PathEvent event) {
    String node = event.moment().namespace();
    long packet = event.moment().packet();
    Integer known = places.get(packet);
    int at = known == null ? hops.size() - 1 : known;
    if (at < 0 || !hops.get(at).node.equals(node)) {
      at = find(node, at, event);
    }
    places.put(packet, at);
    Open hop = hops.get(at);
    if (event instanceof Sent sent) {
      hop.out = sent.device();
    }
    hop.steps.add(words.apply(event));
  }

  /** A hop further on that another part of the packet has begun, or a new one. */
  private int find(String node, int from, PathEvent event) {
    String device = event instanceof Arrived arrived ? arrived.device() : null;
    for (int i = from + 1; i < hops.size(); i++) {
      Open hop = hops.get(i);
      if (hop.node.equals(node) && (device == null || device.equals(hop.in))) {
        return i;
      }
    }
    hops.add(new Open(node, device));
    return hops.size() - 1;
  }
}
