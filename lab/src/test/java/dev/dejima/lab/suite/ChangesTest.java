package dev.dejima.lab.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is waited for, and what is not. */
@Timeout(30)
class ChangesTest {
  private static final String LAB =
      """
      name: changing
      nodes:
        a: { interfaces: { eth0: 192.0.2.1/24 }, nftables: %s }
        b: { interfaces: { eth0: 192.0.2.2/24 } }
      links:
        - [ "a:eth0", "b:eth0" ]
      """;

  @TempDir Path directory;

  private Path lab(String ruleset) throws Exception {
    return Files.writeString(directory.resolve("lab.yaml"), LAB.formatted(ruleset));
  }

  @Test
  void endsWhenARulesetElsewhereChanges() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve(".rules")).resolve("filter.nft");
    Files.writeString(elsewhere, "table ip filter { }\n");
    lab(".rules/filter.nft");
    assertThat(endsAfter(() -> Files.writeString(elsewhere, "table ip nat { }\n"))).isTrue();
  }

  @Test
  void endsWhenALabComes() throws Exception {
    assertThat(endsAfter(() -> lab("none.nft"))).isTrue();
  }

  @Test
  void endsWhenAFileHasChangedBeforeItWaits() throws Exception {
    Path file = lab("none.nft");
    try (Changes changes = Changes.to(directories(), List.of())) {
      Files.delete(file);
      changes.await();
    }
  }

  @Test
  void whatIsWrittenOfTheResultsDoesNotCount() throws Exception {
    lab("none.nft");
    Path results = directory.resolve("results.xml");
    Path hidden = directory.resolve(".results.json");
    try (Changes changes = Changes.to(directories(), List.of(results))) {
      Files.writeString(results, "<testsuites tests='1'/>");
      Files.writeString(hidden, "{ }");
      assertThat(changes.come()).isFalse();
    }
  }

  private Set<Path> directories() throws IOException {
    return Changes.directories(LabFiles.under(List.of(directory)));
  }

  private interface Change {
    void happens() throws Exception;
  }

  private boolean endsAfter(Change change) throws Exception {
    try (Changes changes = Changes.to(directories(), List.of())) {
      assertThat(changes.come()).isFalse();
      change.happens();
      changes.await();
      return changes.come();
    }
  }
}
