package dev.dejima.nft.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.nft.syntax.Expression.Symbol;
import dev.dejima.nft.syntax.Numbers;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  private static final ZoneOffset TWO_EAST = ZoneOffset.ofHours(2);

  @ParameterizedTest
  @CsvSource({
    "2020-06-01 12:00:00, 2020-06-01 12:00:00",
    "2020-06-01 12:00, 2020-06-01 12:00:00",
    "2020-6-1, 2020-06-01 00:00:00",
    "2020-02-30, 2020-03-01 00:00:00",
    "2020-06-01 24:00:00, 2020-06-01 00:00:00",
    "1600000000, 2020-09-13 14:26:40"
  })
  void datesAreReadAsStrptimeDoes(String written, String listed) {
    long nanoseconds = Times.date(Symbol.string(written), TWO_EAST).longValueExact();
    assertThat(Times.date(nanoseconds, TWO_EAST)).isEqualTo(listed);
  }

  @ParameterizedTest
  @CsvSource({
    "12:00, 36000",
    "0:5, 79500",
    "1:02:3, 82923",
    "1h30m, 84600",
    "10m, 79800",
    "3600, 3600"
  })
  void hoursAreSecondsFromMidnightUtc(String written, long seconds) {
    assertThat(Times.hour(Symbol.string(written), TWO_EAST)).isEqualTo(seconds);
  }

  @Test
  void whatIsNeitherIsRefused() {
    assertThatThrownBy(() -> Times.date(Symbol.string("yesterday"), TWO_EAST))
        .hasMessage("Cannot parse date");
    assertThatThrownBy(() -> Times.hour(Symbol.string("24:00"), TWO_EAST))
        .hasMessage("wrong time format");
  }

  @ParameterizedTest
  @CsvSource({"1d2h3m4s5ms, 93784005", "500ms, 500", "30, 30000"})
  void stretchesAreMilliseconds(String written, long milliseconds) {
    assertThat(Numbers.parseTime(written)).isEqualTo(milliseconds);
  }

  @ParameterizedTest
  @CsvSource({
    "1s1s, Second has been specified twice",
    "123456789s, value too large",
    "1w, wrong time format",
    "s, wrong time format"
  })
  void wrongStretchesAreToldInNftsWords(String written, String message) {
    assertThatThrownBy(() -> Numbers.parseTime(written)).hasMessage(message);
  }
}
