package dev.dejima.lab.init;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Outcome;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.run.Flow;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.RunResult;
import dev.dejima.lab.run.StepResult;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.run.Translation;
import dev.dejima.tools.Invocation;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.nft.LineSource;
import dev.dejima.tools.shell.StandardTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first lab of a ruleset. The ruleset is listed by a kernel; the listing tells the network;
 * what each trial comes to is tried on a kernel, so that the lab passes as it is written.
 */
public final class LabSketch {
  private static final Pattern INDEXED = Pattern.compile("\\b[io]if\\s+\"?([\\w.-]+)\"?");

  private final Path ruleset;
  private final Supplier<Kernel> kernels;

  private LabSketch(Path ruleset, Supplier<Kernel> kernels) {
    this.ruleset = ruleset;
    this.kernels = kernels;
  }

  /**
   * Writes {@code lab.yaml} beside a ruleset.
   *
   * @param name what the lab is called
   * @param kernels opens kernels to try on
   * @return how many tests it has
   * @throws LabException if the ruleset is wrong, or no kernel takes it
   */
  public static int write(String name, Path ruleset, Supplier<Kernel> kernels)
      throws LabException, IOException, InterruptedException {
    return new LabSketch(ruleset, kernels).write(name);
  }

  private int write(String name) throws LabException, IOException, InterruptedException {
    List<ListedRule> rules = ListedRule.of(listing());
    List<Side> sides = NetworkGuess.of(rules);
    String file = String.valueOf(ruleset.getFileName());
    Path lab = ruleset.resolveSibling("lab.yaml");
    List<Trial> trials = Trials.of(rules, sides);
    Files.writeString(lab, LabText.of(name, file, sides, trials));
    List<Trial> tried = new ArrayList<>();
    for (TestResult result : run(lab).tests()) {
      Trial trial = observed(trials.get(tried.size()), sides, result);
      tried.add(trial);
    }
    tried.removeIf(trial -> trial.outcome() == null);
    Files.writeString(lab, LabText.of(name, file, sides, tried));
    return settle(name, lab, file, sides, tried);
  }

  /** Leaves out what does not come to the same a second time: limits that are used up, chance. */
  private int settle(String name, Path lab, String file, List<Side> sides, List<Trial> trials)
      throws LabException, IOException, InterruptedException {
    List<Trial> kept = trials;
    while (true) {
      List<TestResult> results = run(lab).tests();
      List<Trial> passed = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).passed()) {
          passed.add(kept.get(i));
        }
      }
      if (passed.size() == kept.size()) {
        return kept.size();
      }
      kept = passed;
      Files.writeString(lab, LabText.of(name, file, sides, kept));
    }
  }

  private RunResult run(Path file) throws LabException, InterruptedException {
    Lab lab = LabFile.read(file);
    try (Kernel kernel = kernels.get()) {
      return LabRun.run(lab, kernel);
    }
  }

  private static Trial observed(Trial trial, List<Side> sides, TestResult result) {
    if (result.probes().isEmpty()) {
      return trial;
    }
    StepResult.Tried probe = result.probes().getFirst();
    Outcome outcome = probe.answer().outcome().orElse(null);
    if (outcome == null) {
      return trial;
    }
    @Nullable String place = null;
    @Nullable String packet = null;
    for (Translation translation : probe.conversation().tracked()) {
      Flow after = translation.after();
      for (Side side : sides) {
        boolean arrives = trial.listenAt() != null && trial.listenAt().equals(side.node());
        if (arrives && translation.changes() && outcome == Outcome.CONNECTED) {
          place = side.node() + ":" + side.port();
          packet = address(after.sourceText()) + ".* > " + dotted(after.destinationText()) + ": *";
        }
      }
    }
    return trial.with(outcome, place, packet);
  }

  private static String address(String text) {
    return text.replaceFirst(":\\d+$", "");
  }

  /** As tcpdump writes an address and a port. */
  private static String dotted(String text) {
    return text.replaceFirst(":(\\d+)$", ".$1");
  }

  /** The ruleset as nft lists it, once a kernel has it. */
  private String listing() throws LabException, IOException, InterruptedException {
    Set<String> devices = new LinkedHashSet<>();
    Matcher matcher = INDEXED.matcher(Files.readString(ruleset));
    while (matcher.find()) {
      devices.add(matcher.group(1));
    }
    devices.remove("lo");
    try (Kernel kernel = kernels.get()) {
      int number = 0;
      for (String device : devices) {
        call(kernel, "ip", "link", "add", device, "type", "veth", "peer", "name", "p" + number++);
      }
      call(kernel, "nft", "-f", ruleset.toString());
      return call(kernel, "nft", "-s", "list", "ruleset");
    }
  }

  private static String call(Kernel kernel, String... words)
      throws LabException, InterruptedException {
    Toolbox toolbox = StandardTools.all(LineSource.STANDARD_INPUT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StandardStreams streams = new StandardStreams(InputStream.nullInputStream(), out, out);
    List<String> command = List.of(words);
    int status =
        kernel.run(
            kernel.initial(),
            words[0],
            streams,
            self -> toolbox.run(new Invocation(toolbox, self, self, streams, command)));
    String text = out.toString(StandardCharsets.UTF_8);
    if (status != 0) {
      throw new LabException(text.strip());
    }
    return text;
  }
}
