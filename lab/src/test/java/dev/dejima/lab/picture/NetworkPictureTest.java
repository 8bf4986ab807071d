package dev.dejima.lab.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabBuilder;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks as SVG and in the terminal. */
class NetworkPictureTest {
  private static Lab lab(String name) throws LabException {
    return LabFile.read(Path.of("src/test/resources/pictures", name + ".yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "four", "twelve", "hundred", "switched", "house"})
  void aNetworkIsDrawnAsTheGoldenFileSays(String name) throws LabException, IOException {
    Picture.isGolden(name + ".svg", NetworkSvg.draw(lab(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "two, 80",
    "four, 200",
    "four, 140",
    "four, 110",
    "twelve, 300",
    "hundred, 110",
    "switched, 110",
    "house, 110"
  })
  void aTerminalHasWhatItsWidthAllows(String name, int columns) throws LabException, IOException {
    String text = NetworkText.draw(lab(name), columns, false).orElseThrow();
    assertThat(text.lines()).allMatch(line -> Glyphs.columns(line) <= columns);
    Picture.isGolden(name + "-" + columns + ".txt", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "four", "twelve", "hundred", "switched", "house"})
  void textsDoNotMeet(String name) throws LabException, IOException {
    Picture picture = Picture.parse(NetworkSvg.draw(lab(name)));
    assertThat(picture.texts()).isNotEmpty();
    picture.keepsTextsApart();
  }

  @Test
  void theLettersOfAsciiAreEnough() throws LabException, IOException {
    String text = NetworkText.draw(lab("four"), 200, true).orElseThrow();
    assertThat(text.chars()).allMatch(c -> c == '\n' || c >= ' ' && c <= '~');
    Picture.isGolden("four-ascii.txt", text);
  }

  @Test
  void whatIsTooWideIsNotDrawn() throws LabException {
    assertThat(NetworkText.draw(lab("twelve"), 40, false)).isEmpty();
  }

  @Test
  void namesOfAnyKindStayText() throws IOException {
    String hostile = "</text><script>alert(1)</script>&amp;\u0001\"' 日本 \ud83d";
    Lab lab = lab(hostile, hostile, 2);
    Picture picture = Picture.parse(NetworkSvg.draw(lab));
    assertThat(picture.elements("script")).isEmpty();
    assertThat(picture.texts())
        .extracting(Picture.Text::text)
        .contains("</text><script>alert(1)</script>&amp;\ufffd\"' 日本 \ufffd");
    picture.keepsTextsApart();
    assertThat(NetworkText.draw(lab, 300, false).orElseThrow()).doesNotContain("\u0001");
  }

  private static Lab lab(String title, String name, int hosts) {
    LabBuilder builder =
        Lab.named(title)
            .node(
                name,
                node -> {
                  for (int i = 1; i <= hosts; i++) {
                    node.device("p" + i);
                  }
                });
    for (int i = 1; i <= hosts; i++) {
      String address = "2001:db8::" + i + "/64";
      builder.node("h" + i, node -> node.device("eth0", address));
      builder.link("h" + i + ":eth0", name.isEmpty() ? "" : name + ":p" + i);
    }
    return builder.build();
  }

  @Test
  void aFewNodesAreDrawnEachAndManyAsOne() throws IOException {
    assertThat(names(lab("few", "sw", 8))).contains("h1", "h8", "p8");
    assertThat(names(lab("many", "sw", 9))).contains("h1 … h9", "p1 … p9").doesNotContain("h1");
  }

  private static List<String> names(Lab lab) throws IOException {
    return Picture.parse(NetworkSvg.draw(lab)).texts().stream().map(Picture.Text::text).toList();
  }

  @Test
  void whoCannotSeeItCanReadIt() throws LabException, IOException {
    Picture picture = Picture.parse(NetworkSvg.draw(lab("two")));
    assertThat(picture.document().getDocumentElement().getAttribute("role")).isEqualTo("img");
    assertThat(picture.elements("desc").getFirst().getTextContent())
        .isEqualTo("Host a, eth0 192.0.2.1/24. Host b, eth0 192.0.2.2/24. Links: a:eth0 – b:eth0.");
  }

  @Test
  void nothingOfItIsFetched() throws LabException {
    assertThat(NetworkSvg.draw(lab("four")).replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http")
        .doesNotContain("url(");
  }
}
