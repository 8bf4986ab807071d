package dev.dejima.lab.file;

import dev.dejima.lab.LabTest;
import dev.dejima.lab.Port;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the tests of a lab file. A test has either {@code steps}, or the keys of a single step
 * itself, with its listeners.
 */
final class TestReader {
  private final Mistakes mistakes;
  private final Values values;
  private final ActionReader actions;
  private final ExpectationReader expectations;

  /**
   * Reads tests.
   *
   * @param groups the names of nodes, by group
   */
  TestReader(Mistakes mistakes, RulesetFiles rulesets, Map<String, List<String>> groups) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
    this.actions = new ActionReader(mistakes, rulesets, groups, this::steps);
    this.expectations = new ExpectationReader(mistakes);
  }

  List<LabTest> tests(Yaml value) {
    if (!(value instanceof Yaml.Items list)) {
      mistakes.add(
          value.place(), "'tests' is %s, expected a list of tests".formatted(value.kind()));
      return List.of();
    }
    List<LabTest> tests = new ArrayList<>();
    for (Yaml item : list.items()) {
      Section.of(item, "a test", Vocabulary.keys("test"), mistakes)
          .flatMap(this::test)
          .ifPresent(tests::add);
    }
    return tests;
  }

  private Optional<LabTest> test(Section test) {
    Optional<Yaml.Text> name = test.title("what the test is called");
    List<Step> steps =
        test.has("steps")
            ? test.optional("steps").map(value -> longForm(test, value)).orElse(List.of())
            : shortForm(test);
    return name.map(n -> new LabTest(n.text(), steps, n.place()));
  }

  private List<Step> longForm(Section test, Yaml value) {
    for (String key : Vocabulary.keys("step")) {
      if (test.has(key) && !key.equals("within")) {
        mistakes.add(
            test.keyPlace(key),
            "a test with steps has no '%s' of its own, expected it in a step".formatted(key));
      }
    }
    return steps(value, within(test));
  }

  private List<Step> steps(Yaml value) {
    return steps(value, Step.DEADLINE);
  }

  private List<Step> steps(Yaml value, Duration within) {
    List<Step> steps = new ArrayList<>();
    for (Yaml item : value instanceof Yaml.Items list ? list.items() : List.of(value)) {
      Section.of(item, "a step", Vocabulary.keys("step"), mistakes)
          .ifPresent(section -> steps.addAll(step(section, within, false)));
    }
    return steps;
  }

  private List<Step> shortForm(Section test) {
    return step(test, Step.DEADLINE, true);
  }

  /** A section's listeners, and what it does. */
  private List<Step> step(Section section, Duration ofTest, boolean whole) {
    List<Step> steps = new ArrayList<>();
    for (var listener : section.several("listen", actions::listener)) {
      steps.add(Step.of(listener, listener.place()));
    }
    List<String> there = actions.keys().stream().filter(section::has).toList();
    if (there.size() > 1) {
      mistakes.add(
          section.keyPlace(there.get(1)),
          "a %s does one thing, expected either %s"
              .formatted(whole ? "test" : "step", String.join(" or ", there)));
      return steps;
    }
    boolean expects = expectations.keys().stream().anyMatch(section::has);
    if (there.isEmpty() && (whole || (steps.isEmpty() && !expects))) {
      mistakes.add(
          section.place(),
          "a %s has nothing to try, expected one of %s"
              .formatted(whole ? "test" : "step", String.join(", ", actions.keys())));
      return steps;
    }
    if (!there.isEmpty() || expects) {
      String key = there.isEmpty() ? "" : there.getFirst();
      Duration within = section.has("within") ? within(section) : ofTest;
      actions
          .action(section, key)
          .ifPresent(
              action ->
                  steps.add(
                      new Step(
                          action,
                          within,
                          expectations.read(section, action),
                          action instanceof Probe probe
                              ? probe.place()
                              : there.isEmpty() ? section.place() : section.keyPlace(key))));
    }
    return steps;
  }

  private Duration within(Section section) {
    return section
        .optional("within")
        .flatMap(value -> section.word(value, "within", "a duration as in 5s"))
        .flatMap(values::duration)
        .orElse(Step.DEADLINE);
  }

  /** {@code node:interface}. */
  static Optional<Port> port(Yaml.Text text, Mistakes mistakes) {
    String[] parts = text.text().split(":", -1);
    if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
      return Optional.of(new Port(parts[0], parts[1]));
    }
    mistakes.add(
        text.place(), "'%s' is no interface, expected NODE:INTERFACE".formatted(text.text()));
    return Optional.empty();
  }
}
