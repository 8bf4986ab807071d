package dev.dejima.bench;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks; arguments are JMH's own, a pattern of names among them. */
final class Packets {
  private Packets() {}

  public static void main(String[] args) throws Exception {
    System.out.println(Machine.facts());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(args))
            .jvmArgsAppend("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g")
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    new Runner(options.build()).run();
    System.out.println(Machine.facts());
  }
}
