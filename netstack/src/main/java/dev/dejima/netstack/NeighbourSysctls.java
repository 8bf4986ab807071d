package dev.dejima.netstack;

import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.neigh.NeighbourLimits;
import dev.dejima.netstack.neigh.NeighbourParameters;
import dev.dejima.netstack.neigh.NeighbourVariable;
import dev.dejima.netstack.neigh.Neighbours;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/**
 * The variables of neighbours. Where Linux shows those under {@code default} in the first namespace
 * only, which share their limits, here each has its own.
 */
final class NeighbourSysctls {
  private final SysctlTree tree;
  private final String path;
  private final Neighbours neighbours;
  private final Links links;

  /**
   * Adds none yet.
   *
   * @param path where they stand: {@code net/ipv4/neigh}
   */
  NeighbourSysctls(SysctlTree tree, String path, Neighbours neighbours, Links links) {
    this.tree = tree;
    this.path = path;
    this.neighbours = neighbours;
    this.links = links;
  }

  /** Adds the variables of all devices, by the names they have now. */
  void addAnew() {
    tree.remove(path);
    NeighbourLimits limits = neighbours.limits();
    limit("gc_thresh1", () -> limits.fewest, n -> limits.fewest = n);
    limit("gc_thresh2", () -> limits.many, n -> limits.many = n);
    limit("gc_thresh3", () -> limits.most, n -> limits.most = n);
    limit("gc_interval", () -> limits.interval, n -> limits.interval = n);
    add("default", neighbours.initial());
    links.all().forEach(device -> add(device.name(), neighbours.parameters(device)));
  }

  private void limit(String name, IntSupplier get, IntConsumer set) {
    add("default/" + name, get, set);
  }

  private void add(String device, NeighbourParameters parameters) {
    for (NeighbourVariable variable : NeighbourVariable.values()) {
      add(
          device + "/" + variable.word(),
          () -> parameters.get(variable),
          value -> parameters.set(variable, value));
    }
  }

  private void add(String name, IntSupplier get, IntConsumer set) {
    tree.add(path + "/" + name, SysctlVariable.number(0, Integer.MAX_VALUE, get, set));
  }
}
