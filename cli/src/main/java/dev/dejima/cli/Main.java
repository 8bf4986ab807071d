package dev.dejima.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code dejima}: where the program starts. */
public final class Main {
  private Main() {}

  /** Starts the program. */
  public static void main(String[] args) {
    int status = run(args);
    if (isNft(args) || About.isAsked(List.of(args))) {
      // No kernel is open any more. System.exit would look into every jar for somebody to tell.
      Runtime.getRuntime().halt(status);
    }
    System.exit(status);
  }

  private static boolean isNft(String... args) {
    return args.length > 0 && args[0].equals("nft");
  }

  /**
   * Runs one command. nft reads its arguments itself, and is to be there at once: it does without
   * picocli, whose classes take longer to load than most rulesets to be read.
   *
   * @return the exit status
   */
  static int run(String... args) {
    try {
      if (isNft(args)) {
        return NftCommand.run(List.of(args).subList(1, args.length));
      }
      if (About.isAsked(List.of(args))) {
        System.out.println(About.answer(args[0]));
        return ExitStatus.OK;
      }
      return Program.run(args);
    } catch (Exception e) {
      return ExitStatus.explain(e, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
  }
}
