package dev.dejima.nft.json;

import dev.dejima.nft.json.JsonValue.Members;
import dev.dejima.nft.syntax.Span;
import dev.dejima.nft.syntax.Statement;
import dev.dejima.nft.syntax.Statement.LogFlag;
import dev.dejima.nft.syntax.Statement.LogLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The log statement. */
final class LogJson {
  private LogJson() {}

  static JsonValue write(Statement.Log log) {
    Members members = JsonValue.object().withText("prefix", log.prefix());
    members.withWhole("group", log.group()).withWhole("snaplen", log.snaplen());
    members.withWhole("queue-threshold", log.queueThreshold());
    members.withText("level", log.level() == null ? null : log.level().word());
    members.withWords("flags", words(log.flags()));
    return JsonValue.object("log", JsonValue.orNothing(members));
  }

  private static List<String> words(Set<LogFlag> flags) {
    return flags.containsAll(EnumSet.allOf(LogFlag.class))
        ? List.of("all")
        : Stream.of(LogFlag.values()).filter(flags::contains).map(LogJson::word).toList();
  }

  private static String word(LogFlag flag) {
    return switch (flag) {
      case TCP_SEQUENCE -> "tcp sequence";
      case TCP_OPTIONS -> "tcp options";
      case IP_OPTIONS -> "ip options";
      case SKUID -> "skuid";
      case ETHER -> "ether";
    };
  }

  static Statement read(Members log) {
    String level = JsonFields.optionalText(log, "level");
    return new Statement.Log(
        JsonFields.optionalText(log, "prefix"),
        JsonFields.optionalCount(log, "group"),
        JsonFields.optionalWhole(log, "snaplen"),
        JsonFields.optionalCount(log, "queue-threshold"),
        level == null
            ? null
            : JsonFields.choice(LogLevel.values(), LogLevel::word, level, "Invalid log level"),
        flags(log),
        Span.INTERNAL);
  }

  private static Set<LogFlag> flags(Members log) {
    return JsonFields.words(log, "flags").contains("all")
        ? EnumSet.allOf(LogFlag.class)
        : JsonFields.flags(LogFlag.class, log, "flags", LogJson::word);
  }
}
