package dev.dejima.netstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Time comes from the loop's clock and chance from its seed: nothing else may know the world's. */
class NoHiddenTimeTest {
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "System\\.(nanoTime|currentTimeMillis|identityHashCode)"
              + "|Instant\\.now|LocalDateTime\\.now|Clock\\.system|Math\\.random"
              + "|ThreadLocalRandom|SecureRandom|UUID\\.randomUUID"
              + "|new (java\\.util\\.)?Random\\(\\)|new SplittableRandom\\(\\)|Thread\\.sleep"
              + "|IdentityHashMap");

  @Test
  void onlyTheLoopKnowsTheWall() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> offenders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("sched/Wall.java"))
              .filter(NoHiddenTimeTest::offends)
              .map(Path::toString)
              .toList();
      assertThat(offenders).isEmpty();
    }
  }

  private static boolean offends(Path file) {
    try {
      return FORBIDDEN.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
