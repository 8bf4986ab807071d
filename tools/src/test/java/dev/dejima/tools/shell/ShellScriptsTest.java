package dev.dejima.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.netstack.NetstackProvider;
import dev.dejima.tools.Tool;
import dev.dejima.tools.Toolbox;
import dev.dejima.tools.filter.Filters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What scripts print and how they end, here and by bash. */
final class ShellScriptsTest {
  record Example(String script, String expected) {
    @Override
    public String toString() {
      return script;
    }
  }

  static Stream<Example> examples() throws IOException {
    try (InputStream in = ShellScriptsTest.class.getResourceAsStream("/shell/scripts.txt")) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^----\n"))
          .map(each -> each.split("\n====\n", 2))
          .map(parts -> new Example(parts[0], parts[1]));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printWhatIsExpected(Example example) throws Exception {
    assertThat(run(example.script())).isEqualTo(example.expected());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printTheSameByBash(Example example) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/bash")), "SKIPPED: the program bash is not installed");
    ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", example.script());
    builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.redirectInput(new java.io.File("/dev/null"));
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ended(printed, process.waitFor())).isEqualTo(example.expected());
  }

  private static String ended(String printed, int status) {
    return printed
        + (printed.isEmpty() || printed.endsWith("\n") ? "" : "\n")
        + "["
        + status
        + "]\n";
  }

  private static String run(String text) throws ShellSyntaxException, InterruptedException {
    List<Tool> tools = new ArrayList<>(Builtins.all());
    tools.addAll(Filters.all());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    StandardStreams streams =
        new StandardStreams(
            InputStream.nullInputStream(), printed, OutputStream.nullOutputStream());
    try (Kernel kernel = new NetstackProvider().open(KernelOptions.DEFAULT)) {
      Shell shell = new Shell(kernel, new Toolbox(tools), streams, Path.of(""));
      int status = shell.run(Script.parse(text, 1));
      shell.close();
      return ended(printed.toString(StandardCharsets.UTF_8), status);
    }
  }
}
