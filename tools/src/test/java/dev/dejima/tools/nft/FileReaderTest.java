package dev.dejima.tools.nft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReaderTest {
  @TempDir Path folder;

  private void write(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name + "\n");
  }

  private List<String> texts(FileReader reader, String name) throws IOException {
    return reader.read(name, "main").stream().map(file -> file.text().strip()).toList();
  }

  private FileReader reader(String... directories) {
    List<String> path = List.of(directories).stream().map(d -> folder.resolve(d) + "").toList();
    return new FileReader(path, folder.resolve("main.nft").toString());
  }

  @Test
  void patternsMatchFilesInOrderAndNoHiddenOnes() throws IOException {
    for (String name : List.of("b.nft", "a.nft", ".a.nft", "x/c.nft", "y/d.nft", "[z", "d.nft/e")) {
      write(name);
    }
    assertThat(texts(reader(), folder + "/*.nft")).containsExactly("a.nft", "b.nft");
    assertThat(texts(reader(), folder + "/?/[!c].nft")).containsExactly("y/d.nft");
    assertThat(texts(reader(), folder + "/.*")).containsExactly(".a.nft");
    assertThat(texts(reader(), folder + "/[z")).containsExactly("[z");
    assertThat(texts(reader(), folder + "/*.conf")).isEmpty();
  }

  @Test
  void theFirstDirectoryThatHasAFileGivesIt() throws IOException {
    for (String name : List.of("one/a", "two/a", "two/b", "b", "c")) {
      write(name);
    }
    FileReader reader = reader("one", "two");
    assertThat(texts(reader, "a")).containsExactly("one/a");
    assertThat(texts(reader, "b")).containsExactly("two/b");
    assertThat(texts(reader, "c")).containsExactly("c");
    assertThat(texts(reader, "[ab]")).containsExactly("b", "two/a", "two/b", "one/a");
  }

  @Test
  void directoriesAreFoundAndPassedOver() throws IOException {
    write("d/a");
    assertThat(texts(reader(), folder + "/d")).isEmpty();
  }

  @Test
  void whatIsNotThereOrNoFileIsRefused() {
    assertThatThrownBy(() -> reader().read("nothing", "main"))
        .hasMessage("File not found: nothing");
    assertThatThrownBy(() -> FileReader.text(folder + "/nothing"))
        .hasMessageStartingWith("Could not open file");
    assertThatThrownBy(() -> FileReader.text(folder.toString()))
        .hasMessageStartingWith("Not a regular file");
  }
}
