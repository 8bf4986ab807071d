package dev.dejima.lab;

import dev.dejima.packet.IpAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a step of a test does. */
public sealed interface Action permits Listener, Probe, Action.Talk, Action.Change, Action.Several {
  /** Something about a connection that an earlier step has named. */
  sealed interface Talk extends Action {
    /** The name that {@code as} gave it. */
    String connection();
  }

  /** Sends. */
  record Send(String connection, String data) implements Talk {}

  /**
   * Waits for data.
   *
   * @param data what has to come, * for any characters
   */
  record Receive(String connection, String data) implements Talk {}

  /** Closes; the other end sees the end of data. */
  record Close(String connection) implements Talk {}

  /** Something that changes the network, or lets time pass. */
  sealed interface Change extends Action {}

  /**
   * Runs a program to its end.
   *
   * @param node where
   * @param input its standard input
   */
  record Run(String node, Command command, String input) implements Change {}

  /** Changes a ruleset: what {@code nft -f} does. */
  record Nft(String node, RulesetText ruleset) implements Change {}

  /** Sets variables of sysctl(8). */
  record Sysctl(String node, List<Setting> settings) implements Change {
    /** Keeps a copy. */
    public Sysctl {
      settings = List.copyOf(settings);
    }
  }

  /** Sets a link down or up. */
  record SetLink(Port at, boolean up) implements Change {}

  /** Lets the kernel's time pass. */
  record Wait(Duration duration) implements Change {}

  /** Nothing: what the step expects is looked for as it is. */
  record Look() implements Change {}

  /** Several things. */
  sealed interface Several extends Action {}

  /** Steps at the same time. */
  record Together(List<Step> steps) implements Several {
    /** Keeps a copy. */
    public Together {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Tries every port of every target from every node.
   *
   * @param from the nodes
   * @param to addresses; where one is a node's, reports name the node
   * @param transport the protocol
   * @param ports the ports, in order
   * @param expect what has to come of each that no exception names
   * @param exceptions cells that differ; of several that name one, the last counts
   */
  record Matrix(
      List<String> from,
      List<MatrixTarget> to,
      Listener.Transport transport,
      List<PortRange> ports,
      Outcome expect,
      List<MatrixException> exceptions)
      implements Several {
    /** Keeps copies. */
    public Matrix {
      from = List.copyOf(from);
      to = List.copyOf(to);
      ports = List.copyOf(ports);
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * A target of a matrix.
   *
   * @param name the node, or the address itself
   * @param address absent for a node's first
   */
  record MatrixTarget(String name, @Nullable IpAddress address, Place place) {}

  /**
   * Cells of a matrix that differ.
   *
   * @param from the nodes; empty for all
   * @param to the targets' names; empty for all
   * @param ports empty for all
   */
  record MatrixException(
      Set<String> from, Set<String> to, List<PortRange> ports, Outcome expect, Place place) {
    /** Keeps copies. */
    public MatrixException {
      from = Set.copyOf(from);
      to = Set.copyOf(to);
      ports = List.copyOf(ports);
    }
  }

  /** Ports from one to another, both included. */
  record PortRange(int first, int last) {
    /** Whether a port is one of them. */
    public boolean contains(int port) {
      return port >= first && port <= last;
    }

    /** How many. */
    public int size() {
      return last - first + 1;
    }

    @Override
    public String toString() {
      return first == last ? Integer.toString(first) : first + "-" + last;
    }
  }

  /** A table of flows: what becomes of each. */
  record Flows(List<FlowRow> rows) implements Several {
    /** Keeps a copy. */
    public Flows {
      rows = List.copyOf(rows);
    }
  }
}
