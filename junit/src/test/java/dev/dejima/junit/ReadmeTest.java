package dev.dejima.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What README.md shows is what is run here. */
class ReadmeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "java/dev/dejima/junit/PortForwardTest.java",
        "java/dev/dejima/junit/OwnCodeTest.java",
        "resources/dev/dejima/junit/nat.yaml",
        "resources/dev/dejima/junit/dnat.nft",
        "resources/golden/PolicyDrops-netstack.txt",
      })
  void showsTheTruth(String file) throws Exception {
    String text = Files.readString(Path.of("src/test", file));
    String shown = text.substring(Math.max(0, text.indexOf("import static")));
    shown = shown.replaceAll("/\\*\\* The example.*\\*/\n", "");
    assertThat(Files.readString(Path.of("README.md"))).contains("\n" + shown.strip() + "\n```");
  }
}
