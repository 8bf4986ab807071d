package dev.dejima.tools.nft;

import dev.dejima.tools.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where an interactive nft has its lines from. */
@FunctionalInterface
public interface LineSource {
  /** The standard input, without a prompt. */
  LineSource STANDARD_INPUT =
      (call, prompt) -> {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = call.in().read();
        if (octet < 0) {
          return null;
        }
        while (octet >= 0 && octet != '\n') {
          line.write(octet);
          octet = call.in().read();
        }
        return line.toString(StandardCharsets.UTF_8);
      };

  /**
   * The next line, without its newline; null at the end.
   *
   * @param call who asks
   * @param prompt what to show where somebody types
   */
  @Nullable String next(Invocation call, String prompt) throws IOException;
}
