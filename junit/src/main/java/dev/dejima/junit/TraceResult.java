package dev.dejima.junit;

import dev.dejima.lab.trace.Trace;
import org.assertj.core.api.AssertProvider;

/**
 * What happened to a packet; AssertJ's {@code assertThat} takes it.
 *
 * @param trace the whole account
 */
public record TraceResult(Trace trace) implements AssertProvider<TraceAssert> {
  @Override
  public TraceAssert assertThat() {
    return new TraceAssert(this);
  }
}
