package dev.dejima.junit;

import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands in a node. */
record Commands(Session session, Node node) {
  /**
   * Runs one to its end.
   *
   * @param words its name and arguments
   * @param title what it is called when it fails
   * @return what it wrote to standard output
   */
  String run(List<String> words, String input, String title) throws InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    byte[] typed = input.getBytes(StandardCharsets.UTF_8);
    StandardStreams streams = new StandardStreams(new ByteArrayInputStream(typed), out, err);
    Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);
    int status =
        session
            .kernel()
            .run(
                node.namespace(),
                title,
                streams,
                self -> toolbox.run(new Invocation(toolbox, self, self, streams, words)));
    String output = out.toString(StandardCharsets.UTF_8);
    if (status != 0) {
      String errors = err.toString(StandardCharsets.UTF_8);
      throw new CommandFailedException(node.name(), title, status, output, errors);
    }
    return output;
  }
}
