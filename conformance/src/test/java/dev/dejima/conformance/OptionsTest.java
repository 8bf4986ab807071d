package dev.dejima.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.netstack.NetstackProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of nft, alone and together, do what nft 1.1.7's do. */
class OptionsTest {
  /** So many calls are answered as nft answers them. */
  private static final int SAME = 955;

  private static final List<String> FILES = List.of("before.nft", "more.nft", "more.json");

  @TempDir Path directory;

  @Test
  void answersAsNftDoes() throws IOException, InterruptedException {
    Map<String, String> nft = OptionCalls.answers();
    StringBuilder report = new StringBuilder();
    List<String> different = new ArrayList<>();
    copyFiles();
    for (String call : OptionCalls.all()) {
      String theirs = nft.getOrDefault(call, "");
      String ours = ours(call);
      if (!ours.equals(theirs)) {
        different.add(call);
        report.append("### ").append(call).append('\n');
        report.append(LineDifference.of(theirs, ours)).append('\n');
      }
    }
    Files.createDirectories(Path.of("target"));
    Files.writeString(Path.of("target/options.txt"), report);
    int all = OptionCalls.all().size();
    System.out.printf(
        "calls answered as nft answers them: %d of %d%n", all - different.size(), all);
    assertThat(all - different.size()).as("differ: %s", different).isGreaterThanOrEqualTo(SAME);
  }

  private void copyFiles() throws IOException {
    for (String file : FILES) {
      Files.copy(OptionCalls.DIRECTORY.resolve(file), directory.resolve(file));
    }
  }

  private String ours(String call) throws InterruptedException {
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      NftRun before = NftRun.ours(kernel, "", "-f", directory.resolve("before.nft").toString());
      assertThat(before.err()).isEmpty();
      NftRun run = NftRun.ours(kernel, "", words(call));
      String answer = OptionCalls.answer(run.status(), run.out(), run.err());
      return answer.replace(directory + "/", "");
    }
  }

  private String[] words(String call) {
    String place = directory + "/";
    return OptionCalls.words(call).stream()
        .map(word -> word.replace("more.", place + "more.").replace("before.", place + "before."))
        .toArray(String[]::new);
  }

  /** {@code -Dgolden.rewrite=true} writes down what it says. */
  @Tag("linux")
  @Test
  void nftItselfAnswersSo() throws IOException, InterruptedException {
    String nft = RulesetCorpus.realNft();
    Assumptions.assumeTrue(Files.isExecutable(Path.of(nft)), () -> "SKIPPED: there is no " + nft);
    String version = run(List.of(nft, "--version"));
    Assumptions.assumeTrue(version.contains("v1.1.7"), () -> "SKIPPED: another nft: " + version);
    Map<String, String> answers = asked(nft);
    if (Boolean.getBoolean("golden.rewrite")) {
      OptionCalls.write(answers);
    }
    assertThat(answers).isEqualTo(OptionCalls.answers());
  }

  private Map<String, String> asked(String nft) throws IOException, InterruptedException {
    copyFiles();
    Map<String, String> answers = new LinkedHashMap<>();
    for (String call : OptionCalls.all()) {
      List<String> words = new ArrayList<>(List.of("unshare", "-n", "bash", "-c"));
      words.add(
          "ip link set lo up; cd %s; %s -f before.nft || exit 99; exec \"$@\" </dev/null >out 2>err"
              .formatted(directory, nft));
      words.addAll(List.of("bash", nft));
      words.addAll(OptionCalls.words(call));
      Process process = new ProcessBuilder(words).start();
      int status = process.waitFor();
      answers.put(
          call,
          OptionCalls.answer(
              status,
              Files.readString(directory.resolve("out")),
              Files.readString(directory.resolve("err"))));
    }
    return answers;
  }

  private static String run(List<String> words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out;
  }
}
