package dev.dejima.nft.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JSON of all sorts is read or refused, and what is read compiles or is refused. {@code
 * -Dfuzz.rounds=1000000} goes on for longer, {@code -Dfuzz.seed=…} begins where a failure says.
 */
class JsonFuzzTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/nft");
  private static final Set<Command.Verb> ASKING =
      EnumSet.of(Command.Verb.LIST, Command.Verb.RESET, Command.Verb.GET);

  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1500);
  private static final long SEED = Long.getLong("fuzz.seed", 1);

  @Test
  void commandsChangedAtRandomAreReadOrRefused() throws IOException {
    List<JsonValue> samples = samples();
    int read = 0;
    for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
      String text = new RandomJson(seed, samples).text();
      try {
        read += outcome(text).isPresent() ? 1 : 0;
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("-Dfuzz.seed=" + seed + ": " + text, e);
      }
    }
    assertThat(read).as("texts that were read").isGreaterThan(ROUNDS / 50);
  }

  /** A listing, and commands of every kind. */
  private static List<JsonValue> samples() throws IOException {
    List<JsonValue> samples = new ArrayList<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        samples.addAll(commands(Files.readString(file)));
      }
    }
    return samples;
  }

  private static List<JsonValue> commands(String text) {
    JsonValue root = JsonText.read(text);
    return JsonFields.items(((Members) root).get("nftables"));
  }

  /** What was read; absent if it was refused. */
  private static Optional<List<Command>> outcome(String text) {
    List<Command> commands;
    try {
      commands = NftJsonReader.read(text);
    } catch (NftJsonException e) {
      assertThat(e.messages()).noneMatch(message -> message.contains("Exception"));
      return Optional.empty();
    }
    List<Command> changes =
        commands.stream().filter(command -> !ASKING.contains(command.verb())).toList();
    Compiled compiled = Compiler.compile(changes, Snapshot.EMPTY, Environment.PLAIN);
    assertThat(compiled.errors()).noneMatch(error -> error.message().isBlank());
    return Optional.of(commands);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "[{\"nftables\":", "{\"nftables\":[{\"add\":{\"rule\":"})
  void deepNestingIsRefusedNotFollowed(String opening) {
    assertThatThrownBy(() -> NftJsonReader.read(opening.repeat(100_000)))
        .isInstanceOf(NftJsonException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"&\":[1,%s]}", "{\"set\":[%s,1]}", "{\"elem\":{\"val\":%s}}", "[%s]"})
  void deepExpressionsAreReadOrRefused(String pattern) {
    String deep = "1";
    for (int i = 0; i < 400; i++) {
      deep = pattern.formatted(deep);
    }
    String rule =
        "{\"family\":\"ip\",\"table\":\"t\",\"chain\":\"c\",\"expr\":[{\"match\":{\"op\":\"==\","
            + "\"left\":{\"meta\":{\"key\":\"mark\"}},\"right\":"
            + deep
            + "}}]}";
    outcome("{\"nftables\":[{\"add\":{\"rule\":" + rule + "}}]}");
  }

  @Test
  void theLastOfMembersOfOneNameCounts() {
    String text =
        "{\"nftables\":[{\"add\":{\"table\":{\"family\":\"ip\",\"name\":\"a\",\"name\":\"b\"}}}]}";
    assertThat(outcome(text).orElseThrow().getFirst().subject().toString()).contains("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999", "-99999999999999999999", "1e999999999", "1.5"})
  void numbersThatAreNoIntegersAreRefused(String number) {
    assertThat(outcome("{\"nftables\":[{\"add\":{\"table\":" + number + "}}]}")).isEmpty();
    assertThat(outcome("{\"nftables\":[" + number + "]}")).isEmpty();
  }

  @Test
  void octetsThatAreNoTextAreRefused() {
    Random random = new Random(SEED);
    for (int i = 0; i < 1000; i++) {
      StringBuilder text = new StringBuilder();
      random.ints(random.nextInt(200), 0, 0x110000).forEach(text::appendCodePoint);
      assertThat(outcome(text.toString())).isEmpty();
    }
  }
}
