package dev.dejima.tools.nft;

import dev.dejima.nft.syntax.ParseResult;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;

/** {@code nft}: text to one batch, and the kernel's answers back to text. */
public final class NftTool implements Tool {
  private static final String VERSION = "nftables v1.1.6 (Dejima)";
  private static final String ABOUT =
      VERSION + "\n  cli:\t\tjline\n  json:\t\tyes\n  minigmp:\tno\n  libxtables:\tno";

  private final LineSource lines;

  /** One that reads what is typed from its standard input. */
  public NftTool() {
    this(LineSource.STANDARD_INPUT);
  }

  /** One that has what is typed from elsewhere: from an editor of lines. */
  public NftTool(LineSource lines) {
    this.lines = lines;
  }

  @Override
  public String name() {
    return "nft";
  }

  /** A monitor is ready once it listens. */
  @Override
  public boolean announcesReady() {
    return true;
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    NftOptions options = NftOptions.parse(call.arguments());
    if (options.has(NftOption.HELP)) {
      call.out().print(NftOption.usage());
      return 0;
    }
    if (options.has(NftOption.VERSION)) {
      call.print(VERSION);
      return 0;
    }
    if (options.has(NftOption.VERSION_LONG)) {
      call.print(ABOUT);
      return 0;
    }
    try {
      return run(call, options);
    } catch (OutOfMemoryError e) {
      long memory = Runtime.getRuntime().maxMemory();
      throw new UsageException(
          1, "nft: not enough memory: %d MiB (java -Xmx)".formatted(memory >> 20));
    }
  }

  private int run(Invocation call, NftOptions options) throws IOException, InterruptedException {
    NftInput input = new NftInput(call, options);
    if (!options.command.isEmpty()) {
      return new NftRun(call, options, input.arguments()).run();
    }
    if (options.file != null) {
      ParseResult parsed = input.file(options.file);
      NftRun run = new NftRun(call, options, parsed);
      return options.has(NftOption.OPTIMIZE) ? run.runOptimized() : run.run();
    }
    if (!options.has(NftOption.INTERACTIVE)) {
      throw new UsageException(1, "nft: no command specified");
    }
    return interactive(call, options, input);
  }

  /** Each line is a run of its own; {@code quit} or the end of the input ends them. */
  private int interactive(Invocation call, NftOptions options, NftInput input)
      throws IOException, InterruptedException {
    call.ready();
    String line = lines.next(call, "nft> ");
    while (line != null) {
      StringBuilder whole = new StringBuilder(line);
      while (line != null && line.endsWith("\\")) {
        line = lines.next(call, ".... ");
        whole.append('\n').append(line == null ? "" : line);
      }
      String command = whole.toString().strip();
      if (command.equals("quit")) {
        return 0;
      }
      if (!command.isEmpty()) {
        new NftRun(call, options, input.line(command)).run();
      }
      line = lines.next(call, "nft> ");
    }
    return 0;
  }
}
