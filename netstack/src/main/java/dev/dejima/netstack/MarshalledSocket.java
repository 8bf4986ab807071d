package dev.dejima.netstack;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Socket;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.netstack.sched.EventLoop;
import dev.dejima.packet.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A socket with the baton taken for each call, so that any thread may call it. */
record MarshalledSocket(EventLoop loop, Socket inner) implements Socket {
  @Override
  public SocketType type() {
    return inner.type();
  }

  @Override
  public void bind(Endpoint local) throws KernelException {
    try (var _ = loop.enter()) {
      inner.bind(local);
    }
  }

  @Override
  public void listen(int backlog) throws KernelException {
    try (var _ = loop.enter()) {
      inner.listen(backlog);
    }
  }

  @Override
  public Socket accept() throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      return new MarshalledSocket(loop, inner.accept());
    }
  }

  @Override
  public void connect(Endpoint remote) throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      inner.connect(remote);
    }
  }

  @Override
  public void send(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      inner.send(bytes, offset, length);
    }
  }

  @Override
  public void sendTo(byte[] bytes, int offset, int length, Endpoint remote)
      throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      inner.sendTo(bytes, offset, length, remote);
    }
  }

  @Override
  public int receive(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      return inner.receive(bytes, offset, length);
    }
  }

  @Override
  public Datagram receiveFrom(byte[] bytes, int offset, int length)
      throws KernelException, InterruptedException {
    try (var _ = loop.enter()) {
      return inner.receiveFrom(bytes, offset, length);
    }
  }

  @Override
  public void shutdownOutput() throws KernelException {
    try (var _ = loop.enter()) {
      inner.shutdownOutput();
    }
  }

  @Override
  public Endpoint localName() throws KernelException {
    try (var _ = loop.enter()) {
      return inner.localName();
    }
  }

  @Override
  public Endpoint peerName() throws KernelException {
    try (var _ = loop.enter()) {
      return inner.peerName();
    }
  }

  @Override
  public <T> void option(SocketOption<T> option, T value) throws KernelException {
    try (var _ = loop.enter()) {
      inner.option(option, value);
    }
  }

  @Override
  public void timeout(@Nullable Duration limit) {
    try (var _ = loop.enter()) {
      inner.timeout(limit);
    }
  }

  @Override
  public void close() {
    try (var _ = loop.enter()) {
      inner.close();
    }
  }
}
