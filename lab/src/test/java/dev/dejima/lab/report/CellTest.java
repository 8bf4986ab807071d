package dev.dejima.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class CellTest {
  @Test
  void addressesStandAlone() {
    assertThat(Cell.wrap("192.0.2.1.1 > 192.0.2.2.2: Flags [S], seq 1, win 64240, length 0", 30))
        .containsExactly(
            "192.0.2.1.1 > 192.0.2.2.2:", "  Flags [S], seq 1, win 64240,", "  length 0");
  }

  @Property
  void nothingIsLostAndNothingStandsOut(
      @ForAll @AlphaChars @Chars({' ', ',', ':'}) @StringLength(max = 200) String line) {
    var lines = Cell.wrap(line, 20);
    assertThat(lines).allMatch(part -> part.length() <= 20);
    assertThat(String.join("", lines).replace(" ", "")).isEqualTo(line.replace(" ", ""));
  }
}
