package dev.dejima.lab.picture;

import dev.dejima.lab.Port;
import dev.dejima.lab.Topology;
import dev.dejima.lab.picture.Diagram.Mark;
import dev.dejima.lab.picture.Layout.Frame;
import dev.dejima.lab.picture.Passage.Hop;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.SeenPacket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Draws a conversation as a ladder: a line downwards for each interface on its way, an arrow for
 * each packet on each link, and between them what nodes did.
 */
public final class LadderSvg {
  private static final double MARGIN = 20;
  private static final double TIME = 74;
  private static final double HEAD = 58;
  private static final double LINE = 15;
  private static final double FINE = 11;
  private static final double PAD = 14;
  private static final int COLUMNS = 48;
  private static final int MOST = 60;

  private final Conversation conversation;
  private final Map<Port, Port> peers;
  private final List<Passage> passages;
  private final int more;
  private final Lifelines lifelines;
  private final Svg svg = new Svg();
  private final Map<Set<Port>, Set<String>> told = new HashMap<>();
  private double y = HEAD + MARGIN;

  private LadderSvg(Topology topology, Conversation conversation) {
    this.conversation = conversation;
    this.peers = Groups.peers(topology);
    List<Passage> all = Passage.of(conversation.packets(), peers);
    this.passages = all.subList(0, Math.min(MOST, all.size()));
    this.more = all.size() - passages.size();
    this.lifelines = Lifelines.of(conversation.path(), passages, MARGIN + TIME);
  }

  /**
   * A conversation as a document.
   *
   * @param title what it is about
   */
  public static String draw(String title, Topology topology, Conversation conversation) {
    return draw(title, topology, conversation, true, "ladder");
  }

  /**
   * A conversation as a part of a page that has {@link Look#style}.
   *
   * @param id unique in that page
   */
  public static String inline(
      String title, Topology topology, Conversation conversation, String id) {
    return draw(title, topology, conversation, false, id);
  }

  private static String draw(
      String title, Topology topology, Conversation conversation, boolean whole, String id) {
    LadderSvg ladder = new LadderSvg(topology, conversation);
    return ladder.document(title, whole, id);
  }

  private String document(String title, boolean whole, String id) {
    Svg body = new Svg();
    rows();
    double width = lifelines.width() + MARGIN;
    heads(body);
    for (Port port : lifelines.ports()) {
      body.line(lifelines.x(port), HEAD + 6, lifelines.x(port), y, "d-life");
    }
    body.raw(svg.toString().stripTrailing());
    String nodes =
        String.join(", ", lifelines.ports().stream().map(Port::toString).distinct().toList());
    String description = "%d packets between %s.".formatted(passages.size(), nodes);
    return Look.document("Ladder: " + title, description, body, width, y + MARGIN, whole, id);
  }

  private void heads(Svg body) {
    body.text(MARGIN + TIME - 24, HEAD - 4, "d-small d-right", "ms");
    for (Lifelines.Band band : lifelines.bands()) {
      Frame frame = new Frame(band.left(), MARGIN - 8, band.right() - band.left(), 24);
      body.rect(frame, 6, "d-plain");
      body.text((band.left() + band.right()) / 2, MARGIN + 9, "d-label d-mid", band.node());
    }
    for (Port port : lifelines.ports()) {
      body.text(lifelines.x(port), HEAD - 4, "d-fine d-mid", port.device());
    }
  }

  private void rows() {
    Set<Account.Deed> explained = new HashSet<>();
    boolean stopped = false;
    for (int i = 0; i < passages.size(); i++) {
      Passage passage = passages.get(i);
      row(passage, passages.getFirst().first().time());
      for (Account.Deed deed : translated(passage)) {
        if (explained.add(deed)) {
          note(deed.node(), deed.mark());
        }
      }
      if (stops(passage) && !stopped) {
        stopped = true;
        Account.stop(conversation).ifPresent(d -> note(d.node(), Account.stop(d)));
      }
    }
    if (more > 0) {
      y += 2 * LINE;
      svg.text(MARGIN + TIME - 10, y, "d-small", "and " + more + " more packets");
    }
    if (passages.isEmpty()) {
      y += LINE;
      svg.text(MARGIN, y, "d-small", "no packet was seen");
    }
  }

  private List<Account.Deed> translated(Passage passage) {
    List<String> nodes = passage.sightings().stream().map(s -> s.at().node()).toList();
    return Account.translations(conversation).stream()
        .filter(deed -> nodes.contains(deed.node()))
        .sorted(Comparator.comparingInt(deed -> nodes.indexOf(deed.node())))
        .toList();
  }

  /** Whether a packet's way ends where a rule or a policy drops. */
  private boolean stops(Passage passage) {
    SeenPacket last = passage.last();
    String node = last.at().node();
    boolean answered =
        passages.stream()
            .map(Passage::first)
            .anyMatch(
                p ->
                    p.at().node().equals(node)
                        && p.outgoing()
                        && last.flow() != null
                        && last.flow().reversed().equals(p.flow())
                        && !p.line().contains("ICMP"));
    return !last.outgoing()
        && !answered
        && conversation.decisions().stream().anyMatch(d -> d.drops() && d.node().equals(node));
  }

  private void row(Passage passage, Instant start) {
    svg.group("d-packet", passage.first().line());
    y += 8;
    Duration since = Duration.between(start, passage.first().time());
    List<List<Hop>> lanes = lanes(passage.hops());
    boolean first = true;
    for (List<Hop> lane : lanes) {
      List<List<String>> texts = lane.stream().map(hop -> lines(hop, passage)).toList();
      int most = texts.stream().mapToInt(List::size).max().orElse(0);
      double arrow = y + most * LINE + 4;
      if (first) {
        String time = String.format(Locale.ROOT, "%.3f", since.toNanos() / 1e6);
        svg.text(MARGIN + TIME - 24, arrow + 4, "d-fine d-right", time);
      }
      for (int i = 0; i < lane.size(); i++) {
        arrow(lane.get(i), texts.get(i), arrow, passage);
      }
      first = false;
      y = arrow + 6;
    }
    svg.end();
  }

  /** Links side by side share a line; those that would lie upon each other have lines of theirs. */
  private List<List<Hop>> lanes(List<Hop> hops) {
    List<List<Hop>> lanes = new ArrayList<>();
    double edge = 0;
    boolean rightward = true;
    for (Hop hop : hops) {
      double from = lifelines.x(hop.from());
      double to = end(hop);
      boolean joins =
          !lanes.isEmpty() && rightward == to > from && (rightward ? from >= edge : from <= edge);
      if (!joins) {
        lanes.add(new ArrayList<>());
        rightward = to > from;
      }
      lanes.getLast().add(hop);
      edge = to;
    }
    return lanes;
  }

  /** Where an arrow ends: at the other interface; of what was lost, half way. */
  private double end(Hop hop) {
    Port to = hop.to();
    if (to != null) {
      return lifelines.x(to);
    }
    Port peer = peers.get(hop.from());
    double from = lifelines.x(hop.from());
    return peer != null && lifelines.ports().contains(peer)
        ? (from + lifelines.x(peer)) / 2
        : from + lifelines.stub(hop.from());
  }

  private List<String> lines(Hop hop, Passage passage) {
    PacketLine line = PacketLine.of(hop.packet().body());
    List<String> lines = new ArrayList<>();
    Port to = peers.get(hop.from());
    Set<Port> link = to == null ? Set.of(hop.from()) : Set.of(hop.from(), to);
    String pair = pair(line.addresses());
    if (told.computeIfAbsent(link, _ -> new HashSet<>()).add(pair)) {
      lines.addAll(line.addresses(COLUMNS));
    }
    String rest = passage.again() ? "again: " + line.rest() : line.rest();
    lines.addAll(new PacketLine("", rest).rest(COLUMNS));
    return lines;
  }

  /** The same for both directions. */
  private static String pair(String addresses) {
    String[] ends = addresses.split(" > ", 2);
    return ends.length == 2 && ends[0].compareTo(ends[1]) > 0
        ? ends[1] + " > " + ends[0]
        : addresses;
  }

  private void arrow(Hop hop, List<String> lines, double at, Passage passage) {
    double from = lifelines.x(hop.from());
    double to = end(hop);
    double sign = Math.signum(to - from);
    double middle = (from + to) / 2;
    for (int i = 0; i < lines.size(); i++) {
      double above = at - 6 - (lines.size() - 1 - i) * LINE;
      svg.text(middle, above, "d-fine d-mid", lines.get(i));
    }
    svg.line(from, at, to - sign * 7, at, passage.again() ? "d-again" : "d-hop");
    boolean lost = hop.to() == null;
    if (lost || hop.to() != null && hop.to().equals(passage.last().at()) && stops(passage)) {
      svg.path(
          "M%s %sl10 10m0 -10l-10 10".formatted(Svg.number(to - 5), Svg.number(at - 5)), "d-cross");
    } else {
      svg.path(
          "M%s %sl%s -4.5v9z".formatted(Svg.number(to), Svg.number(at), Svg.number(-sign * 9)),
          "d-tip");
    }
  }

  /** A box at a node, with what it did. */
  private void note(String node, Mark mark) {
    y += 8;
    double text = Glyphs.bold(mark.title() + node + " ", 12);
    for (String line : mark.lines()) {
      text = Math.max(text, Glyphs.mono(line, FINE));
    }
    double width = text + 24 + 2 * PAD;
    double middle = lifelines.middle(node);
    double left = Math.max(MARGIN + TIME - 10, middle - width / 2);
    left = Math.max(MARGIN, Math.min(left, lifelines.width() - width));
    double height = 2 * 8 + (1 + mark.lines().size()) * LINE;
    String tone = Card.tone(mark.tone());
    svg.rect(new Frame(left, y, width, height), 7, "d-" + tone);
    double line = y + 8 + LINE / 2;
    Icons.draw(mark.tone(), left + PAD, line, svg);
    svg.text(left + PAD + 20, line + 4, "d-label d-ink-" + tone, node + " " + mark.title());
    for (String each : mark.lines()) {
      line += LINE;
      svg.text(left + PAD + 20, line + 4, "d-fine d-ink-" + tone, each);
    }
    y += height + 2;
  }
}
