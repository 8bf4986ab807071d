package dev.dejima.linux.netlink;

import dev.dejima.kernel.rtnetlink.LinkDetails;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what a link tells for {@code ip -d} ({@code IFLA_PROMISCUITY} and the like). */
final class LinkDetailsCodec {
  private static final int IFLA_AF_SPEC = 26;
  private static final int IFLA_PROMISCUITY = 30;
  private static final int IFLA_NUM_TX_QUEUES = 31;
  private static final int IFLA_NUM_RX_QUEUES = 32;
  private static final int IFLA_GSO_MAX_SEGS = 40;
  private static final int IFLA_GSO_MAX_SIZE = 41;
  private static final int IFLA_MIN_MTU = 50;
  private static final int IFLA_MAX_MTU = 51;
  private static final int IFLA_GRO_MAX_SIZE = 58;
  private static final int IFLA_TSO_MAX_SIZE = 59;
  private static final int IFLA_TSO_MAX_SEGS = 60;
  private static final int IFLA_ALLMULTI = 61;
  private static final int AF_INET6 = 10;
  private static final int IFLA_INET6_ADDR_GEN_MODE = 8;

  private final Map<Integer, Integer> numbers = new HashMap<>();

  static void encode(AttributeEncoder out, LinkDetails details) {
    out.u32(IFLA_PROMISCUITY, details.promiscuity());
    out.u32(IFLA_ALLMULTI, details.allMulticast());
    out.u32(IFLA_MIN_MTU, details.leastMtu());
    out.u32(IFLA_MAX_MTU, details.largestMtu());
    out.u32(IFLA_NUM_TX_QUEUES, details.sendQueues());
    out.u32(IFLA_NUM_RX_QUEUES, details.receiveQueues());
    out.u32(IFLA_GSO_MAX_SIZE, details.gsoMaxSize());
    out.u32(IFLA_GSO_MAX_SEGS, details.gsoMaxSegments());
    out.u32(IFLA_TSO_MAX_SIZE, details.tsoMaxSize());
    out.u32(IFLA_TSO_MAX_SEGS, details.tsoMaxSegments());
    out.u32(IFLA_GRO_MAX_SIZE, details.groMaxSize());
    AttributeEncoder.Mark families = out.open(IFLA_AF_SPEC);
    AttributeEncoder.Mark six = out.open(AF_INET6);
    out.u8(IFLA_INET6_ADDR_GEN_MODE, details.addressGeneration());
    out.end(six);
    out.end(families);
  }

  /** Reads an attribute if it is one of these. */
  boolean read(AttributeDecoder in) {
    switch (in.type()) {
      case IFLA_PROMISCUITY,
          IFLA_NUM_TX_QUEUES,
          IFLA_NUM_RX_QUEUES,
          IFLA_GSO_MAX_SEGS,
          IFLA_GSO_MAX_SIZE,
          IFLA_MIN_MTU,
          IFLA_MAX_MTU,
          IFLA_GRO_MAX_SIZE,
          IFLA_TSO_MAX_SIZE,
          IFLA_TSO_MAX_SEGS,
          IFLA_ALLMULTI ->
          numbers.put(in.type(), in.u32());
      case IFLA_AF_SPEC -> families(in.nested());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void families(AttributeDecoder in) {
    while (in.next()) {
      if (in.type() == AF_INET6) {
        AttributeDecoder six = in.nested();
        while (six.next()) {
          if (six.type() == IFLA_INET6_ADDR_GEN_MODE) {
            numbers.put(IFLA_AF_SPEC, six.u8());
          }
        }
      }
    }
  }

  /** What was read; null if there was nothing. */
  @Nullable LinkDetails details() {
    if (numbers.isEmpty()) {
      return null;
    }
    return new LinkDetails(
        number(IFLA_PROMISCUITY),
        number(IFLA_ALLMULTI),
        number(IFLA_MIN_MTU),
        number(IFLA_MAX_MTU),
        number(IFLA_AF_SPEC),
        number(IFLA_NUM_TX_QUEUES),
        number(IFLA_NUM_RX_QUEUES),
        number(IFLA_GSO_MAX_SIZE),
        number(IFLA_GSO_MAX_SEGS),
        number(IFLA_TSO_MAX_SIZE),
        number(IFLA_TSO_MAX_SEGS),
        number(IFLA_GRO_MAX_SIZE));
  }

  private int number(int type) {
    return numbers.getOrDefault(type, 0);
  }
}
