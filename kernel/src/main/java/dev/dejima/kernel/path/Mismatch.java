package dev.dejima.kernel.path;

import dev.dejima.packet.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule did not match.
 *
 * @param index which of the rule's expressions broke off, from 0
 * @param kind how
 * @param loaded what each expression before it left in its register, by place in the rule; empty
 *     for those that load nothing
 * @param found what was compared, or the key that was looked up; empty where there was nothing
 * @param set the name of the set that was looked in; null where it was no lookup
 */
public record Mismatch(
    int index, Kind kind, List<Bytes> loaded, Bytes found, @Nullable String set) {
  /** How an expression breaks off. */
  public enum Kind {
    /** A register is not as it is to be: cmp, range. */
    DIFFERS,
    /** A key is not in a set. */
    NOT_IN_SET,
    /** A key is in a set that it should not be in. */
    IN_SET,
    /**
     * What is to be loaded is not there: the packet is too short, has no such header or option, no
     * tracked connection, no socket, no device of that name.
     */
    ABSENT,
    /** A limit, a quota or a count was passed, or a set was full. */
    EXCEEDED
  }

  /** Keeps a copy of the list. */
  public Mismatch {
    loaded = List.copyOf(loaded);
  }
}
