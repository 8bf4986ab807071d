package dev.dejima.conformance;

import dev.dejima.cli.Tools;
import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of nft in the initial namespace of a kernel, and what came of it.
 *
 * @param status the exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record NftRun(int status, String out, String err) {
  /** Runs Dejima's nft. */
  static NftRun ours(Kernel kernel, String input, String... arguments) throws InterruptedException {
    Toolbox toolbox = Tools.all();
    List<String> words = new ArrayList<>(List.of("nft"));
    words.addAll(List.of(arguments));
    Streams streams = new Streams(input);
    int status =
        kernel.run(
            kernel.initial(),
            "nft",
            streams.all(),
            self -> toolbox.run(new Invocation(toolbox, self, self, self.streams(), words)));
    return streams.run(status);
  }

  /** Runs the real nft, which only a real kernel does. */
  static NftRun real(Kernel kernel, String program, String input, String... arguments)
      throws InterruptedException, KernelException {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(arguments));
    Streams streams = new Streams(input);
    int status = kernel.exec(kernel.initial(), words, streams.all()).await();
    return streams.run(status);
  }

  private static final class Streams {
    private final ByteArrayInputStream in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Streams(String input) {
      in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    StandardStreams all() {
      return new StandardStreams(in, out, err);
    }

    NftRun run(int status) {
      return new NftRun(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
