package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.nft.expr.Register;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The registers, as 64 octets. Numbers of the host's byte order (marks, states, interface numbers)
 * are kept little-endian, as on the machines that most rulesets are written for.
 */
final class Registers {
  /** Octets in all. */
  static final int SIZE = 64;

  /** Octets of a name, the zero at its end included ({@code IFNAMSIZ}). */
  private static final int NAME = 16;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle HOST_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle HOST_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Registers() {}

  /** Whether there is such a register for values ({@code nft_parse_register}). */
  static boolean exists(int register) {
    return (register >= Register.R1 && register <= Register.R1 + 3)
        || (register >= Register.R32_00 && register <= Register.R32_00 + 15);
  }

  /** At most eight octets as an unsigned number, first octet highest. */
  static long number(byte[] octets, int offset, int length) {
    return switch (length) {
      case 1 -> octets[offset] & 0xff;
      case 2 -> (short) SHORT.get(octets, offset) & 0xffff;
      case 4 -> (int) INT.get(octets, offset) & 0xffff_ffffL;
      case 8 -> (long) LONG.get(octets, offset);
      default -> {
        long number = 0;
        for (int i = 0; i < length; i++) {
          number = number << 8 | (octets[offset + i] & 0xff);
        }
        yield number;
      }
    };
  }

  static int networkInt(byte[] registers, int offset) {
    return (int) INT.get(registers, offset);
  }

  static long networkLong(byte[] registers, int offset) {
    return (long) LONG.get(registers, offset);
  }

  static int networkShort(byte[] registers, int offset) {
    return (short) SHORT.get(registers, offset) & 0xffff;
  }

  static int hostShort(byte[] registers, int offset) {
    return hostInt(registers, offset) & 0xffff;
  }

  static long hostLong(byte[] registers, int offset) {
    return (long) HOST_LONG.get(registers, offset);
  }

  static int hostInt(byte[] registers, int offset) {
    return (int) HOST_INT.get(registers, offset);
  }

  static void setHostInt(byte[] registers, int offset, int value) {
    HOST_INT.set(registers, offset, value);
  }

  static void setHostLong(byte[] registers, int offset, long value) {
    HOST_LONG.set(registers, offset, value);
  }

  static void setNetworkInt(byte[] registers, int offset, int value) {
    INT.set(registers, offset, value);
  }

  static void setNetworkLong(byte[] registers, int offset, long value) {
    LONG.set(registers, offset, value);
  }

  /** Sixteen bits in network order, the register's other two octets zero. */
  static void setNetworkShort(byte[] registers, int offset, int value) {
    INT.set(registers, offset, value << 16);
  }

  /** Eight bits, the register's other three octets zero. */
  static void setByte(byte[] registers, int offset, int value) {
    HOST_INT.set(registers, offset, value & 0xff);
  }

  /** Sixteen bits in the host's order, the register's other two octets zero. */
  static void setHostShort(byte[] registers, int offset, int value) {
    HOST_INT.set(registers, offset, value & 0xffff);
  }

  /** A name of at most fifteen octets, with zeros behind it: sixteen octets in all. */
  static void setText(byte[] registers, int offset, String text) {
    setHostLong(registers, offset, 0);
    setHostLong(registers, offset + 8, 0);
    for (int i = 0; i < text.length() && i < NAME - 1; i++) {
      char c = text.charAt(i);
      if (c > 0x7f) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(octets, 0, registers, offset, Math.min(octets.length, NAME - 1));
        return;
      }
      registers[offset + i] = (byte) c;
    }
  }
}
