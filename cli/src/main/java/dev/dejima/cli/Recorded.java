package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.lab.record.RecordTool;
import dev.dejima.lab.record.Recording;
import dev.dejima.tools.Tool;
import dev.dejima.tools.Toolbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What is typed, or run as a script, for {@code record}. */
final class Recorded {
  private final Recording recording = new Recording();
  private final Callable<Kernel> trial;

  /**
   * One.
   *
   * @param file where to write what is kept from the start; null to keep nothing yet
   */
  Recorded(KernelChoice kernels, @Nullable Path file) {
    this.trial = () -> kernels.open(false);
    if (file != null) {
      if (Files.exists(file)) {
        throw new Problem(
            ExitStatus.WRONG_INPUT, "dejima: --record: " + file + " is there already");
      }
      recording.begin(file);
    }
  }

  /** A box of these tools, and {@code record}. */
  Toolbox toolbox(List<Tool> tools) {
    List<Tool> all = new ArrayList<>(tools);
    all.add(new RecordTool(recording, trial));
    return new Toolbox(all, recording);
  }

  /** Writes what was kept, while the network is still there. */
  void end(Kernel kernel) throws IOException, InterruptedException {
    recording.end(kernel, trial).forEach(System.err::println);
  }
}
