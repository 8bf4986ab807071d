package dev.dejima.lab;

import java.util.List;

/**
 * A network and the tests of it. Made by {@link LabBuilder} or read from a lab file; both have
 * checked that it makes sense.
 *
 * @param name what it is called
 * @param topology the network
 * @param tests what is expected of it, in order
 */
public record Lab(String name, Topology topology, List<LabTest> tests) {
  /** Keeps a copy. */
  public Lab {
    tests = List.copyOf(tests);
  }

  /** Begins a lab. */
  public static LabBuilder named(String name) {
    return new LabBuilder(name);
  }
}
