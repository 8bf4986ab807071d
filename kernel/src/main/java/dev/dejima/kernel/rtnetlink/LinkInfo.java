package dev.dejima.kernel.rtnetlink;

import dev.dejima.packet.Bytes;
import org.jspecify.annotations.Nullable;

/** What kind of link it is ({@code IFLA_LINKINFO}); the loopback device has none. */
public sealed interface LinkInfo {
  /** The kernel's word for the kind. */
  String kind();

  /**
   * One end of a pair.
   *
   * @param peer in a request, the other end; otherwise absent
   */
  record Veth(@Nullable NewLink peer) implements LinkInfo {
    @Override
    public String kind() {
      return "veth";
    }
  }

  /** A bridge. */
  record Bridge() implements LinkInfo {
    @Override
    public String kind() {
      return "bridge";
    }
  }

  /**
   * A kind that no record here is for.
   *
   * @param data {@code IFLA_INFO_DATA}, undecoded
   */
  record Other(String kind, Bytes data) implements LinkInfo {}
}
