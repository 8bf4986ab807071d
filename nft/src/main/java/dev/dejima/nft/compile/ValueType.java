package dev.dejima.nft.compile;

import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.KeyType;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.nft.syntax.CtField;
import dev.dejima.nft.syntax.DataType;
import dev.dejima.nft.syntax.Extension;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.MetaField;
import dev.dejima.packet.Bytes;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The type of a value at a place: a data type with the length and byte order that it has there.
 *
 * @param data what its values mean
 * @param bits bits of a value
 * @param host whether its octets are in the host's order
 * @param hex whether listings show its numbers in hexadecimal digits
 */
public record ValueType(DataType data, int bits, boolean host, boolean hex) {
  /** A type whose numbers are shown in decimal digits. */
  public ValueType(DataType data, int bits, boolean host) {
    this(data, bits, host, false);
  }

  /** A data type with its own length and order. */
  public static ValueType of(DataType data) {
    return new ValueType(data, data.bits(), KeyType.hostOrder(data.number()));
  }

  /** The type of a header's field. */
  public static ValueType of(HeaderField field) {
    boolean hex = field.type() == DataType.BITMASK || field.name().equals("frag-off");
    return new ValueType(field.type(), field.length(), false, hex);
  }

  /** The type of a field of an extension header, an option or a chunk. */
  public static ValueType of(Extension.Field field) {
    return new ValueType(field.type(), field.length(), false);
  }

  /** The type of a meta key. */
  public static ValueType of(MetaKey key) {
    MetaField field = MetaField.of(key);
    return new ValueType(field.type(), field.bits(), key.hostOrder());
  }

  /** The type of a ct key. */
  public static ValueType of(CtKey key) {
    CtField field = CtField.of(key);
    DataType data =
        switch (key) {
          case PROTO_SRC, PROTO_DST -> DataType.INET_SERVICE;
          default -> field.type();
        };
    return new ValueType(data, field.bits(), key.hostOrder());
  }

  /** What nft calls an expression of its own. */
  static String kind(Source source) {
    return switch (source) {
      case Fib _ -> "fib";
      case Numgen _ -> "numgen";
      case Osf _ -> "osf";
      case Rt _ -> "rt";
      case Socket _ -> "socket";
      case Symhash _ -> "hash";
      case Tunnel _ -> "tunnel";
      case Xfrm _ -> "xfrm";
    };
  }

  /** The type of what an expression of its own loads. */
  public static ValueType of(Source source) {
    return switch (source) {
      case Fib fib when fib.isPresence() -> new ValueType(DataType.BOOLEAN, 8, true);
      case Fib fib ->
          switch (fib.result()) {
            case OIF -> of(DataType.IFACE_INDEX);
            case OIFNAME -> of(DataType.IFNAME);
            case TYPE -> of(DataType.FIB_ADDRTYPE);
          };
      case Numgen _, Symhash _ -> Term.NUMBER;
      case Osf _ -> new ValueType(DataType.STRING, 128, false);
      case Rt(Rt.Key key) ->
          switch (key) {
            case CLASSID -> of(DataType.REALM);
            case NEXTHOP4 -> of(DataType.IPV4_ADDR);
            case NEXTHOP6 -> of(DataType.IPV6_ADDR);
            case TCPMSS -> new ValueType(DataType.INTEGER, 16, true);
            case IPSEC -> new ValueType(DataType.BOOLEAN, 8, true);
          };
      case Socket socket ->
          switch (socket.key()) {
            case TRANSPARENT, WILDCARD -> new ValueType(DataType.INTEGER, 1, true);
            case MARK -> of(DataType.MARK);
            case CGROUPV2 -> of(DataType.CGROUPV2);
          };
      case Tunnel tunnel ->
          switch (tunnel.key()) {
            case PATH -> new ValueType(DataType.BOOLEAN, 8, true);
            case ID -> new ValueType(DataType.INTEGER, 32, true);
          };
      case Xfrm xfrm ->
          switch (xfrm.key()) {
            case DADDR_IP4, SADDR_IP4 -> of(DataType.IPV4_ADDR);
            case DADDR_IP6, SADDR_IP6 -> of(DataType.IPV6_ADDR);
            case REQID -> new ValueType(DataType.INTEGER, 32, true);
            case SPI -> new ValueType(DataType.INTEGER, 32, false);
          };
    };
  }

  /** Text of a type's length. */
  public static ValueType ofText(ValueType type) {
    return new ValueType(type.data(), 8 * type.octets(), false);
  }

  /** Octets that hold a value. */
  public int octets() {
    return (bits + 7) / 8;
  }

  /** The same meaning in network order. */
  public ValueType network() {
    return new ValueType(data, bits, false, hex);
  }

  /** Whether it is text, whose octets are filled from the front. */
  public boolean isText() {
    return data == DataType.IFNAME || data == DataType.STRING;
  }

  /** Whether a number's octets must be turned round before they compare as numbers. */
  public boolean turns() {
    return host && octets() > 1 && !isText();
  }

  /** A value's octets. */
  public Bytes encode(BigInteger value) {
    return encode(value, octets(), host);
  }

  /** The low octets of a number. */
  public static Bytes encode(BigInteger value, int length, boolean host) {
    if (length > 0 && length <= Long.BYTES) {
      long low = value.longValue();
      return host ? Bytes.littleEndian(low, length) : Bytes.bigEndian(low, length);
    }
    byte[] low = value.toByteArray();
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) (value.signum() < 0 ? -1 : 0));
    for (int i = 0; i < Math.min(length, low.length); i++) {
      octets[host ? i : length - 1 - i] = low[low.length - 1 - i];
    }
    return Bytes.of(octets);
  }

  /** The value of octets. */
  public BigInteger decode(Bytes octets) {
    if (octets.length() < Long.BYTES) {
      return BigInteger.valueOf(host ? octets.toLongLittleEndian() : octets.toLongBigEndian());
    }
    return new BigInteger(1, (host ? octets.reversed() : octets).toArray());
  }

  /** The highest value. */
  public BigInteger max() {
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }
}
