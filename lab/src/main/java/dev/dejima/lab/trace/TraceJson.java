package dev.dejima.lab.trace;

import dev.dejima.kernel.conntrack.ConntrackTuple;
import dev.dejima.kernel.path.EndEvent;
import dev.dejima.kernel.path.FlowEvent;
import dev.dejima.kernel.path.RouteEvent;
import dev.dejima.kernel.path.RouteEvent.Chosen;
import dev.dejima.kernel.path.RulesetEvent;
import dev.dejima.lab.report.IndentedJson;
import dev.dejima.lab.run.RuleText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes a trace as JSON; docs/trace.md says what its keys mean. Keys are only ever added. */
public final class TraceJson {
  private final JsonGenerator out;

  private TraceJson(JsonGenerator out) {
    this.out = out;
  }

  /** The trace, with a newline at its end. */
  public static String write(Trace trace) {
    return IndentedJson.write(out -> new TraceJson(out).trace(trace));
  }

  private void trace(Trace trace) {
    out.writeStartObject();
    out.writeStringProperty("probe", trace.probe());
    out.writeStringProperty("from", trace.from());
    out.writeStringProperty("disposition", word(trace.disposition()));
    out.writeBooleanProperty("success", trace.disposition().isSuccess());
    out.writeStringProperty("reason", trace.reason());
    IndentedJson.texts(out, "notes", trace.notes());
    out.writeName("there");
    journey(trace.there());
    if (trace.back().isPresent()) {
      out.writeName("back");
      journey(trace.back().get());
    }
    out.writeEndObject();
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private void journey(Journey journey) {
    out.writeStartObject();
    out.writeStringProperty("packet", journey.packet());
    out.writeArrayPropertyStart("hops");
    journey.hops().forEach(this::hop);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void hop(Hop hop) {
    out.writeStartObject();
    out.writeStringProperty("node", hop.node());
    optional("in", hop.in());
    optional("out", hop.out());
    out.writeArrayPropertyStart("steps");
    hop.steps().forEach(this::step);
    out.writeEndArray();
    out.writeEndObject();
  }

  private void optional(String key, @Nullable String value) {
    if (value != null) {
      out.writeStringProperty(key, value);
    }
  }

  private void step(Step step) {
    out.writeStartObject();
    out.writeStringProperty("kind", Narrator.kind(step.event()));
    out.writeNumberProperty("packet", step.event().moment().packet());
    out.writeNumberProperty("nanos", step.event().moment().nanos());
    out.writeStringProperty("text", Narrator.text(step));
    details(step);
    RuleText rule = step.rule();
    if (rule != null) {
      rule(rule);
    }
    optional("failed", step.failed());
    out.writeEndObject();
  }

  private void rule(RuleText rule) {
    out.writeObjectPropertyStart("rule");
    out.writeStringProperty("family", rule.family().word());
    out.writeStringProperty("table", rule.table());
    out.writeStringProperty("chain", rule.chain());
    out.writeStringProperty("text", rule.text());
    out.writeStringProperty("location", rule.location());
    out.writeEndObject();
  }

  private void details(Step step) {
    switch (step.event()) {
      case RulesetEvent.RuleMet met -> {
        out.writeNumberProperty("handle", met.handle());
        out.writeBooleanProperty("matched", met.matched());
        if (met.verdict() != null) {
          out.writeStringProperty("verdict", word(met.verdict().code()));
          optional("target", met.verdict().chain());
        }
      }
      case RulesetEvent.PolicyApplied policy ->
          out.writeStringProperty("verdict", word(policy.policy()));
      case RulesetEvent.HookEntered hook -> {
        out.writeStringProperty("family", hook.family().word());
        out.writeStringProperty("hook", hook.hook().word());
        tuple("tuple", hook.tuple());
      }
      case FlowEvent.Tracked tracked -> {
        out.writeStringProperty("state", word(tracked.state()));
        out.writeBooleanProperty("reply", tracked.reply());
        if (tracked.flow() != null) {
          tuple("original_tuple", tracked.flow().original());
          tuple("reply_tuple", tracked.flow().reply());
        }
      }
      case FlowEvent.Confirmed confirmed -> {
        tuple("original_tuple", confirmed.flow().original());
        tuple("reply_tuple", confirmed.flow().reply());
      }
      case FlowEvent.TranslationChosen chosen -> {
        tuple("before", chosen.before());
        tuple("after", chosen.after());
      }
      case FlowEvent.Translated translated -> {
        tuple("before", translated.before());
        tuple("after", translated.after());
      }
      case RouteEvent.Routed routed -> {
        out.writeStringProperty("outcome", word(routed.outcome()));
        out.writeStringProperty("destination", routed.destination().toString());
        route("route", routed.chosen());
        route("reverse", routed.reverse());
      }
      case RouteEvent.Neighbour neighbour -> {
        out.writeStringProperty("address", neighbour.address().toString());
        out.writeStringProperty("state", word(neighbour.state()));
      }
      case EndEvent.Dropped dropped -> out.writeStringProperty("reason", dropped.reason().name());
      case EndEvent.Delivered delivered -> {
        out.writeStringProperty("taker", word(delivered.taker()));
        optional("local", delivered.local() == null ? null : delivered.local().toString());
      }
      default -> {}
    }
  }

  private void tuple(String key, @Nullable ConntrackTuple tuple) {
    if (tuple == null) {
      return;
    }
    out.writeObjectPropertyStart(key);
    out.writeNumberProperty("protocol", tuple.protocol());
    out.writeStringProperty("source", tuple.source().toString());
    out.writeNumberProperty("source_port", tuple.sourcePort());
    out.writeStringProperty("destination", tuple.destination().toString());
    out.writeNumberProperty("destination_port", tuple.destinationPort());
    out.writeNumberProperty("zone", tuple.zone());
    out.writeEndObject();
  }

  private void route(String key, @Nullable Chosen chosen) {
    if (chosen == null) {
      return;
    }
    out.writeObjectPropertyStart(key);
    out.writeStringProperty("text", Narrator.route(chosen));
    out.writeStringProperty("destination", chosen.destination().toString());
    optional("gateway", chosen.gateway() == null ? null : chosen.gateway().toString());
    optional("device", chosen.device());
    out.writeNumberProperty("metric", chosen.metric());
    out.writeNumberProperty("table", chosen.table());
    out.writeNumberProperty("rule", chosen.rule());
    out.writeStringProperty("type", word(chosen.type()));
    out.writeEndObject();
  }
}
