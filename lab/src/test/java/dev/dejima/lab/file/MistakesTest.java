package dev.dejima.lab.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dejima.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lab files with mistakes, and what is said about them. */
class MistakesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/mistakes");

  static List<String> labs() throws IOException {
    try (Stream<Path> files = Files.list(GOLDEN)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("labs")
  void saysWhatIsWrong(String name) throws IOException {
    Path lab = GOLDEN.resolve(name);
    LabException refused = catchThrowableOfType(LabException.class, () -> LabFile.read(lab));
    assertThat(refused).as("a mistake in " + name).isNotNull();
    String said = String.valueOf(refused.getMessage()).replace(GOLDEN + "/", "") + "\n";
    Path expected = GOLDEN.resolve(name.replace(".yaml", ".txt"));
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(expected, said);
    }
    assertThat(said).isEqualTo(Files.readString(expected));
  }
}
