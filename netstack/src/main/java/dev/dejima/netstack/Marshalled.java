package dev.dejima.netstack;

import dev.dejima.kernel.Capture;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Netlink;
import dev.dejima.kernel.NetlinkException;
import dev.dejima.kernel.NfTables;
import dev.dejima.kernel.Sysctl;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.nft.expr.NftMessage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kernel's services with the baton taken for each call, so that any thread may call them. */
final class Marshalled {
  private Marshalled() {}

  static <M> Netlink<M> netlink(EventLoop loop, Netlink<M> inner) {
    return new MarshalledNetlink<>(loop, inner);
  }

  static NfTables nfTables(EventLoop loop, NfTables inner) {
    return new MarshalledNfTables(loop, inner);
  }

  static <M> Netlink.Peer<M> peer(EventLoop loop, Netlink.Peer<M> inner) {
    return new MarshalledPeer<>(loop, inner);
  }

  private static class MarshalledNetlink<M> implements Netlink<M> {
    final EventLoop loop;
    private final Netlink<M> inner;

    MarshalledNetlink(EventLoop loop, Netlink<M> inner) {
      this.loop = loop;
      this.inner = inner;
    }

    @Override
    public void request(M message) throws NetlinkException {
      try (var _ = loop.enter()) {
        inner.request(message);
      }
    }

    @Override
    public List<M> dump(M message) throws NetlinkException {
      try (var _ = loop.enter()) {
        return inner.dump(message);
      }
    }

    @Override
    public Subscription<M> subscribe(Set<Group> groups) throws NetlinkException {
      try (var _ = loop.enter()) {
        return new MarshalledSubscription<>(loop, inner.subscribe(groups));
      }
    }
  }

  private static final class MarshalledNfTables extends MarshalledNetlink<NftMessage>
      implements NfTables {
    private final NfTables inner;

    MarshalledNfTables(EventLoop loop, NfTables inner) {
      super(loop, inner);
      this.inner = inner;
    }

    @Override
    public void commit(List<NftMessage> batch) throws NetlinkException {
      try (var _ = loop.enter()) {
        inner.commit(batch);
      }
    }

    @Override
    public void check(List<NftMessage> batch) throws NetlinkException {
      try (var _ = loop.enter()) {
        inner.check(batch);
      }
    }
  }

  private static class MarshalledSubscription<M> implements Netlink.Subscription<M> {
    final EventLoop loop;
    private final Netlink.Subscription<M> inner;

    MarshalledSubscription(EventLoop loop, Netlink.Subscription<M> inner) {
      this.loop = loop;
      this.inner = inner;
    }

    @Override
    public M next() throws InterruptedException, KernelException {
      try (var _ = loop.enter()) {
        return inner.next();
      }
    }

    @Override
    public Optional<M> poll() throws KernelException {
      try (var _ = loop.enter()) {
        return inner.poll();
      }
    }

    @Override
    public void close() {
      try (var _ = loop.enter()) {
        inner.close();
      }
    }
  }

  private static final class MarshalledPeer<M> extends MarshalledSubscription<M>
      implements Netlink.Peer<M> {
    private final Netlink.Peer<M> inner;

    MarshalledPeer(EventLoop loop, Netlink.Peer<M> inner) {
      super(loop, inner);
      this.inner = inner;
    }

    @Override
    public void request(M message) throws NetlinkException {
      try (var _ = loop.enter()) {
        inner.request(message);
      }
    }
  }

  record MarshalledCapture(EventLoop loop, Capture inner) implements Capture {
    @Override
    public int linkType() {
      return inner.linkType();
    }

    @Override
    public Frame next() throws InterruptedException, KernelException {
      try (var _ = loop.enter()) {
        return inner.next();
      }
    }

    @Override
    public Optional<Frame> poll() throws KernelException {
      try (var _ = loop.enter()) {
        return inner.poll();
      }
    }

    @Override
    public Statistics statistics() {
      try (var _ = loop.enter()) {
        return inner.statistics();
      }
    }

    @Override
    public void close() {
      try (var _ = loop.enter()) {
        inner.close();
      }
    }
  }

  record MarshalledSysctl(EventLoop loop, Sysctl inner) implements Sysctl {
    @Override
    public String read(String path) throws KernelException {
      try (var _ = loop.enter()) {
        return inner.read(path);
      }
    }

    @Override
    public void write(String path, String value) throws KernelException {
      try (var _ = loop.enter()) {
        inner.write(path, value);
      }
    }

    @Override
    public List<String> list(String path) throws KernelException {
      try (var _ = loop.enter()) {
        return inner.list(path);
      }
    }
  }
}
