package dev.dejima.lab.trace;

import dev.dejima.kernel.path.DeviceEvent.Made;
import dev.dejima.kernel.path.PathEvent;
import dev.dejima.kernel.path.RouteEvent.Neighbour;
import dev.dejima.kernel.path.RouteEvent.Neighbourhood;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.IpProtocol;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The questions for neighbours, and the answers: ARP (RFC 826) and discovery (RFC 4861). */
record Questions(PacketTree packets, Function<PathEvent, Step> step) {
  private static final int ARP_OPERATION = 6;
  private static final int ARP_SENDER = 14;
  private static final int ARP_TARGET = 24;
  private static final int ARP_LENGTH = 28;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int IP6_NEXT_HEADER = 6;
  private static final int ICMP6 = 40;
  private static final int ND_TARGET = ICMP6 + 8;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;

  /** The way of the question, or of the answer, that packets waited for and that was dropped. */
  Optional<Journey> dropped(Stream<Journey> waiting) {
    return waiting.flatMap(way -> dropped(way).stream()).findFirst();
  }

  private Optional<Journey> dropped(Journey waiting) {
    return waiting.steps().reversed().stream()
        .map(Step::event)
        .filter(Neighbour.class::isInstance)
        .map(Neighbour.class::cast)
        .findFirst()
        .filter(last -> last.state() == Neighbourhood.FAILED || last.state() == Neighbourhood.ASKED)
        .flatMap(
            last ->
                packets.made().stream()
                    .filter(made -> isAbout(made.packet(), last.address()))
                    .flatMap(made -> dropped(made).stream())
                    .findFirst());
  }

  private Optional<Journey> dropped(Made made) {
    return packets.ways(made.moment().packet()).stream()
        .map(way -> new Journey(PacketLine.of(made.packet()), Hops.of(packets.of(way), step)))
        .filter(way -> way.decider().isPresent())
        .findFirst();
  }

  private static boolean isAbout(Bytes packet, IpAddress address) {
    return subject(packet).filter(address.toBytes()::equals).isPresent();
  }

  /** The address that is asked for, or that an answer tells of. */
  private static Optional<Bytes> subject(Bytes packet) {
    if (packet.length() >= ND_TARGET + 16 && packet.at(0) >> 4 == 6) {
      int type = packet.at(ICMP6);
      boolean discovers =
          packet.at(IP6_NEXT_HEADER) == IpProtocol.ICMPV6
              && (type == SOLICITATION || type == ADVERTISEMENT);
      return discovers ? Optional.of(packet.slice(ND_TARGET, ND_TARGET + 16)) : Optional.empty();
    }
    if (packet.length() < ARP_LENGTH || packet.at(0) != 0) {
      return Optional.empty();
    }
    return switch (packet.at(ARP_OPERATION) << 8 | packet.at(ARP_OPERATION + 1)) {
      case REQUEST -> Optional.of(packet.slice(ARP_TARGET, ARP_TARGET + 4));
      case REPLY -> Optional.of(packet.slice(ARP_SENDER, ARP_SENDER + 4));
      default -> Optional.empty();
    };
  }
}
