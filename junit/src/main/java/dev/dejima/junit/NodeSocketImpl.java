package dev.dejima.junit;

import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.SocketOption;
import dev.dejima.kernel.SocketType;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket of a node, as {@link java.net.Socket} and {@link java.net.ServerSocket} want it. Its
 * version of IP is that of the first address it is bound or connected to. Sizes of buffers, the
 * type of service and keep-alive are remembered and have no effect.
 */
final class NodeSocketImpl extends SocketImpl {
  private final Namespace namespace;
  private final SocketType everywhere;
  private final Map<Integer, Object> options = new LinkedHashMap<>();
  private volatile dev.dejima.kernel.@Nullable Socket socket;
  private volatile boolean closed;
  private volatile boolean inputShut;

  /**
   * A socket that is not open yet.
   *
   * @param everywhere what it is when it is bound to every address: of IPv6, it is for both
   *     versions
   */
  NodeSocketImpl(Namespace namespace, SocketType everywhere) {
    this.namespace = namespace;
    this.everywhere = everywhere;
  }

  private interface Call<T> {
    T make() throws KernelException, InterruptedException;
  }

  /** Makes a call of the kernel; what it refuses is told in Java's words. */
  private static <T> T call(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (KernelException e) {
      IOException told =
          switch (e.errno()) {
            case EAGAIN, EINPROGRESS -> new SocketTimeoutException("Timed out");
            case ECONNREFUSED, ETIMEDOUT -> new ConnectException(e.getMessage());
            case EHOSTUNREACH, ENETUNREACH -> new NoRouteToHostException(e.getMessage());
            default -> new SocketException(e.getMessage());
          };
      told.initCause(e);
      throw told;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private dev.dejima.kernel.Socket open() throws SocketException {
    dev.dejima.kernel.Socket opened = socket;
    if (closed || opened == null) {
      throw new SocketException(closed ? "Socket closed" : "Socket is not open");
    }
    return opened;
  }

  private dev.dejima.kernel.Socket open(InetAddress first) throws IOException {
    if (socket == null && !closed) {
      SocketType type =
          first.isAnyLocalAddress()
              ? everywhere
              : first.getAddress().length == 4 ? SocketType.TCP4 : SocketType.TCP6;
      socket = call(() -> namespace.socket(type));
      for (Map.Entry<Integer, Object> option : options.entrySet()) {
        apply(option.getKey(), option.getValue());
      }
    }
    return open();
  }

  private static Endpoint endpoint(InetAddress address, int port) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    return new Endpoint(IpAddress.parse(zone < 0 ? text : text.substring(0, zone)), port);
  }

  private static InetAddress inet(Endpoint end) {
    return InetAddress.ofLiteral(end.address().toString());
  }

  // ---- connections

  @Override
  protected void create(boolean stream) throws SocketException {
    if (!stream) {
      throw new SocketException("a socket of datagrams: open one of the namespace");
    }
  }

  @Override
  protected void connect(String host, int toPort) throws IOException {
    connect(InetAddress.getByName(host), toPort);
  }

  @Override
  protected void connect(InetAddress to, int toPort) throws IOException {
    connect(new InetSocketAddress(to, toPort), 0);
  }

  @Override
  protected void connect(SocketAddress to, int timeout) throws IOException {
    if (!(to instanceof InetSocketAddress inet) || inet.isUnresolved()) {
      throw new UnknownHostException(to + ": expected an address");
    }
    boolean complete = false;
    try {
      var opened = open(inet.getAddress());
      opened.timeout(timeout == 0 ? null : Duration.ofMillis(timeout));
      call(
          () -> {
            opened.connect(endpoint(inet.getAddress(), inet.getPort()));
            return true;
          });
      connected(opened);
      complete = true;
    } finally {
      if (!complete) {
        close();
      }
    }
  }

  private void connected(dev.dejima.kernel.Socket opened) throws IOException {
    socket = opened;
    Endpoint peer = call(opened::peerName);
    address = inet(peer);
    port = peer.port();
    localport = call(opened::localName).port();
  }

  @Override
  protected void bind(InetAddress to, int toPort) throws IOException {
    var opened = open(to);
    boolean both = to.isAnyLocalAddress() && opened.type().version() == 6;
    Endpoint local = both ? new Endpoint(IpAddress.parse("::"), toPort) : endpoint(to, toPort);
    call(
        () -> {
          opened.bind(local);
          return true;
        });
    localport = call(opened::localName).port();
    address = to;
  }

  @Override
  protected void listen(int backlog) throws IOException {
    var opened = open();
    call(
        () -> {
          opened.listen(backlog);
          return true;
        });
  }

  @Override
  protected void accept(SocketImpl to) throws IOException {
    var opened = open();
    opened.timeout(timeout());
    ((NodeSocketImpl) to).connected(call(opened::accept));
  }

  // ---- data

  private @Nullable Duration timeout() {
    return options.get(SO_TIMEOUT) instanceof Integer millis && millis > 0
        ? Duration.ofMillis(millis)
        : null;
  }

  @Override
  protected InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        var opened = open();
        opened.timeout(timeout());
        return inputShut ? -1 : call(() -> opened.receive(bytes, offset, length));
      }
    };
  }

  @Override
  protected OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        var opened = open();
        opened.timeout(null);
        call(
            () -> {
              opened.send(bytes, offset, length);
              return true;
            });
      }
    };
  }

  /** It is not known how much has come. */
  @Override
  protected int available() {
    return 0;
  }

  @Override
  protected void shutdownInput() {
    inputShut = true;
  }

  @Override
  protected void shutdownOutput() throws IOException {
    var opened = open();
    call(
        () -> {
          opened.shutdownOutput();
          return true;
        });
  }

  @Override
  protected void close() {
    closed = true;
    dev.dejima.kernel.Socket opened = socket;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  protected void sendUrgentData(int data) throws SocketException {
    throw new SocketException("urgent data is not supported");
  }

  // ---- options

  @Override
  public void setOption(int option, Object value) throws SocketException {
    options.put(option, value);
    if (socket != null) {
      try {
        apply(option, value);
      } catch (SocketException e) {
        throw e;
      } catch (IOException e) {
        throw new SocketException(e.getMessage(), e);
      }
    }
  }

  private void apply(int option, Object value) throws IOException {
    switch (option) {
      case TCP_NODELAY -> set(SocketOption.NODELAY, (Boolean) value);
      case SO_REUSEADDR -> set(SocketOption.REUSEADDR, (Boolean) value);
      case SO_LINGER -> set(SocketOption.RESET_ON_CLOSE, value.equals(0));
      default -> {} // What the kernel is not asked for.
    }
  }

  private void set(SocketOption<Boolean> option, boolean value) throws IOException {
    var opened = open();
    call(
        () -> {
          opened.option(option, value);
          return true;
        });
  }

  @Override
  public Object getOption(int option) throws SocketException {
    if (option == SO_BINDADDR) {
      try {
        return inet(call(open()::localName));
      } catch (SocketException e) {
        throw e;
      } catch (IOException e) {
        throw new SocketException(e.getMessage(), e);
      }
    }
    return options.getOrDefault(
        option,
        switch (option) {
          case SO_TIMEOUT, IP_TOS -> 0;
          case SO_LINGER -> -1;
          case SO_RCVBUF, SO_SNDBUF -> 1 << 16;
          default -> false;
        });
  }
}
