package dev.dejima.lab.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.lab.file.LabSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are labs. */
class LabFilesTest {
  private static final String LAB =
      """
      name: one
      nodes:
        a: {}
      """;

  @TempDir Path directory = Path.of("");

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private List<Path> found(Path... places) throws IOException {
    return LabFiles.under(List.of(places)).labs().stream().map(LabSource::file).toList();
  }

  @Test
  void thoseMeantToFailAndHiddenOnesAreLeftOut() throws IOException {
    Path one = write("one/lab.yaml", LAB);
    write("one/other.yaml", LAB);
    Path broken = write("broken/lab.yaml", LAB);
    write(".hidden/lab.yaml", LAB);
    Path alone = write("alone.yml", LAB);
    assertThat(found(directory)).containsExactly(alone, one);
    assertThat(found(directory.resolve("broken"))).containsExactly(broken);
  }

  @Test
  void eachIsFoundOnce() throws IOException {
    Path one = write("one/lab.yaml", LAB);
    Files.createSymbolicLink(directory.resolve("one/again"), directory);
    assertThat(found(directory, one, directory.resolve("one"))).containsExactly(one);
  }

  @Test
  void whatAnotherIncludesIsNoLab() throws IOException {
    Path part = write("parts/base.yaml", "nodes: { b: {} }\n");
    Path lab = write("whole.yaml", "include: parts/base.yaml\n" + LAB);
    assertThat(found(directory)).containsExactly(lab);
    assertThat(found(directory, part)).containsExactly(lab, part);
  }

  @Test
  void aPartIsNoLabThoughItsWholeHasMistakes() throws IOException {
    write("base.yaml", "nodes: { b: {} }\n");
    Path lab = write("whole.yaml", "include: base.yaml\nnodes: 3\n" + LAB);
    assertThat(found(directory)).containsExactly(lab);
  }

  @Test
  void aDirectorysOwnLabIsOneThoughAnotherIncludesIt() throws IOException {
    Path base = write("base/lab.yaml", LAB);
    Path more = write("more/lab.yaml", "name: two\ninclude: ../base/lab.yaml\n");
    assertThat(found(directory)).containsExactly(base, more);
  }

  @Test
  void aLabKnowsItsFiles() throws IOException {
    Path inner = write("inner.nft", "table ip t { chain c { accept; }; }\n");
    Path outer = write("outer.nft", "include \"inner.nft\"\n");
    Path base = write("base.yaml", "nodes: { b: { nftables: outer.nft } }\n");
    Path lab = write("lab.yaml", "include: base.yaml\n" + LAB);
    LabSource source = LabFiles.under(List.of(directory)).labs().getFirst();
    assertThat(source.mistakes()).isEmpty();
    assertThat(source.files()).containsExactlyInAnyOrder(lab, base, outer, inner);
  }
}
