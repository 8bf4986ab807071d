package dev.dejima.lab.compare;

import dev.dejima.kernel.Kernel;
import dev.dejima.kernel.KernelException;
import dev.dejima.lab.Lab;
import dev.dejima.lab.LabException;
import dev.dejima.lab.compare.Section.Kind;
import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.Decision;
import dev.dejima.lab.run.LabRun;
import dev.dejima.lab.run.Network;
import dev.dejima.lab.run.TestResult;
import dev.dejima.lab.run.Translation;
import dev.dejima.tools.Toolbox;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A lab with its tests.
 *
 * @param text the lab file
 * @param tools makes the commands that list what holds at the end
 */
public record LabSubject(Lab lab, String text, Supplier<Toolbox> tools) implements Subject {
  @Override
  public String name() {
    return lab.name();
  }

  @Override
  public Observation run(Kernel kernel) throws KernelException, LabException, InterruptedException {
    try (Witness witness = Witness.of(kernel);
        Network network = Network.start(lab, kernel)) {
      List<Section> outputs =
          LabRun.test(network).tests().stream().map(LabSubject::section).toList();
      return Aftermath.of(kernel, tools.get(), witness).observation(this, kernel, outputs);
    }
  }

  private static Section section(TestResult result) {
    List<String> lines = new ArrayList<>();
    lines.add(result.passed() ? "PASS" : "FAIL");
    lines.addAll(result.failures());
    result.probes().forEach(probe -> lines.addAll(conversation(probe.conversation())));
    return new Section(Kind.OUTPUT, "test: " + result.test().name(), lines);
  }

  private static List<String> conversation(Conversation conversation) {
    List<String> lines = new ArrayList<>();
    for (Decision decision : conversation.decisions()) {
      lines.add("rule at %s: %s".formatted(decision.node(), decision.rule().text()));
    }
    for (Translation translation : conversation.tracked()) {
      lines.add(
          "tracked at %s: %s becomes %s"
              .formatted(translation.node(), translation.before(), translation.after()));
    }
    return lines;
  }

  @Override
  public String toString() {
    return name();
  }
}
