package dev.dejima.netstack.netfilter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bob Jenkins' lookup3 ({@code jhash} of include/linux/jhash.h), as a processor of x86's byte order
 * computes it.
 */
public final class JenkinsHash {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int INITIAL = 0xdeadbeef;
  private static final int BLOCK = 12;

  private JenkinsHash() {}

  /** The hash of some octets. */
  public static int hash(byte[] octets, int from, int length, int seed) {
    int a = INITIAL + length + seed;
    int b = a;
    int c = a;
    int at = from;
    int left = length;
    for (; left > BLOCK; left -= BLOCK, at += BLOCK) {
      a += (int) WORD.get(octets, at);
      b += (int) WORD.get(octets, at + 4);
      c += (int) WORD.get(octets, at + 8);
      a -= c;
      a ^= Integer.rotateLeft(c, 4);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 6);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 8);
      b += a;
      a -= c;
      a ^= Integer.rotateLeft(c, 16);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 19);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 4);
      b += a;
    }
    if (left == 0) {
      return c;
    }
    return last(
        a + word(octets, at, left),
        b + word(octets, at + 4, left - 4),
        c + word(octets, at + 8, left - 8));
  }

  /** A hash to a number below an unsigned bound ({@code reciprocal_scale}). */
  public static int scale(int hash, int bound) {
    return (int) ((Integer.toUnsignedLong(hash) * Integer.toUnsignedLong(bound)) >>> 32);
  }

  private static int word(byte[] octets, int at, int left) {
    if (left >= Integer.BYTES) {
      return (int) WORD.get(octets, at);
    }
    int word = 0;
    for (int i = 0; i < left; i++) {
      word |= (octets[at + i] & 0xff) << (8 * i);
    }
    return word;
  }

  /** Mixes the last block in ({@code __jhash_final}). */
  private static int last(int first, int second, int third) {
    int c = (third ^ second) - Integer.rotateLeft(second, 14);
    int a = (first ^ c) - Integer.rotateLeft(c, 11);
    int b = (second ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    return (c ^ b) - Integer.rotateLeft(b, 24);
  }
}
