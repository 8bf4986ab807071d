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
  private static final int ETHERNET_IP = 0x0800;
  private static final int ETHERNET_IP6 = 0x86dd;

  private final MetaKey key;
  private final int target;

  MetaStep(Meta meta) {
    this.key = meta.key();
    this.target = Register.offset(meta.dreg());
  }

  /** Whether packets can be matched by a key here. */
  static boolean isSupported(MetaKey key) {
    return switch (key) {
      case RTCLASSID,
          SECMARK,
          IBRNAME,
          OBRNAME,
          CGROUP,
          IBRPVID,
          IBRVPROTO,
          BRI_BROUTE,
          IBRHWADDR ->
          false;
      default -> true;
    };
  }

  @Override
  public int run(Evaluation e) {
    Packet packet = e.packet;
    byte[] registers = e.registers;
    switch (key) {
      case LEN -> Registers.setHostInt(registers, target, packet.length());
      case PROTOCOL ->
          Registers.setNetworkShort(
              registers, target, e.version() == 4 ? ETHERNET_IP : ETHERNET_IP6);
      case PRIORITY -> Registers.setHostInt(registers, target, packet.priority);
      case MARK -> Registers.setHostInt(registers, target, packet.mark);
      case IIF -> Registers.setHostInt(registers, target, index(e.in));
      case OIF -> Registers.setHostInt(registers, target, index(e.out));
      case IIFNAME -> Registers.setText(registers, target, e.in == null ? "" : e.in.name());
      case OIFNAME -> Registers.setText(registers, target, e.out == null ? "" : e.out.name());
      case NFTRACE -> Registers.setByte(registers, target, packet.nftrace ? 1 : 0);
      case NFPROTO -> Registers.setByte(registers, target, e.family.number());
      case L4PROTO -> Registers.setByte(registers, target, packet.protocol);
      case PKTTYPE -> Registers.setByte(registers, target, packet.type.ordinal());
      case CPU, SECPATH -> Registers.setHostInt(registers, target, 0);
      case RANDOM -> Registers.setHostInt(registers, target, e.environment.random().nextInt());
      case SKUID, SKGID -> {
        if (!packet.local) {
          return BREAK;
        }
        Registers.setHostInt(registers, target, key == MetaKey.SKUID ? packet.uid : packet.gid);
      }
      case IIFTYPE, IIFGROUP, IIFKIND -> {
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
      case RTCLASSID,
          SECMARK,
          IBRNAME,
          OBRNAME,
          CGROUP,
          IBRPVID,
          IBRVPROTO,
          BRI_BROUTE,
          IBRHWADDR ->
          throw new IllegalStateException(key.word());
    }
    return NEXT;
  }

  private static int index(@Nullable Device device) {
    return device == null ? 0 : device.index();
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
      default -> throw new IllegalArgumentException(set.key().word());
    };
  }
}
