package dev.dejima.bench;

import dev.dejima.nft.compile.Compiled;
import dev.dejima.nft.compile.Compiler;
import dev.dejima.nft.compile.Environment;
import dev.dejima.nft.compile.Snapshot;
import dev.dejima.nft.syntax.IncludeReader;
import dev.dejima.nft.syntax.NftParser;
import dev.dejima.nft.syntax.ParseResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A ruleset of a thousand rules, from text to the batch of messages. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RulesetBenchmark {
  private static final int RULES = 1000;
  private static final int TABLE_AND_CHAIN = 2;

  private String text = "";

  @SuppressWarnings("NullAway.Init") // made by start
  private ParseResult parsed;

  /** Writes the rules: matches, sets, counters, translation in turn. */
  @Setup
  public void start() {
    StringBuilder rules = new StringBuilder("table ip t {\nchain c {\n");
    rules.append("type nat hook prerouting priority dstnat; policy accept;\n");
    for (int i = 0; i < RULES; i++) {
      rules.append(rule(i)).append('\n');
    }
    text = rules.append("}\n}\n").toString();
    parsed = parse();
  }

  private static String rule(int i) {
    return switch (i % 4) {
      case 0 -> "ip saddr 10.%d.%d.0/24 tcp dport %d drop".formatted(i / 256, i % 256, 1 + i);
      case 1 -> "iifname \"eth%d\" ct state established,related counter accept".formatted(i);
      case 2 -> "udp dport { %d, %d, 7000-7010 } accept".formatted(1 + i, 2000 + i);
      default -> "tcp dport %d dnat to 192.0.2.%d:%d".formatted(1 + i, 1 + i % 250, 8000 + i);
    };
  }

  /** Reads the text. */
  @Benchmark
  public ParseResult parse() {
    ParseResult result = NftParser.parse("benchmark.nft", text, IncludeReader.NONE);
    if (!result.errors().isEmpty()) {
      throw new IllegalStateException(result.messages());
    }
    return result;
  }

  /** Compiles what was read. */
  @Benchmark
  public Compiled compile() {
    return compile(parsed);
  }

  /** Both. */
  @Benchmark
  public Compiled parseAndCompile() {
    return compile(parse());
  }

  private static Compiled compile(ParseResult result) {
    Compiled compiled = Compiler.compile(result.commands(), Snapshot.EMPTY, Environment.PLAIN);
    if (!compiled.errors().isEmpty() || compiled.entries().size() < RULES + TABLE_AND_CHAIN) {
      throw new IllegalStateException(compiled.entries().size() + " messages");
    }
    return compiled;
  }
}
