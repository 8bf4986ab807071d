package dev.dejima.linux.netlink;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink.Group;
import dev.dejima.nft.expr.NewFlag;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A netlink family: its records as messages, and back.
 *
 * @param <M> its records
 */
public interface Codec<M> {
  /** The protocol of socket(2): {@code NETLINK_*}. */
  int protocol();

  /**
   * Encodes a request; more messages than one where it does not fit in one.
   *
   * @throws KernelException EOPNOTSUPP if it is no request, EMSGSIZE if it does not fit
   */
  List<NetlinkMessage> encode(M message) throws KernelException;

  /** Whether a request that is answered by records is answered by any number of them. */
  default boolean isDump(M message) {
    return true;
  }

  /**
   * Decodes a message.
   *
   * @return absent if no record is for it
   * @throws MalformedException if the octets make no sense
   */
  @Nullable M decode(NetlinkMessage message) throws MalformedException;

  /**
   * Decodes an answer; unlike an event, it may depend on what was asked.
   *
   * @return absent if no record is for it
   * @throws MalformedException if the octets make no sense
   */
  default @Nullable M decode(M request, NetlinkMessage answer) throws MalformedException {
    return decode(answer);
  }

  /** The number of a multicast group, where the family knows it; some have one for each IP. */
  List<Integer> groups(Group group);

  /** What the header file calls a type of message. */
  String typeName(int type);

  /** The flags that make something, of a set of them. */
  static int bits(Set<NewFlag> mode) {
    int bits = 0;
    for (NewFlag flag : mode) {
      bits |= flag.bit();
    }
    return bits;
  }

  /** The flags of a set of bits. */
  static Set<NewFlag> mode(int bits) {
    Set<NewFlag> mode = EnumSet.noneOf(NewFlag.class);
    for (NewFlag flag : NewFlag.values()) {
      if ((bits & flag.bit()) != 0) {
        mode.add(flag);
      }
    }
    return mode;
  }
}
