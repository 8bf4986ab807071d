package dev.dejima.kernel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One or more refusals of a netlink request or batch. */
public final class NetlinkException extends KernelException {
  private static final long serialVersionUID = 1;

  private final transient List<Refusal> refusals;

  /**
   * One refusal.
   *
   * @param index which message of the request, from 0
   * @param errno why
   * @param text the kernel's own words (extended acknowledgement); absent where it gave none
   * @param offset octets from the message's start to the attribute at fault; -1 where not said
   */
  public record Refusal(int index, Errno errno, @Nullable String text, int offset) {}

  /** Refusals in the order of the messages; at least one. */
  public NetlinkException(List<Refusal> refusals) {
    super(refusals.getFirst().errno(), message(refusals.getFirst()));
    this.refusals = List.copyOf(refusals);
  }

  /** A single message refused, with nothing more to say. */
  public NetlinkException(Errno errno) {
    this(List.of(new Refusal(0, errno, null, -1)));
  }

  /** A single message refused, with the kernel's words. */
  public NetlinkException(Errno errno, String text) {
    this(List.of(new Refusal(0, errno, text, -1)));
  }

  private static String message(Refusal first) {
    String text = first.text();
    return text == null ? first.errno().text() : text;
  }

  public List<Refusal> refusals() {
    return refusals;
  }
}
