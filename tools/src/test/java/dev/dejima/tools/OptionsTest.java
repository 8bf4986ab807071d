package dev.dejima.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {
  private final List<String> seen = new ArrayList<>();
  private final Options options =
      new Options("x", 3)
          .flag('l', () -> seen.add("l"))
          .flag('n', () -> seen.add("n"))
          .value('w', value -> seen.add("w=" + value));

  @Test
  void readsAsGetoptDoes() {
    assertThat(options.parse(List.of("-lnw3", "a", "-w", "4", "-", "--", "-l")))
        .containsExactly("a", "-", "-l");
    assertThat(seen).containsExactly("l", "n", "w=3", "w=4");
  }

  @Test
  void namesWhatIsKnown() {
    assertThatThrownBy(() -> options.parse(List.of("-lz")))
        .isInstanceOf(UsageException.class)
        .hasMessage("x: invalid option -- 'z'\nknown options: -l -n -w VALUE");
    assertThatThrownBy(() -> options.parse(List.of("-w")))
        .isInstanceOfSatisfying(UsageException.class, e -> assertThat(e.status()).isEqualTo(3))
        .hasMessage("x: option requires an argument -- 'w'");
    assertThatThrownBy(() -> options.parse(List.of("--long")))
        .hasMessageStartingWith("x: unrecognized option '--long'");
  }
}
