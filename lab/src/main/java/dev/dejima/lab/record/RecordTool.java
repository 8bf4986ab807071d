package dev.dejima.lab.record;

import dev.dejima.kernel.Kernel;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Tool;
import dev.dejima.tools.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code record}: keeps what is typed from now on, and writes it as a lab. */
public final class RecordTool implements Tool {
  private static final String USAGE =
      """
      usage: record FILE   keeps what is typed from now on
             record stop   writes it to FILE as a lab, with a test for each probe\
      """;

  private final Recording recording;
  private final Callable<Kernel> trial;

  /**
   * The command of a recording.
   *
   * @param trial opens a kernel to try the lab on
   */
  public RecordTool(Recording recording, Callable<Kernel> trial) {
    this.recording = recording;
    this.trial = trial;
  }

  @Override
  public String name() {
    return "record";
  }

  @Override
  public int run(Invocation call) throws IOException, InterruptedException {
    List<String> words = call.arguments();
    if (words.size() != 1 || words.getFirst().startsWith("-")) {
      throw new UsageException(2, USAGE);
    }
    if (!words.getFirst().equals("stop")) {
      return begin(call, Path.of(words.getFirst()));
    }
    if (!recording.isOn()) {
      call.complain("record: nothing is being kept; record FILE begins");
      return 1;
    }
    recording.look(call.process());
    external(call, () -> recording.write(trial)).forEach(call::print);
    return 0;
  }

  private int begin(Invocation call, Path file) {
    if (recording.isOn()) {
      call.complain("record: one is on already; record stop ends it");
      return 1;
    }
    if (Files.exists(file)) {
      call.complain("record: " + file + " is there already");
      return 1;
    }
    recording.begin(file);
    call.print("what is typed is kept; record stop, or the end of the shell, writes " + file);
    return 0;
  }

  private static <T> T external(Invocation call, Callable<T> work)
      throws IOException, InterruptedException {
    try {
      return call.kernel().external(work);
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
