package dev.dejima.lab.run;

import dev.dejima.kernel.Process;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Mistake;
import dev.dejima.lab.Node;
import dev.dejima.lab.Place;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.ip.IpTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types lines of {@code ip} in the nodes of a network. */
final class IpRunner {
  private final Network network;
  private final Toolbox toolbox = new Toolbox(List.of(new IpTool()));

  IpRunner(Network network) {
    this.network = network;
  }

  /**
   * Types lines in every node.
   *
   * @throws LabException at the first that is refused, with its place in the lab
   */
  void run(List<Node> nodes, Function<Node, List<NodeLines.Line>> lines)
      throws LabException, InterruptedException {
    Typing typing = new Typing(nodes, lines);
    network.kernel().run(network.kernel().initial(), "ip", StandardStreams.none(), typing::run);
    if (typing.refused != null) {
      Place place = typing.refused.place();
      String message = "%s: ip says: %s".formatted(typing.refused.what(), typing.answer.strip());
      throw new LabException(new Mistake(place, message, place.source(), null).format());
    }
  }

  private final class Typing {
    private final List<Node> nodes;
    private final Function<Node, List<NodeLines.Line>> lines;
    private NodeLines.@Nullable Line refused;
    private String answer = "";

    Typing(List<Node> nodes, Function<Node, List<NodeLines.Line>> lines) {
      this.nodes = nodes;
      this.lines = lines;
    }

    int run(Process self) throws IOException, InterruptedException {
      for (Node node : nodes) {
        for (NodeLines.Line line : lines.apply(node)) {
          if (!type(self, node, line)) {
            refused = line;
            return 1;
          }
        }
      }
      return 0;
    }

    private boolean type(Process self, Node node, NodeLines.Line line)
        throws IOException, InterruptedException {
      ByteArrayOutputStream complaints = new ByteArrayOutputStream();
      StandardStreams streams =
          new StandardStreams(
              InputStream.nullInputStream(), OutputStream.nullOutputStream(), complaints);
      List<String> words = new ArrayList<>(List.of("ip"));
      words.addAll(line.words());
      Invocation call = new Invocation(toolbox, self, self, streams, words);
      int status = toolbox.run(call.in(network.namespace(node.name())));
      answer = complaints.toString(StandardCharsets.UTF_8);
      return status == 0;
    }
  }
}
