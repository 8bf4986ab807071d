package dev.dejima.junit;

import dev.dejima.kernel.Namespace;
import dev.dejima.kernel.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets of a node.
 *
 * @param everywhere what those are that are bound to every address
 */
record NodeSockets(Namespace namespace, SocketType everywhere) {
  private static final int BACKLOG = 50;

  private NodeSocketImpl implementation() {
    return new NodeSocketImpl(namespace, everywhere);
  }

  /** Its constructor is for those who have an implementation. */
  private static final class NodeSocket extends Socket {
    NodeSocket(NodeSocketImpl implementation) throws SocketException {
      super(implementation);
    }
  }

  private Socket socket() throws SocketException {
    return new NodeSocket(implementation());
  }

  private static final class NodeServerSocket extends ServerSocket {
    private final NodeSockets sockets;

    NodeServerSocket(NodeSockets sockets) {
      super(sockets.implementation());
      this.sockets = sockets;
    }

    @Override
    public Socket accept() throws IOException {
      Socket accepted = sockets.socket();
      implAccept(accepted);
      return accepted;
    }
  }

  SocketFactory factory() {
    return new SocketFactory() {
      @Override
      public Socket createSocket() throws IOException {
        return socket();
      }

      @Override
      public Socket createSocket(String host, int port) throws IOException {
        return connect(address(host), port, null, 0);
      }

      @Override
      public Socket createSocket(String host, int port, InetAddress local, int localPort)
          throws IOException {
        return connect(address(host), port, local, localPort);
      }

      @Override
      public Socket createSocket(InetAddress host, int port) throws IOException {
        return connect(host, port, null, 0);
      }

      @Override
      public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
          throws IOException {
        return connect(host, port, local, localPort);
      }
    };
  }

  private static InetAddress address(String host) throws UnknownHostException {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw new UnknownHostException(host + ": expected an address, there are no names in a lab");
    }
  }

  private Socket connect(InetAddress host, int port, @Nullable InetAddress local, int localPort)
      throws IOException {
    Socket socket = socket();
    boolean complete = false;
    try {
      if (local != null) {
        socket.bind(new InetSocketAddress(local, localPort));
      }
      socket.connect(new InetSocketAddress(host, port));
      complete = true;
      return socket;
    } finally {
      if (!complete) {
        socket.close();
      }
    }
  }

  ServerSocketFactory serverFactory() {
    return new ServerSocketFactory() {
      @Override
      public ServerSocket createServerSocket() throws IOException {
        ServerSocket server = new NodeServerSocket(NodeSockets.this);
        server.setReuseAddress(true);
        return server;
      }

      @Override
      public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, BACKLOG);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return bound(new InetSocketAddress(port), backlog);
      }

      @Override
      public ServerSocket createServerSocket(int port, int backlog, InetAddress local)
          throws IOException {
        return bound(new InetSocketAddress(local, port), backlog);
      }

      private ServerSocket bound(InetSocketAddress local, int backlog) throws IOException {
        ServerSocket server = createServerSocket();
        boolean complete = false;
        try {
          server.bind(local, backlog);
          complete = true;
          return server;
        } finally {
          if (!complete) {
            server.close();
          }
        }
      }
    };
  }
}
