package dev.dejima.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in network order, most significant octet first, within byte arrays. */
public final class NetworkOrder {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}

  /** The octet at {@code at}, 0 to 255. */
  public static int get8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  /** The unsigned number of 16 bits at {@code at}. */
  public static int get16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  /** The 32 bits at {@code at}. */
  public static int get32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  /** The unsigned number of 48 bits at {@code at}. */
  public static long get48(byte[] bytes, int at) {
    return (long) get16(bytes, at) << 32 | (get32(bytes, at + 2) & 0xffff_ffffL);
  }

  /** The 64 bits at {@code at}. */
  public static long get64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Puts the low 8 bits. */
  public static void put8(byte[] bytes, int at, int value) {
    bytes[at] = (byte) value;
  }

  /** Puts the low 16 bits. */
  public static void put16(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  /** Puts 32 bits. */
  public static void put32(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  /** Puts the low 48 bits. */
  public static void put48(byte[] bytes, int at, long value) {
    put16(bytes, at, (int) (value >>> 32));
    put32(bytes, at + 2, (int) value);
  }

  /** Puts 64 bits. */
  public static void put64(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }
}
