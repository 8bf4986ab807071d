package dev.dejima.packet.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests and where to go from them. Nodes are numbers; 0 rejects, 1 accepts. A node is added after
 * those it leads to, so descending numbers are a topological order. Equal nodes are one node.
 */
final class FlowGraph {
  static final int REJECT = 0;
  static final int ACCEPT = 1;

  /** Tests of one program; above that no optimizer could bring it under the kernel's limit. */
  private static final int MAX_NODES = 4 * Opcode.MAXINSNS;

  /** A test, the node to go to if it holds, and the node if it does not. */
  record Node(Test test, int ifTrue, int ifFalse) {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();

  /** Adds a node, unless its outcome does not matter or there is an equal one. */
  int add(Test test, int ifTrue, int ifFalse) {
    if (ifTrue == ifFalse) {
      return ifTrue;
    }
    Node node = new Node(test, ifTrue, ifFalse);
    Integer known = numbers.putIfAbsent(node, nodes.size() + 2);
    if (known != null) {
      return known;
    }
    if (nodes.size() >= MAX_NODES) {
      throw new FilterException("filter expression too complex", 0);
    }
    nodes.add(node);
    return nodes.size() + 1;
  }

  /** Adds a condition; the result is where to enter it. */
  int add(Condition condition, int ifTrue, int ifFalse) {
    Condition rest = condition;
    int yes = ifTrue;
    int no = ifFalse;
    while (true) {
      switch (rest) {
        case Condition.Always always -> {
          return always.outcome() ? yes : no;
        }
        case Condition.Check check -> {
          return add(check.test(), yes, no);
        }
        case Condition.Not not -> {
          int swapped = yes;
          yes = no;
          no = swapped;
          rest = not.operand();
        }
        case Condition.And and -> {
          yes = add(and.right(), yes, no);
          rest = and.left();
        }
        case Condition.Or or -> {
          no = add(or.right(), yes, no);
          rest = or.left();
        }
      }
    }
  }

  static boolean isVerdict(int node) {
    return node <= ACCEPT;
  }

  Node node(int number) {
    return nodes.get(number - 2);
  }

  /** One more than the highest number in use. */
  int limit() {
    return nodes.size() + 2;
  }
}
