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
        "java/com/example/PortForwardTest.java",
        "java/com/example/OwnCodeTest.java",
        "resources/com/example/nat.yaml",
        "resources/com/example/dnat.nft",
        "resources/golden/PolicyDrops-netstack.txt",
      })
  void showsTheTruth(String file) throws Exception {
    String text = Files.readString(Path.of("src/test", file));
    assertThat(Files.readString(Path.of("README.md"))).contains("\n" + text.strip() + "\n```");
  }
}
