package dev.dejima.lab.file;

import dev.dejima.lab.Action;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Ruleset;
import dev.dejima.lab.RulesetText;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A lab file that was read, whether it makes sense or not.
 *
 * @param file the file
 * @param included the lab files that it includes, and those which these include; absolute
 * @param lab the lab; empty where there are mistakes
 * @param mistakes the whole text of them; empty where there are none
 */
public record LabSource(Path file, Set<Path> included, Optional<Lab> lab, String mistakes) {
  /** Keeps a copy. */
  public LabSource {
    included = Set.copyOf(included);
  }

  static LabSource unreadable(Path file, LabException why) {
    return new LabSource(file, Set.of(), Optional.empty(), why.getMessage() + "\n");
  }

  static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /**
   * The files that it was made of: its own, those it includes, its rulesets, and what these
   * include; absolute. Where there are mistakes, those that were read before.
   */
  public Set<Path> files() {
    Set<Path> files = new LinkedHashSet<>();
    files.add(absolute(file));
    files.addAll(included);
    lab.stream()
        .flatMap(LabSource::rulesets)
        .flatMap(text -> Ruleset.of(text).files().stream())
        .forEach(name -> files.add(absolute(Path.of(name))));
    return files;
  }

  private static Stream<RulesetText> rulesets(Lab lab) {
    return Stream.concat(
        lab.topology().nodes().stream().flatMap(node -> node.nftables().stream()),
        lab.tests().stream()
            .flatMap(test -> test.allSteps())
            .flatMap(
                step ->
                    step.action() instanceof Action.Nft nft
                        ? Stream.of(nft.ruleset())
                        : Stream.<RulesetText>empty()));
  }
}
