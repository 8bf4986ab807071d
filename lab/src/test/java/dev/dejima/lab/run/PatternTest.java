package dev.dejima.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PatternTest {
  @Test
  void aStarStandsForAnyRunOfCharacters() {
    assertThat(Pattern.matches("a.*: Flags [S]*", "a.1 > b: Flags [S], seq 1")).isTrue();
    assertThat(Pattern.matches("a.*: Flags [S]*", "a.1 > b: Flags [S.], seq 1")).isFalse();
    assertThat(Pattern.matches("*", "")).isTrue();
    assertThat(Pattern.matches("ab*ba", "aba")).isFalse();
    assertThat(Pattern.matches("a", "ab")).isFalse();
  }

  @Property
  void agreesWithRegularExpressions(
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'b') String line,
      @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'c') String letters) {
    String pattern = letters.replace('c', '*');
    assertThat(Pattern.matches(pattern, line)).isEqualTo(line.matches(pattern.replace("*", ".*")));
  }
}
