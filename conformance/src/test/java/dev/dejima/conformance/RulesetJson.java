package dev.dejima.conformance;

import static java.util.Objects.requireNonNull;

import dev.dejima.nft.json.NftJsonReader;
import dev.dejima.nft.json.NftJsonWriter;
import dev.dejima.nft.json.NftJsonWriter.Metainfo;
import dev.dejima.nft.syntax.Command;
import dev.dejima.nft.syntax.ListOptions;
import dev.dejima.nft.syntax.Ruleset;
import dev.dejima.nft.syntax.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whole rulesets in JSON, in a form that two of them can be compared in. */
final class RulesetJson {
  private static final NftJsonWriter WRITER =
      new NftJsonWriter(ListOptions.DEFAULT, new Metainfo("", ""));

  private static final Pattern COUNT = Pattern.compile("(\"size\":\\d+),\"count\":\\d+");

  private RulesetJson() {}

  /** Read and written, without being compiled between. */
  static String again(String json) {
    List<Subject.Definition> definitions =
        NftJsonReader.read(json).stream().map(Command::subject).map(RulesetJson::defined).toList();
    return lines(WRITER.write(definitions));
  }

  private static Subject.Definition defined(Subject subject) {
    if (subject instanceof Subject.Definition definition) {
      return definition;
    }
    throw new IllegalArgumentException("not a definition: " + subject);
  }

  static String of(Ruleset ruleset) {
    return countless(lines(WRITER.write(ruleset)));
  }

  /** Without the counts of elements, which nft tells only since 1.1.7. */
  static String countless(String lines) {
    return COUNT.matcher(lines).replaceAll("$1");
  }

  /** A definition a line, members in their order; handles, which chance gives, are zero. */
  static String lines(String json) {
    Map<?, ?> root = (Map<?, ?>) requireNonNull(JsonTree.read(json));
    return ((List<?>) requireNonNull(root.get("nftables")))
        .stream()
            .filter(item -> !(item instanceof Map<?, ?> map && map.containsKey("metainfo")))
            .map(item -> JsonTree.write(withoutHandle(item)))
            .collect(Collectors.joining("\n"));
  }

  private static @Nullable Object withoutHandle(@Nullable Object item) {
    if (!(item instanceof Map<?, ?> object)) {
      return item;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    object.forEach(
        (name, value) ->
            members.put(String.valueOf(name), "handle".equals(name) ? 0L : withoutHandle(value)));
    return members;
  }
}
