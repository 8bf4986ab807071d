package dev.dejima.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyleTest {
  @Test
  void aLabsTextGivesATerminalNoCommands() {
    assertThat(Style.visible("a\u001b[2Jb\r\u009bc\u202ed\u007f"))
        .isEqualTo("a\\x1b[2Jb\\x0d\\x9bc\\u202ed\\x7f");
    assertThat(Style.visible("Ä — 出島\t🙂\n")).isEqualTo("Ä — 出島\t🙂\n");
  }

  @Test
  void coloursAreAroundVisibleText() {
    assertThat(new Style(80, true).bold("\u001b[0m")).isEqualTo("\u001b[1m\\x1b[0m\u001b[0m");
    assertThat(Style.PLAIN.bad("\b")).isEqualTo("\\x08");
  }
}
