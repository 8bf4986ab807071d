package dev.dejima.cli;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.export.Containerlab;
import dev.dejima.lab.export.ShellScript;
import dev.dejima.lab.file.LabFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima export}: a lab's network in the words of others. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = "Prints a lab's network as a script of ip and nft, or as a containerlab file.")
final class ExportCommand implements Callable<Integer> {
  /** One of the two. */
  static final class Form {
    @Option(names = "--sh", required = true, description = "A script for the real ip, nft, sysctl.")
    boolean sh;

    @Option(names = "--containerlab", required = true, description = "A topology file.")
    boolean containerlab;
  }

  @ArgGroup(multiplicity = "1")
  Form form = new Form();

  @Option(
      names = "--image",
      paramLabel = "NAME",
      defaultValue = "nicolaka/netshoot",
      description = "The image of containerlab's nodes; it needs ip, nft and sysctl.")
  String image = "nicolaka/netshoot";

  @Parameters(paramLabel = "LAB", description = "A lab file, or a directory with a lab.yaml.")
  Path lab = Path.of("lab.yaml");

  @Override
  public Integer call() {
    Lab read;
    try {
      read = LabFile.read(lab);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    }
    System.out.print(form.sh ? ShellScript.of(read) : Containerlab.of(read, image));
    System.out.flush();
    return ExitStatus.OK;
  }
}
