package dev.dejima.lab.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

/** Why files cannot be read. */
class UnreadableTest {
  @Test
  void whatMayNotBeReadIsDenied() {
    assertThat(Unreadable.why(new AccessDeniedException("lab.yaml")))
        .isEqualTo("permission denied");
  }

  @Test
  void allElseSaysItself() {
    assertThat(Unreadable.why(new IOException("Is a directory"))).isEqualTo("Is a directory");
  }
}
