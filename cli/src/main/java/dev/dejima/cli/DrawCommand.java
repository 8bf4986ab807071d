package dev.dejima.cli;

import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.file.LabFile;
import dev.dejima.lab.picture.NetworkSvg;
import dev.dejima.lab.picture.NetworkText;
import dev.dejima.lab.report.ReportPrinter;
import dev.dejima.lab.report.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima draw}: the picture of a network. */
@Command(
    name = "draw",
    mixinStandardHelpOptions = true,
    description = "Draws the network of a lab file: in the terminal, or as SVG.")
final class DrawCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.svg",
      description = "Write the picture there, as SVG.")
  @Nullable Path output;

  @Option(
      names = "--ascii",
      description = "In the terminal, do with the letters of ASCII; so too where TERM is dumb.")
  boolean ascii;

  @Parameters(paramLabel = "LAB", description = "A lab file, or a directory with one.")
  Path path = Path.of("");

  @Override
  public Integer call() {
    try {
      Lab lab = LabFile.read(path);
      Path file = output;
      if (file != null) {
        Files.writeString(file, NetworkSvg.draw(lab));
      } else {
        System.out.print(text(lab));
        System.out.flush();
      }
      return ExitStatus.OK;
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Problem(ExitStatus.REFUSED, "dejima draw: cannot write: " + e.getMessage());
    }
  }

  /** Where even the names are too many for the window, the network is listed. */
  private String text(Lab lab) {
    Style style = RunCommand.style();
    boolean plain = ascii || "dumb".equals(System.getenv("TERM"));
    return NetworkText.draw(lab, style.width(), plain)
        .orElseGet(() -> ReportPrinter.network(style, lab.topology()));
  }
}
