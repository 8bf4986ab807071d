package dev.dejima.lab.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** A picture as a program that shows SVG reads it. */
record Picture(Document document) {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/pictures");

  /** A text and the space that it takes at most. */
  record Text(String text, double left, double right, double top, double bottom) {
    boolean meets(Text other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  static Picture parse(String svg) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return new Picture(
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(svg, e);
    }
  }

  static void isGolden(String name, String picture) throws IOException {
    Path golden = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(golden, picture);
    }
    assertThat(picture).isEqualTo(Files.readString(golden));
  }

  List<Element> elements(String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  List<Text> texts() {
    return elements("text").stream().map(Picture::text).toList();
  }

  private static Text text(Element element) {
    String text = element.getTextContent();
    List<String> types = List.of(element.getAttribute("class").split(" "));
    boolean code =
        types.stream().anyMatch(List.of("d-code", "d-addr", "d-note", "d-fine")::contains);
    double size =
        types.contains("d-title")
            ? 15
            : types.contains("d-name")
                ? 14
                : types.contains("d-fine") || types.contains("d-small") ? 11 : 12;
    double width = code ? Glyphs.mono(text, size) : Glyphs.bold(text, size);
    double x = Double.parseDouble(element.getAttribute("x")) + moved(element, 0);
    double y = Double.parseDouble(element.getAttribute("y")) + moved(element, 1);
    double left =
        types.contains("d-mid")
            ? x - width / 2
            : types.contains("d-addr") || types.contains("d-right") ? x - width : x;
    return new Text(text, left, left + width, y - size * 0.8, y + size * 0.2);
  }

  /** By how much the groups around an element move it. */
  private static double moved(Element element, int axis) {
    double moved = 0;
    for (Node node = element; node instanceof Element around; node = node.getParentNode()) {
      String transform = around.getAttribute("transform");
      if (!transform.isEmpty()) {
        String numbers = transform.substring("translate(".length(), transform.length() - 1);
        moved += Double.parseDouble(numbers.split(" ", -1)[axis]);
      }
    }
    return moved;
  }

  /** Fails where texts lie upon each other. */
  void keepsTextsApart() {
    List<Text> texts = texts();
    for (int i = 0; i < texts.size(); i++) {
      for (int j = i + 1; j < texts.size(); j++) {
        assertThat(texts.get(i).meets(texts.get(j)))
            .as("%s and %s", texts.get(i), texts.get(j))
            .isFalse();
      }
    }
  }
}
