package dev.dejima.packet.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldenFiltersTest {
  /** {@code -Ddejima.golden=rewrite} writes the file instead. */
  @Test
  void compilesToTheGoldenPrograms() throws IOException {
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, List<String>> golden : GoldenFilters.programs().entrySet()) {
      List<String> program =
          BpfPrinter.readable(
              FilterCompiler.compile(golden.getKey(), LinkType.ETHERNET, 262144, 0));
      all.add("# " + golden.getKey());
      all.addAll(program);
      all.add("");
      if (!"rewrite".equals(System.getProperty("dejima.golden"))) {
        assertThat(program).as(golden.getKey()).isEqualTo(golden.getValue());
      }
    }
    if ("rewrite".equals(System.getProperty("dejima.golden"))) {
      Files.write(GoldenFilters.FILE, all);
    }
  }
}
