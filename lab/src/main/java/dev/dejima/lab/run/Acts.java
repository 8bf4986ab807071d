package dev.dejima.lab.run;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Process;
import dev.dejima.kernel.Program;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.StandardStreams;
import dev.dejima.kernel.rtnetlink.NewLink;
import dev.dejima.lab.Action;
import dev.dejima.lab.Expectation;
import dev.dejima.lab.Listener;
import dev.dejima.lab.Probe;
import dev.dejima.lab.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The acts, one for each action. */
final class Acts {
  private Acts() {}

  /** {@code listen}. */
  static final class Listening extends Act {
    private final Listener listener;

    Listening(Stage stage, Step step, Listener listener) {
      super(stage, step);
      this.listener = listener;
    }

    @Override
    @Nullable Process perform() throws InterruptedException {
      stage().listen(listener);
      return null;
    }
  }

  /** {@code connect}, {@code udp}, {@code ping}. */
  static final class Probing extends Act {
    private final Probe probe;
    private @Nullable Prober prober;

    Probing(Stage stage, Step step, Probe probe) {
      super(stage, step);
      this.probe = probe;
    }

    @Override
    Process perform() {
      Line line = probe instanceof Probe.Connect connect ? stage().line(connect.as()) : null;
      Prober started = new Prober(probe, stage().clock(), step().within(), line);
      prober = started;
      return stage().start(probe.from(), "probe", StandardStreams.none(), started::run);
    }

    private ProbeJudge judge() {
      if (prober == null) {
        throw new IllegalStateException("not begun");
      }
      return new ProbeJudge(step(), probe, prober.answer(), stage().servers());
    }

    private Conversation conversation() throws KernelException {
      Sight sight = stage().watch().since(mark());
      return Conversation.of(stage().network(), probe.from(), sight, this::isProbe);
    }

    private boolean isProbe(Flow flow) {
      return flow.destination().equals(probe.address())
          && switch (probe) {
            case Probe.Connect connect ->
                flow.protocol() == Flow.TCP && flow.destinationPort() == connect.to().port();
            case Probe.Udp udp ->
                flow.protocol() == Flow.UDP && flow.destinationPort() == udp.to().port();
            case Probe.Ping _ -> flow.protocol() == Flow.ICMP || flow.protocol() == Flow.ICMPV6;
          };
    }

    @Override
    boolean settles() {
      return true;
    }

    @Override
    boolean someMissing() throws KernelException {
      return super.someMissing() || judge().someMissing(conversation());
    }

    @Override
    StepResult result() throws KernelException, InterruptedException {
      ProbeJudge judge = judge();
      Conversation conversation = conversation();
      List<String> failures = new ArrayList<>(judge.failures(conversation));
      failures.addAll(state(conversation, judge.answer().took()));
      if (stage().watch().isIncomplete()) {
        failures.add("events were lost: there were more than the kernel keeps");
      }
      return new StepResult.Tried(step(), judge.summary(), failures, judge.answer(), conversation);
    }
  }

  /** {@code send}, {@code receive}, {@code close}. */
  static final class Talking extends Act {
    private final Action.Talk talk;
    private final Line line;
    private volatile String failure = "it did not end within its time";

    Talking(Stage stage, Step step, Action.Talk talk) {
      super(stage, step);
      this.talk = talk;
      this.line = Objects.requireNonNull(stage.line(talk.connection()));
    }

    @Override
    @Nullable Process perform() {
      Optional<Socket> socket = line.socket();
      if (socket.isEmpty()) {
        failure = "there is no connection '%s' yet".formatted(line.name());
        return null;
      }
      Socket open = socket.get();
      return stage().startHere("talk", self -> talk(open));
    }

    private int talk(Socket socket) throws InterruptedException {
      try {
        failure =
            switch (talk) {
              case Action.Send send -> {
                line.send(socket, send.data());
                yield "";
              }
              case Action.Receive receive -> {
                String came = line.receive(socket, receive.data(), step().within());
                yield Pattern.matches(receive.data(), came) ? "" : wrong(receive, came);
              }
              case Action.Close _ -> {
                line.close();
                yield "";
              }
            };
      } catch (KernelException e) {
        failure =
            talk instanceof Action.Receive receive
                ? wrong(receive, line.text())
                : String.valueOf(e.getMessage());
      }
      return 0;
    }

    private String wrong(Action.Receive receive, String came) {
      return "%s was to receive %s, but received %s"
          .formatted(line.name(), receive.data(), came.isEmpty() ? "nothing" : came);
    }

    @Override
    List<String> failures() {
      return failure.isEmpty() ? List.of() : List.of(failure);
    }
  }

  /** {@code run}, {@code ip}. */
  static final class Running extends Act {
    private final Action.Run run;
    private final Program program;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private @Nullable Process process;
    private long deadline;

    Running(Stage stage, Step step, Action.Run run, Program program) {
      super(stage, step);
      this.run = run;
      this.program = program;
    }

    @Override
    Process perform() {
      deadline = stage().clock().nanoTime() + step().within().toNanos();
      byte[] input = run.input().getBytes(StandardCharsets.UTF_8);
      StandardStreams streams =
          new StandardStreams(new ByteArrayInputStream(input), output, output);
      Process started = stage().start(run.node(), run.command().text(), streams, program);
      process = started;
      return started;
    }

    /** A program that takes too long gets what Ctrl-C gives. */
    @Override
    boolean isOver() {
      boolean late = stage().clock().nanoTime() >= deadline;
      if (late && process != null && !process.ended()) {
        process.interrupt();
        return true;
      }
      return super.isOver();
    }

    private List<String> lines() {
      return output.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    List<String> failures() throws InterruptedException {
      List<String> failures = new ArrayList<>();
      if (process == null || !process.ended()) {
        failures.add(
            "%s did not end within %d ms"
                .formatted(run.command().text(), step().within().toMillis()));
      } else {
        status(process.await(), failures);
      }
      for (Expectation.Output expected : step().expectations(Expectation.Output.class)) {
        boolean there = lines().stream().anyMatch(l -> Pattern.matches(expected.text(), l));
        if (there != expected.wanted()) {
          String verb = expected.wanted() ? "did not write" : "wrote";
          failures.add("%s %s: %s".formatted(run.command().text(), verb, expected.text()));
        }
      }
      if (!failures.isEmpty() && !lines().isEmpty()) {
        failures.add("  it wrote:");
        lines().stream().limit(10).forEach(l -> failures.add("    " + l));
      }
      return failures;
    }

    private void status(int status, List<String> failures) {
      List<Expectation.Status> expected = step().expectations(Expectation.Status.class);
      boolean met =
          expected.isEmpty()
              ? status == 0
              : expected.stream().allMatch(e -> e.status().admits(status));
      if (!met) {
        String wanted = expected.isEmpty() ? "0" : expected.getFirst().status().toString();
        failures.add(
            "%s ended with status %d, expected %s".formatted(run.command().text(), status, wanted));
      }
    }
  }

  /** {@code nft}. */
  static final class Loading extends Act {
    private final Action.Nft nft;
    private List<String> refused = List.of();

    Loading(Stage stage, Step step, Action.Nft nft) {
      super(stage, step);
      this.nft = nft;
    }

    @Override
    @Nullable Process perform() throws KernelException, InterruptedException {
      Tooling.Printed printed =
          stage()
              .tooling()
              .run(nft.node(), List.of("nft", "-f", "-"), nft.ruleset().text().strip() + "\n");
      if (printed.status() != 0) {
        refused = printed.complaints().lines().toList();
      }
      stage().network().refresh(nft.node());
      return null;
    }

    @Override
    List<String> failures() {
      return refused;
    }
  }

  /** {@code sysctl}. */
  static final class Setting extends Act {
    private final Action.Sysctl sysctl;

    Setting(Stage stage, Step step, Action.Sysctl sysctl) {
      super(stage, step);
      this.sysctl = sysctl;
    }

    @Override
    @Nullable Process perform() throws KernelException {
      for (dev.dejima.lab.Setting setting : sysctl.settings()) {
        stage().network().namespace(sysctl.node()).sysctl().write(setting.path(), setting.value());
      }
      return null;
    }
  }

  /** {@code link}. */
  static final class Switching extends Act {
    private final Action.SetLink link;

    Switching(Stage stage, Step step, Action.SetLink link) {
      super(stage, step);
      this.link = link;
    }

    @Override
    @Nullable Process perform() throws KernelException {
      var namespace = stage().network().namespace(link.at().node());
      Map<String, Integer> indexes = Setup.indexes(namespace);
      Integer index = indexes.get(link.at().device());
      namespace.route().request(NewLink.setUp(index == null ? -1 : index, link.up()));
      return null;
    }
  }

  /** {@code wait}. */
  static final class Waiting extends Act {
    private final Duration duration;

    Waiting(Stage stage, Step step, Action.Wait wait) {
      super(stage, step);
      this.duration = wait.duration();
    }

    @Override
    Process perform() {
      return stage()
          .startHere(
              "wait",
              self -> {
                stage().clock().sleep(duration);
                return 0;
              });
    }

    @Override
    void await(Duration pause) throws InterruptedException {
      super.await(Stage.pause(duration));
    }
  }

  /** Nothing. */
  static final class Looking extends Act {
    Looking(Stage stage, Step step) {
      super(stage, step);
    }

    @Override
    @Nullable Process perform() {
      return null;
    }

    @Override
    Sight.Mark mark() {
      return stage().begin();
    }
  }
}
