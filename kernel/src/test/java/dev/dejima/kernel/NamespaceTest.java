package dev.dejima.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceTest {
  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../etc", "a\0b"})
  void aNameIsOneOfAFile(String name) {
    assertThatThrownBy(() -> Namespace.checkName(name))
        .isInstanceOfSatisfying(
            KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
  }

  @Test
  void itsLengthIsCountedInOctets() {
    assertThatCode(() -> Namespace.checkName("é".repeat(127))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Namespace.checkName("é".repeat(128)))
        .isInstanceOf(KernelException.class)
        .hasMessage(Errno.ENAMETOOLONG.text());
  }
}
