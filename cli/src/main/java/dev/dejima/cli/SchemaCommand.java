package dev.dejima.cli;

import dev.dejima.lab.file.LabSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code dejima schema}: prints the JSON Schema of lab files. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Prints the JSON Schema of lab files, for editors.")
final class SchemaCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(LabSchema.text());
    System.out.flush();
    return ExitStatus.OK;
  }
}
