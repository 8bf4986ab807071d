package dev.dejima.cli;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.KernelOptions;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.Node;
import dev.dejima.lab.compare.Comparison;
import dev.dejima.lab.compare.ComparisonPrinter;
import dev.dejima.lab.compare.LabSubject;
import dev.dejima.lab.compare.Observation;
import dev.dejima.lab.compare.Rule;
import dev.dejima.lab.compare.ScriptSubject;
import dev.dejima.lab.compare.Subject;
import dev.dejima.lab.file.LabFile;
import dev.dejima.tools.shell.ShellSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dejima compare}: runs the same on both kernels and shows what differs. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Runs scripts and labs on both kernels, and shows what differs.",
      "That is: what the commands write, rulesets with their counters, tracked connections and the"
          + " frames on every link."
    },
    footer = {
      "",
      "Exit status: 0 nothing differs, 1 something does, 2 the input is wrong, 3 the system"
          + " refuses."
    })
final class CompareCommand implements Callable<Integer> {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The source of all chance in netstack.")
  long seed = 1;

  @Option(names = "--rules", description = "List what is set aside, and why; then end.")
  boolean list;

  @Option(
      names = "--without",
      paramLabel = "RULE",
      description = "Compare what this rule would set aside too. May be given several times.")
  List<String> without = List.of();

  @Option(
      names = "--random-ports",
      paramLabel = "LOW-HIGH",
      description = {
        "The range that ports are drawn from; 32768-60999 unless given here, or in the file",
        "by a comment \"# random ports: LOW-HIGH\". NAT that has to change a port draws from"
            + " 1024-65535."
      })
  String ports = "";

  @Option(
      names = {"-v", "--verbose"},
      description = "Show what is the same on both kernels too.")
  boolean verbose;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCRIPT-OR-LAB",
      description = "A script, a lab file, or a directory of lab files; - is standard input.")
  List<String> paths = List.of();

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      for (Rule rule : Rule.values()) {
        System.out.printf("%-28s %s%n", rule.title(), rule.reason());
      }
      return ExitStatus.OK;
    }
    if (paths.isEmpty()) {
      throw new Problem(ExitStatus.WRONG_INPUT, "dejima compare: give a script or a lab file");
    }
    Set<Rule> rules = rules();
    List<Subject> subjects = paths.stream().flatMap(path -> subjects(path).stream()).toList();
    boolean equal = true;
    for (Subject subject : subjects) {
      Observation real = observe(subject, "linux");
      Comparison comparison = Comparison.of(observe(subject, "netstack"), real, rules);
      System.out.print(new ComparisonPrinter(RunCommand.style(), verbose).print(comparison));
      System.out.flush();
      equal &= comparison.equal();
    }
    return equal ? ExitStatus.OK : ExitStatus.FAILED;
  }

  private Set<Rule> rules() {
    Set<Rule> rules = EnumSet.allOf(Rule.class);
    for (String title : without) {
      rules.remove(
          Rule.of(title)
              .orElseThrow(
                  () ->
                      new Problem(
                          ExitStatus.WRONG_INPUT,
                          "dejima compare: there is no rule \"%s\"; --rules lists them"
                              .formatted(title))));
    }
    return rules;
  }

  private Observation observe(Subject subject, String kernelName) throws InterruptedException {
    try (Kernel kernel = Kernels.open(kernelName, new KernelOptions(seed, false, false))) {
      return subject.run(kernel);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, "on %s: %s".formatted(kernelName, e.getMessage()));
    } catch (KernelException e) {
      throw new Problem(
          ExitStatus.REFUSED,
          "dejima compare: the kernel %s does not let us look on: %s"
              .formatted(kernelName, e.getMessage()));
    }
  }

  private List<Subject> subjects(String name) {
    Path path = Path.of(name);
    if (Files.isDirectory(path) || name.endsWith(".yaml") || name.endsWith(".yml")) {
      return RunCommand.files(path).stream().map(this::lab).toList();
    }
    return List.of(script(name));
  }

  private Subject script(String name) {
    String text = ShCommand.read("compare", name);
    try {
      return ScriptSubject.of(name, text + range(), Path.of(""), Tools::all);
    } catch (ShellSyntaxException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, ShCommand.describe(name, text, e));
    }
  }

  private Subject lab(Path path) {
    try {
      Lab lab = LabFile.read(path);
      StringBuilder text = new StringBuilder(range());
      Path file = Files.isDirectory(path) ? path.resolve("lab.yaml") : path;
      text.append(Files.readString(file));
      for (Node node : lab.topology().nodes()) {
        node.nftables().forEach(ruleset -> text.append(ruleset.text()));
      }
      return new LabSubject(lab, text.toString(), Tools::all);
    } catch (LabException e) {
      throw new Problem(ExitStatus.WRONG_INPUT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Problem(
          ExitStatus.WRONG_INPUT, "dejima compare: cannot read " + path + ": " + e.getMessage());
    }
  }

  /** The range given on the command line, as a file would give it. */
  private String range() {
    if (ports.isEmpty()) {
      return "";
    }
    if (!ports.matches("\\d{1,5}-\\d{1,5}")) {
      throw new Problem(
          ExitStatus.WRONG_INPUT, "dejima compare: --random-ports takes LOW-HIGH, not " + ports);
    }
    return "\n# random ports: " + ports + "\n";
  }
}
