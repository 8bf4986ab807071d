package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.netstack.Device;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.MetaSet;
import dev.dejima.nft.expr.Register;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Loads and sets what a packet carries beside its octets ({@code nft_meta.c}). */
final class MetaStep implements Step {
  private final MetaKey key;
  private final int target;

  MetaStep(Meta meta) {
    this.key = meta.key();
    this.target = Register.offset(meta.dreg());
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    byte[] registers = e.registers;
    switch (key) {
      case LEN -> Registers.setHostInt(registers, target, e.length());
      case PROTOCOL -> Registers.setNetworkShort(registers, target, packet.etherType);
      case PRIORITY -> Registers.setHostInt(registers, target, packet.priority);
      case MARK -> Registers.setHostInt(registers, target, packet.mark);
      case IIF -> Registers.setHostInt(registers, target, index(e.in));
      case OIF -> Registers.setHostInt(registers, target, index(e.out));
      case IIFNAME -> Registers.setText(registers, target, e.in == null ? "" : e.in.name());
      case OIFNAME -> Registers.setText(registers, target, e.out == null ? "" : e.out.name());
      case NFTRACE -> Registers.setByte(registers, target, packet.nftrace ? 1 : 0);
      case NFPROTO -> Registers.setByte(registers, target, e.place.number());
      case L4PROTO -> {
        if (!packet.isIp()) {
          return BREAK;
        }
        Registers.setByte(registers, target, packet.protocol);
      }
      case PKTTYPE -> Registers.setByte(registers, target, packet.type.ordinal());
      case CPU, SECPATH -> Registers.setHostInt(registers, target, 0);
      case RANDOM -> Registers.setHostInt(registers, target, e.environment.random().nextInt());
      case SKUID, SKGID -> {
        if (!packet.local) {
          return BREAK;
        }
        Registers.setHostInt(registers, target, key == MetaKey.SKUID ? packet.uid : packet.gid);
      }
      case CGROUP -> {
        if (!packet.local && !packet.ownerless) {
          return BREAK;
        }
        Registers.setHostInt(registers, target, 0); // no process has a class of its own
      }
      case RTCLASSID -> {
        if (!RtStep.isRouted(e)) {
          return BREAK;
        }
        Registers.setHostInt(registers, target, 0); // no route has a realm
      }
      case SECMARK -> Registers.setHostInt(registers, target, packet.securityMark);
      case IIFTYPE -> {
        return device(registers, at(e));
      }
      case IIFGROUP, IIFKIND -> {
        return device(registers, e.in);
      }
      case OIFTYPE, OIFGROUP, OIFKIND -> {
        return device(registers, e.out);
      }
      case SDIF, SDIFNAME -> {
        // No device of this stack is a slave of another layer-3 device.
        return slave(registers);
      }
      case TIME_NS, TIME_DAY, TIME_HOUR -> time(registers, e.environment.host().loop().wallTime());
      case IBRNAME -> Registers.setText(registers, target, name(bridge(e.in)));
      case OBRNAME -> Registers.setText(registers, target, name(bridge(e.out)));
      case IBRPVID, IBRVPROTO -> {
        // Bridges filter no VLANs: no port has one of its own.
        return BREAK;
      }
      case IBRHWADDR -> {
        return hardwareAddress(e);
      }
      case BRI_BROUTE -> throw new IllegalStateException(key.word());
    }
    return NEXT;
  }

  private static @Nullable Device bridge(@Nullable Device device) {
    return device == null ? null : device.bridge();
  }

  private static String name(@Nullable Device device) {
    return device == null ? "" : device.name();
  }

  private int hardwareAddress(Evaluation e) {
    Device bridge = bridge(e.in);
    if (bridge == null) {
      return BREAK;
    }
    Registers.setHostInt(e.registers, target + 4, 0);
    byte[] address = bridge.address().toBytes().toArray();
    System.arraycopy(address, 0, e.registers, target, address.length);
    return NEXT;
  }

  private static int index(@Nullable Device device) {
    return device == null ? 0 : device.index();
  }

  /** The device that a packet is at: for a time the one it came by, then the one it goes by. */
  private static @Nullable Device at(Evaluation e) {
    return switch (e.hook) {
      case PREROUTING, INPUT, FORWARD, INGRESS -> e.in;
      case OUTPUT -> null;
      case POSTROUTING, EGRESS -> e.out;
    };
  }

  private int slave(byte[] registers) {
    if (key == MetaKey.SDIFNAME) {
      Registers.setText(registers, target, "");
    } else {
      Registers.setHostInt(registers, target, 0);
    }
    return NEXT;
  }

  private int device(byte[] registers, @Nullable Device device) {
    if (device == null) {
      return BREAK;
    }
    switch (key) {
      case IIFTYPE, OIFTYPE -> Registers.setHostShort(registers, target, device.hardwareType());
      case IIFGROUP, OIFGROUP -> Registers.setHostInt(registers, target, device.group());
      default -> {
        if (device.kind().isEmpty()) {
          return BREAK;
        }
        Registers.setText(registers, target, device.kind());
      }
    }
    return NEXT;
  }

  private void time(byte[] registers, Instant now) {
    switch (key) {
      case TIME_NS ->
          Registers.setHostLong(
              registers, target, now.getEpochSecond() * 1_000_000_000L + now.getNano());
      case TIME_DAY ->
          Registers.setByte(
              registers, target, now.atOffset(ZoneOffset.UTC).getDayOfWeek().getValue() % 7);
      default ->
          Registers.setHostInt(registers, target, Math.floorMod(now.getEpochSecond(), 86_400));
    }
  }

  static Step set(MetaSet set) {
    int source = Register.offset(set.sreg());
    return switch (set.key()) {
      case MARK ->
          e -> {
            e.packet.mark = Registers.hostInt(e.registers, source);
            return NEXT;
          };
      case PRIORITY ->
          e -> {
            e.packet.priority = Registers.hostInt(e.registers, source);
            return NEXT;
          };
      case SECMARK ->
          e -> {
            e.packet.securityMark = Registers.hostInt(e.registers, source);
            return NEXT;
          };
      case NFTRACE ->
          e -> {
            e.packet.nftrace = e.registers[source] != 0;
            return NEXT;
          };
      case PKTTYPE ->
          e -> {
            int type = e.registers[source];
            if (type >= 0 && type <= Packet.Type.OTHERHOST.ordinal()) {
              e.packet.type = Packet.Type.values()[type];
            }
            return NEXT;
          };
      case BRI_BROUTE ->
          e -> {
            e.packet.brouted = e.registers[source] != 0;
            return NEXT;
          };
      default -> throw new IllegalArgumentException(set.key().word());
    };
  }
}
