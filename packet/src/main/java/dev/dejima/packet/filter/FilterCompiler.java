package dev.dejima.packet.filter;

import org.jspecify.annotations.Nullable;

/**
 * Compiles filters to programs: text → {@link FilterExpression} → conditions over octets → a graph
 * of tests, optimized → instructions.
 */
public final class FilterCompiler {
  /** Octets that tcpdump keeps of each frame. */
  public static final int DEFAULT_SNAPLEN = 262144;

  private FilterCompiler() {}

  /**
   * Compiles a filter for Ethernet frames.
   *
   * @throws FilterException if the text is no filter, or one that cannot be compiled
   */
  public static BpfProgram compile(String text) {
    return compile(text, LinkType.ETHERNET, DEFAULT_SNAPLEN, null);
  }

  /**
   * Compiles a filter.
   *
   * @param snaplen octets to keep of an accepted frame, at least 1
   * @param netmask the interface's IPv4 netmask, which {@code ip broadcast} needs; null if unknown
   * @throws FilterException if the text is no filter, or one that cannot be compiled
   */
  public static BpfProgram compile(
      String text, LinkType linkType, int snaplen, @Nullable Integer netmask) {
    return compile(FilterParser.parse(text), linkType, snaplen, netmask);
  }

  /** Compiles a parsed filter; see {@link #compile(String, LinkType, int, Integer)}. */
  public static BpfProgram compile(
      FilterExpression expression, LinkType linkType, int snaplen, @Nullable Integer netmask) {
    if (snaplen < 1) {
      throw new IllegalArgumentException("snaplen " + snaplen);
    }
    Condition condition = new Lowering(linkType, netmask).lower(expression);
    FlowGraph graph = new FlowGraph();
    int entry = graph.add(condition, FlowGraph.ACCEPT, FlowGraph.REJECT);
    Optimizer.Entered smaller = Optimizer.optimize(graph, entry);
    if (smaller.entry() == FlowGraph.REJECT) {
      throw new FilterException("expression rejects all packets", 0);
    }
    return Assembler.assemble(smaller.graph(), smaller.entry(), snaplen);
  }
}
