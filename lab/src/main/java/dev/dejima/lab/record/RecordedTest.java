package dev.dejima.lab.record;

import dev.dejima.lab.Outcome;
import dev.dejima.packet.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A test in the making: steps, and the probe behind them. */
final class RecordedTest {
  final Typed typed;

  /** Where the probe goes; null where a program is run as it is. */
  final @Nullable Endpoint target;

  /** Steps before it, each the text of one, without its dash. */
  final List<String> before;

  /** How many tests have the same words. */
  final int number;

  /** What came of it when the lab was tried; null as long as that is not known. */
  @Nullable Outcome outcome;

  @Nullable String translatedTo;
  @Nullable String contradiction;

  RecordedTest(Typed typed, @Nullable Endpoint target, List<String> before, int number) {
    this.typed = typed;
    this.target = target;
    this.before = List.copyOf(before);
    this.number = number;
  }

  /** Whether it was answered when it was typed; null where that cannot be told. */
  @Nullable Boolean answered() {
    Integer status = typed.status();
    boolean one =
        typed.meaning instanceof Meaning.Probe probe
            && probe.targets().size() == 1
            && !probe.kind().equals("udp");
    return status == null || !one || status > 2 ? null : status == 0;
  }

  String name() {
    String text;
    if (target == null) {
      text = typed.node + ": " + typed.text();
    } else {
      text = typed.node + " " + verb() + " " + place();
    }
    return number > 1 ? text + " (" + number + ")" : text;
  }

  private String place() {
    boolean ping = target != null && target.port() == 0;
    String text = target == null ? "" : ping ? target.address().toString() : target.toString();
    return kind().equals("udp") ? text + " by UDP" : ping ? text + " by ping" : text;
  }

  String kind() {
    return typed.meaning instanceof Meaning.Probe probe ? probe.kind() : "run";
  }

  private String verb() {
    return switch (outcome) {
      case CONNECTED -> "reaches";
      case REFUSED -> "is refused at";
      case TIMEOUT -> "hears nothing from";
      case UNREACHABLE -> "has no way to";
      case null -> "tries";
    };
  }
}
