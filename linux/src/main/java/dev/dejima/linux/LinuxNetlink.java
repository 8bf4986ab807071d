package dev.dejima.linux;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.linux.netlink.Codec;
import dev.dejima.linux.netlink.Debug;
import dev.dejima.linux.netlink.MalformedException;
import dev.dejima.linux.netlink.NetlinkMessage;
import dev.dejima.linux.netlink.NetlinkSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A netlink family in one namespace. Its socket is opened when it is first used.
 *
 * @param <M> its messages
 */
final class LinuxNetlink<M> implements Netlink<M> {
  private final LinuxNamespace namespace;
  private final Codec<M> codec;
  private @Nullable NetlinkSocket socket;

  LinuxNetlink(LinuxNamespace namespace, Codec<M> codec) {
    this.namespace = namespace;
    this.codec = codec;
  }

  Codec<M> codec() {
    return codec;
  }

  /** What an exchange does with the socket; it must not outlive it. */
  interface Exchange<T> {
    T with(NetlinkSocket socket) throws KernelException;
  }

  /** One exchange at a time. */
  synchronized <T> T exchange(Exchange<T> exchange) throws NetlinkException {
    try {
      NetlinkSocket open = socket;
      if (open == null) {
        open = namespace.in(this::open);
        socket = open;
      }
      return exchange.with(open);
    } catch (NetlinkException e) {
      throw e;
    } catch (KernelException e) {
      throw refused(e);
    }
  }

  private NetlinkSocket open() throws KernelException {
    return NetlinkSocket.open(codec.protocol(), new Debug(codec, namespace.name()));
  }

  /** What a kernel's refusal is to who asked. */
  static NetlinkException refused(KernelException e) {
    String text = e.getMessage();
    NetlinkException refusal =
        text == null ? new NetlinkException(e.errno()) : new NetlinkException(e.errno(), text);
    refusal.initCause(e);
    return refusal;
  }

  @Override
  public void request(M message) throws NetlinkException {
    exchange(
        open -> {
          open.request(codec.encode(message));
          return true;
        });
  }

  @Override
  public List<M> dump(M message) throws NetlinkException {
    List<NetlinkMessage> answers =
        exchange(
            open -> {
              List<NetlinkMessage> some = new ArrayList<>();
              if (!codec.isDump(message)) {
                return List.of(open.get(codec.encode(message).getFirst()));
              }
              open.dump(codec.encode(message).getFirst(), some::add, some::clear);
              return some;
            });
    return decode(message, answers);
  }

  private List<M> decode(M request, List<NetlinkMessage> answers) throws NetlinkException {
    List<M> records = new ArrayList<>(answers.size());
    for (NetlinkMessage answer : answers) {
      try {
        M entry = codec.decode(request, answer);
        if (entry != null) {
          records.add(entry);
        }
      } catch (MalformedException e) {
        throw refused(e);
      }
    }
    return records;
  }

  @Override
  public Subscription<M> subscribe(Set<Group> groups) throws NetlinkException {
    List<Integer> numbers = new ArrayList<>();
    for (Group group : groups) {
      List<Integer> some = codec.groups(group);
      if (some.isEmpty()) {
        throw new NetlinkException(Errno.EOPNOTSUPP, "this family has no group " + group);
      }
      numbers.addAll(some);
    }
    try {
      NetlinkSocket events = namespace.in(this::open);
      for (int number : numbers) {
        events.join(number);
      }
      return new LinuxSubscription<>(namespace.kernel(), events, codec);
    } catch (KernelException e) {
      throw refused(e);
    }
  }

  /** Opens a socket of its own. */
  Peer<M> peer() throws KernelException {
    return new LinuxPeer<>(namespace.kernel(), namespace.in(this::open), codec);
  }

  synchronized void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
