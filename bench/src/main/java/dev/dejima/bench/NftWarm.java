package dev.dejima.bench;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.KernelProvider;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.NftTool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** nft's work inside a running Java, on Java kernels that begin empty. */
final class NftWarm {
  private static final long WARM = 8_000_000_000L;
  private static final int ROUNDS_LEAST = 15;

  private final Toolbox toolbox = new Toolbox(List.of(new NftTool()));
  private final KernelProvider provider =
      ServiceLoader.load(KernelProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(kernel -> kernel.name().equals("netstack"))
          .findFirst()
          .orElseThrow();

  /** Counts what is written, and keeps nothing. */
  private static final class Counting extends OutputStream {
    private long octets;

    @Override
    public void write(int octet) {
      octets++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      octets += length;
    }
  }

  /**
   * Nanoseconds of the quickest round, once the code is warm.
   *
   * @param commands nft's arguments, in the order they are run on one kernel
   */
  long quickest(String... commands) throws InterruptedException, KernelException {
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + WARM;
    for (int round = 0; round < ROUNDS_LEAST || System.nanoTime() < end; round++) {
      long start = System.nanoTime();
      run(commands);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }

  private void run(String... commands) throws InterruptedException, KernelException {
    try (Kernel kernel = provider.open(KernelOptions.DEFAULT)) {
      for (String command : commands) {
        Counting out = new Counting();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = run(kernel, command, out, errors);
        if (status != 0 || (command.contains("list") && out.octets == 0)) {
          throw new IllegalStateException(
              command + " ended with " + status + ": " + errors.toString(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private int run(Kernel kernel, String command, OutputStream out, OutputStream errors)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("nft"));
    words.addAll(List.of(command.split(" ")));
    return kernel.run(
        kernel.initial(),
        "nft",
        new StandardStreams(InputStream.nullInputStream(), out, errors),
        self -> toolbox.run(new Invocation(toolbox, self, self, self.streams(), words)));
  }
}
