package dev.dejima.lab.run;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.NewRule;
import dev.dejima.tools.nft.RulesetDump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A lab's network, up on a kernel. */
public final class Network implements AutoCloseable {
  private final Lab lab;
  private final Kernel kernel;
  private final Map<String, Namespace> namespaces;
  private final Map<String, RuleBook> rules = new LinkedHashMap<>();

  Network(Lab lab, Kernel kernel, Map<String, Namespace> namespaces) {
    this.lab = lab;
    this.kernel = kernel;
    this.namespaces = namespaces;
  }

  /**
   * Brings a network up, with every link's carrier on.
   *
   * @throws LabException if the kernel refuses any of it, with the place in the lab; all that was
   *     made is gone again
   */
  public static Network start(Lab lab, Kernel kernel) throws LabException, InterruptedException {
    Network network = new Network(lab, kernel, new LinkedHashMap<>());
    boolean complete = false;
    try {
      new Setup(network).run();
      complete = true;
      return network;
    } finally {
      if (!complete) {
        network.close();
      }
    }
  }

  public Lab lab() {
    return lab;
  }

  public Kernel kernel() {
    return kernel;
  }

  /** A node's namespace. */
  public Namespace namespace(String node) {
    Namespace namespace = namespaces.get(node);
    if (namespace == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return namespace;
  }

  void add(String node, Namespace namespace) {
    namespaces.put(node, namespace);
  }

  /** The rules of a node; none if it has no ruleset. */
  RuleBook rules(String node) {
    return rules.getOrDefault(node, RuleBook.EMPTY);
  }

  /** A rule of a node's ruleset, as it was written; empty for rules that came later. */
  public Optional<RuleText> rule(String node, Family family, String table, long handle) {
    return rules(node).rule(family, table, handle);
  }

  /**
   * A node's ruleset is another's from now on, written where that was.
   *
   * @param there the other network
   * @param theirs its rules, as its kernel dumps them
   * @param ours the same rules, as this one's does
   */
  public void sameRules(String node, Network there, List<NewRule> theirs, List<NewRule> ours) {
    rules.put(node, there.rules(node).on(theirs, ours));
  }

  void rules(String node, RuleBook book) {
    rules.put(node, book);
  }

  /**
   * Learns the rules of a node anew, after its ruleset has changed.
   *
   * @throws KernelException if the ruleset cannot be asked for
   */
  public void refresh(String node) throws KernelException {
    rules.put(node, rules(node).with(RulesetDump.of(namespace(node).nfTables())));
  }

  /** Takes the network down. */
  @Override
  public void close() {
    for (String name : namespaces.keySet()) {
      try {
        kernel.deleteNamespace(name);
      } catch (KernelException e) {
        // Somebody else took its name away: then it goes with the kernel.
      }
    }
    namespaces.clear();
  }
}
