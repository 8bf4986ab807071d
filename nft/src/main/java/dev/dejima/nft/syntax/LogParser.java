package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.Statement.LogFlag;
import dev.dejima.nft.syntax.Statement.LogLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a log statement; its options come in any order. */
final class LogParser {
  private final Parsing parsing;
  private final Tokens tokens;
  private @Nullable String prefix;
  private @Nullable Integer group;
  private @Nullable Long snaplen;
  private @Nullable Integer queueThreshold;
  private @Nullable LogLevel level;
  private final Set<LogFlag> flags = EnumSet.noneOf(LogFlag.class);

  LogParser(Parsing parsing) {
    this.parsing = parsing;
    this.tokens = parsing.tokens;
  }

  Statement.Log log() throws SyntaxException {
    Span start = tokens.expect("log").span();
    while (option()) {
      // each option is kept as it is read
    }
    return new Statement.Log(prefix, group, snaplen, queueThreshold, level, flags, start);
  }

  private boolean option() throws SyntaxException {
    if (tokens.accept("prefix")) {
      Token text = parsing.string();
      prefix = parsing.variables.fill(text.text(), text.span());
    } else if (tokens.accept("group")) {
      group = parsing.smallNumber();
    } else if (tokens.accept("snaplen")) {
      snaplen = parsing.number();
    } else if (tokens.accept("queue-threshold")) {
      queueThreshold = parsing.smallNumber();
    } else if (tokens.accept("level")) {
      level = level();
    } else if (tokens.accept("flags")) {
      flags();
    } else {
      return false;
    }
    return true;
  }

  private LogLevel level() throws SyntaxException {
    for (LogLevel candidate : LogLevel.values()) {
      if (tokens.accept(candidate.word())) {
        return candidate;
      }
    }
    String[] known = Stream.of(LogLevel.values()).map(LogLevel::word).toArray(String[]::new);
    throw tokens.misspelt(List.of(known), known);
  }

  private void flags() throws SyntaxException {
    if (tokens.accept("tcp")) {
      do {
        flags.add(tcpFlag());
      } while (tokens.accept(","));
    } else if (tokens.accept("ip")) {
      tokens.expect("options");
      flags.add(LogFlag.IP_OPTIONS);
    } else if (tokens.accept("skuid")) {
      flags.add(LogFlag.SKUID);
    } else if (tokens.accept("ether")) {
      flags.add(LogFlag.ETHER);
    } else if (tokens.accept("all")) {
      flags.addAll(EnumSet.allOf(LogFlag.class));
    } else {
      throw tokens.misspelt(
          List.of("tcp", "ip", "skuid", "ether", "all"), "all", "ether", "ip", "tcp", "skuid");
    }
  }

  private LogFlag tcpFlag() throws SyntaxException {
    if (tokens.accept("sequence") || tokens.accept("seq")) {
      return LogFlag.TCP_SEQUENCE;
    }
    if (tokens.accept("options")) {
      return LogFlag.TCP_OPTIONS;
    }
    throw tokens.misspelt(List.of("sequence", "options"), "options", "sequence");
  }
}
