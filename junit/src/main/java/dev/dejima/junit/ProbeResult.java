package dev.dejima.junit;

import dev.dejima.lab.run.Conversation;
import dev.dejima.lab.run.StepResult.Tried;
import java.time.Duration;
import org.assertj.core.api.AssertProvider;

/** What came of a probe; AssertJ's {@code assertThat} takes it. */
public final class ProbeResult implements AssertProvider<ProbeAssert> {
  private final Session session;
  private final String title;
  private final Tried tried;

  ProbeResult(Session session, String title, Tried tried) {
    this.session = session;
    this.title = title;
    this.tried = tried;
  }

  /** What it was: {@code wan tcp 203.0.113.254:54321}. */
  public String title() {
    return title;
  }

  /** The word for what came of it: {@code connected}, {@code refused}, {@code timeout}. */
  public String outcome() {
    return tried.answer().word();
  }

  /** How long it took, in the kernel's time. */
  public Duration took() {
    return tried.took();
  }

  /** Its packets at every interface, the rules that decided, the translations. */
  public Conversation conversation() {
    return tried.conversation();
  }

  Session session() {
    return session;
  }

  Tried tried() {
    return tried;
  }

  @Override
  public ProbeAssert assertThat() {
    return new ProbeAssert(this);
  }

  @Override
  public String toString() {
    return title + ": " + outcome();
  }
}
