package dev.dejima.netstack.tcp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who holds which port. */
final class PortTable {
  private final Map<Integer, List<Binding>> ports = new HashMap<>();

  /** Adds a binding, whether or not it conflicts. */
  void add(Binding binding) {
    ports.computeIfAbsent(binding.port, _ -> new ArrayList<>(1)).add(binding);
  }

  void remove(Binding binding) {
    List<Binding> held = ports.get(binding.port);
    if (held != null && held.remove(binding) && held.isEmpty()) {
      ports.remove(binding.port);
    }
  }

  /** Whether somebody holds the port in a way that this binding does not bear. */
  boolean conflicts(Binding wanted) {
    for (Binding held : ports.getOrDefault(wanted.port, List.of())) {
      if (held != wanted && wanted.conflicts(held)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a connection may not choose the port by itself, as somebody has asked for it. */
  boolean reserved(int port) {
    for (Binding held : ports.getOrDefault(port, List.of())) {
      if (!held.automatic) {
        return true;
      }
    }
    return false;
  }
}
