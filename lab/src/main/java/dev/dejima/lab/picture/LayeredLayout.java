package dev.dejima.lab.picture;

import dev.dejima.lab.picture.Diagram.Box;
import dev.dejima.lab.picture.Diagram.End;
import dev.dejima.lab.picture.Diagram.Wire;
import dev.dejima.lab.picture.Layout.Frame;
import dev.dejima.lab.picture.Layout.Point;
import dev.dejima.lab.picture.Layout.Ruler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.elk.alg.layered.LayeredLayoutProvider;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Lays a diagram out in columns from left to right, by the layered algorithm of the Eclipse Layout
 * Kernel. First it is free to choose where wires meet a box: that gives columns, and an order of
 * rows in which wires cross least. Then wires are tied to their rows.
 */
final class LayeredLayout {
  private static final int SEED = 1;

  private final Diagram diagram;
  private final Ruler ruler;
  private final ElkNode graph;
  private final List<ElkNode> nodes = new ArrayList<>();
  private final List<ElkEdge> edges = new ArrayList<>();
  private final Map<Meeting, ElkPort> ports = new HashMap<>();

  /** Where wires meet a row: a row that has wires on both sides is met twice. */
  private record Meeting(End end, boolean leaving) {}

  private LayeredLayout(Diagram diagram, Ruler ruler, boolean tied) {
    this.diagram = diagram;
    this.ruler = ruler;
    this.graph = ElkGraphUtil.createGraph();
    options();
    for (Box box : diagram.boxes()) {
      ElkNode node = ElkGraphUtil.createNode(graph);
      node.setDimensions(ruler.width(box), ruler.height(box));
      node.setProperty(
          LayeredOptions.PORT_CONSTRAINTS, tied ? PortConstraints.FIXED_POS : PortConstraints.FREE);
      nodes.add(node);
    }
  }

  private void options() {
    graph.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.RANDOM_SEED, SEED);
    graph.setProperty(LayeredOptions.PADDING, new ElkPadding(0));
    graph.setProperty(
        LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.GREEDY_MODEL_ORDER);
    graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_EDGES);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, ruler.gap());
    graph.setProperty(LayeredOptions.SPACING_COMPONENT_COMPONENT, ruler.gap());
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE, ruler.lane());
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, ruler.lane());
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, ruler.column());
    graph.setProperty(LayeredOptions.SPACING_EDGE_EDGE_BETWEEN_LAYERS, ruler.lane());
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, ruler.lane());
  }

  /** Lays out. */
  static Layout of(Diagram diagram, Ruler ruler) {
    LayoutMetaDataService.getInstance();
    LayeredLayout free = new LayeredLayout(diagram, ruler, false);
    diagram.wires().forEach(wire -> free.edge(wire.a(), wire.b(), false));
    free.run();
    List<Boolean> turned = free.turned();
    Diagram ordered = diagram.ordered(free.orders(turned));
    LayeredLayout tied = new LayeredLayout(ordered, ruler, true);
    for (int i = 0; i < turned.size(); i++) {
      Wire wire = ordered.wires().get(i);
      boolean turn = turned.get(i);
      tied.edge(turn ? wire.b() : wire.a(), turn ? wire.a() : wire.b(), true);
    }
    tied.run();
    return tied.layout(turned);
  }

  private void run() {
    new LayeredLayoutProvider().layout(graph, new BasicProgressMonitor());
  }

  private void edge(End from, End to, boolean tied) {
    ElkPort source = port(from, true, tied);
    ElkPort target = port(to, false, tied);
    edges.add(ElkGraphUtil.createSimpleEdge(source, target));
  }

  private ElkPort port(End end, boolean leaving, boolean tied) {
    return ports.computeIfAbsent(
        new Meeting(end, leaving),
        _ -> {
          ElkNode node = nodes.get(end.box());
          ElkPort port = ElkGraphUtil.createPort(node);
          if (tied) {
            Box box = diagram.boxes().get(end.box());
            port.setProperty(LayeredOptions.PORT_SIDE, leaving ? PortSide.EAST : PortSide.WEST);
            port.setLocation(leaving ? node.getWidth() : 0, ruler.middle(box, end.row()));
          }
          return port;
        });
  }

  /** Which wires run from right to left. */
  private List<Boolean> turned() {
    return diagram.wires().stream()
        .map(wire -> nodes.get(wire.a().box()).getX() > nodes.get(wire.b().box()).getX())
        .toList();
  }

  /** For every box its rows in the order in which its wires lie best on either side. */
  private List<List<Integer>> orders(List<Boolean> turned) {
    List<Map<Integer, Double>> heights = new ArrayList<>();
    List<Map<Integer, Boolean>> sides = new ArrayList<>();
    diagram
        .boxes()
        .forEach(
            _ -> {
              heights.add(new HashMap<>());
              sides.add(new HashMap<>());
            });
    for (int i = 0; i < turned.size(); i++) {
      Wire wire = diagram.wires().get(i);
      for (boolean first : List.of(true, false)) {
        End end = first ? wire.a() : wire.b();
        ElkPort port = Objects.requireNonNull(ports.get(new Meeting(end, first)));
        heights.get(end.box()).merge(end.row(), port.getY(), Math::min);
        sides.get(end.box()).put(end.row(), first != turned.get(i));
      }
    }
    List<List<Integer>> orders = new ArrayList<>();
    for (int box = 0; box < diagram.boxes().size(); box++) {
      int count = diagram.boxes().get(box).rows().size();
      orders.add(order(count, heights.get(box), sides.get(box)));
    }
    return orders;
  }

  /** Rows of one side change places among each other only. */
  private static List<Integer> order(
      int count, Map<Integer, Double> heights, Map<Integer, Boolean> sides) {
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      order.add(row);
    }
    for (boolean side : List.of(true, false)) {
      List<Integer> places =
          order.stream().filter(row -> Boolean.valueOf(side).equals(sides.get(row))).toList();
      List<Integer> sorted = places.stream().sorted(Comparator.comparing(heights::get)).toList();
      for (int i = 0; i < places.size(); i++) {
        order.set(places.get(i), sorted.get(i));
      }
    }
    return order;
  }

  private Layout layout(List<Boolean> turned) {
    List<Frame> frames =
        nodes.stream()
            .map(node -> new Frame(node.getX(), node.getY(), node.getWidth(), node.getHeight()))
            .toList();
    List<List<Point>> paths = new ArrayList<>();
    for (int i = 0; i < edges.size(); i++) {
      List<Point> path = path(edges.get(i));
      paths.add(turned.get(i) ? path.reversed() : path);
    }
    return new Layout(diagram, frames, paths, graph.getWidth(), graph.getHeight());
  }

  private static List<Point> path(ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().getFirst();
    List<Point> points = new ArrayList<>();
    points.add(new Point(section.getStartX(), section.getStartY()));
    section.getBendPoints().forEach(p -> points.add(new Point(p.getX(), p.getY())));
    points.add(new Point(section.getEndX(), section.getEndY()));
    return points;
  }
}
