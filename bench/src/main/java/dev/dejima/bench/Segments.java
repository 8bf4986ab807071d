package dev.dejima.bench;

import static dev.dejima.packet.NetworkOrder.put16;
import static dev.dejima.packet.NetworkOrder.put32;
import static dev.dejima.packet.NetworkOrder.put48;

import dev.dejima.packet.Checksum;
import dev.dejima.packet.EtherType;
import dev.dejima.packet.EthernetView;
import dev.dejima.packet.IpProtocol;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;

/**
 * Frames with a TCP segment, made from one that is ready but for the client's address and port, the
 * numbers and the checksums. As sums are linear, none is computed over the octets again.
 */
final class Segments {
  /** Octets of data in every segment but those of the handshake. */
  static final int PAYLOAD = 64;

  private static final int NETWORK = EthernetView.LENGTH;
  private static final int TRANSPORT = NETWORK + Ipv4View.LENGTH;
  private static final int DATA = TRANSPORT + TcpView.LENGTH;
  private static final int CLIENT_ADDRESSES = 20_000;
  private static final int FIRST_PORT = 10_000;
  private static final int CLIENTS = Ipv4Address.parse("198.18.0.1").value();
  private static final int TTL = 64;
  private static final int WINDOW = 64_240;

  private final byte[] template;
  private final boolean fromClient;
  private final long networkSum;
  private final long transportSum;

  /**
   * Prepares segments of one direction.
   *
   * @param link the router's link address on that side
   * @param server the server's address and port as that side knows them
   * @param fromClient whether they go to the server, or come from it
   */
  Segments(long link, Ipv4Address server, int port, int flags, int payload, boolean fromClient) {
    this.fromClient = fromClient;
    template = new byte[DATA + payload];
    byte[] b = template;
    put48(b, EthernetView.DESTINATION, link);
    put48(b, EthernetView.SOURCE, 0x0200_0000_0001L);
    put16(b, EthernetView.ETHER_TYPE, EtherType.IPV4);
    put16(b, NETWORK + Ipv4View.VERSION_AND_LENGTH, 0x4500);
    put16(b, NETWORK + Ipv4View.TOTAL_LENGTH, b.length - NETWORK);
    put16(b, NETWORK + Ipv4View.FRAGMENT, Ipv4View.DONT_FRAGMENT);
    b[NETWORK + Ipv4View.TTL] = TTL;
    b[NETWORK + Ipv4View.PROTOCOL] = IpProtocol.TCP;
    put32(b, NETWORK + (fromClient ? Ipv4View.DESTINATION : Ipv4View.SOURCE), server.value());
    put16(b, TRANSPORT + (fromClient ? TcpView.DESTINATION_PORT : TcpView.SOURCE_PORT), port);
    b[TRANSPORT + TcpView.DATA_OFFSET] = 0x50;
    b[TRANSPORT + TcpView.FLAGS] = (byte) flags;
    put16(b, TRANSPORT + TcpView.WINDOW, WINDOW);
    for (int i = DATA; i < b.length; i++) {
      b[i] = (byte) i;
    }
    networkSum = Checksum.sum(b, NETWORK, TRANSPORT);
    transportSum =
        Checksum.sum(b, TRANSPORT, b.length)
            + Checksum.pseudo(server.value(), 0, IpProtocol.TCP, b.length - TRANSPORT);
  }

  /** Octets of a frame. */
  int length() {
    return template.length;
  }

  static int clientAddress(int flow) {
    return CLIENTS + flow % CLIENT_ADDRESSES;
  }

  static int clientPort(int flow) {
    return FIRST_PORT + flow / CLIENT_ADDRESSES;
  }

  /** Writes the frame of a flow. */
  void write(byte[] bytes, int at, int flow, int sequence, int acknowledgment) {
    System.arraycopy(template, 0, bytes, at, template.length);
    int address = clientAddress(flow);
    int port = clientPort(flow);
    int network = at + NETWORK;
    int transport = at + TRANSPORT;
    put32(bytes, network + (fromClient ? Ipv4View.SOURCE : Ipv4View.DESTINATION), address);
    put16(bytes, transport + (fromClient ? TcpView.SOURCE_PORT : TcpView.DESTINATION_PORT), port);
    put32(bytes, transport + TcpView.SEQUENCE, sequence);
    put32(bytes, transport + TcpView.ACKNOWLEDGMENT, acknowledgment);
    long client = Integer.toUnsignedLong(address);
    put16(bytes, network + Ipv4View.CHECKSUM, Checksum.finish(networkSum + client));
    long numbers = Integer.toUnsignedLong(sequence) + Integer.toUnsignedLong(acknowledgment);
    put16(
        bytes,
        transport + TcpView.CHECKSUM,
        Checksum.finish(transportSum + client + port + numbers));
  }
}
