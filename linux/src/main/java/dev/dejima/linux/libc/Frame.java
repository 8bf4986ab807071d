package dev.dejima.linux.libc;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory of one system call: what its pointers point to, and its errno. Gone when closed.
 *
 * <p>Every call goes through syscall(2) with six longs. Each distinct shape of downcall costs tens
 * of milliseconds at its first use, so there is one; and buffers are read through ByteBuffer
 * because the VarHandles of memory layouts cost as much again.
 */
final class Frame implements AutoCloseable {
  private static final MethodHandle SYSCALL = link();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno = arena.allocate(8, 8);

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.captureCallState("errno"));
  }

  /** Memory of zeros. */
  MemorySegment allocate(long size) {
    return arena.allocate(size, 8);
  }

  /** A copy of an array; the null pointer for an empty one. */
  MemorySegment copyOf(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment memory = arena.allocate(length, 8);
    MemorySegment.copy(bytes, offset, memory, ValueLayout.JAVA_BYTE, 0, length);
    return memory;
  }

  /** A copy of an array. */
  MemorySegment copyOf(byte[] bytes) {
    return copyOf(bytes, 0, bytes.length);
  }

  /** A C string. */
  MemorySegment string(String text) {
    return arena.allocateFrom(text);
  }

  /** Memory as numbers of this machine's byte order. */
  static ByteBuffer view(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  static void copyOut(MemorySegment memory, byte[] target, int offset, int length) {
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, target, offset, length);
  }

  /**
   * Makes a call.
   *
   * @return what it returned; a failure is minus its errno
   */
  long tryCall(SystemCall call, long a, long b, long c, long d, long e, long f) {
    long result;
    try {
      result = (long) SYSCALL.invokeExact(errno, (long) call.number(), a, b, c, d, e, f);
    } catch (Throwable t) {
      throw new AssertionError(call + " did not return", t);
    }
    return result == -1 ? -view(errno).getInt(0) : result;
  }

  /** Makes a call; a failure is thrown. */
  long call(SystemCall call, long a, long b, long c, long d, long e, long f)
      throws KernelException {
    return checked(tryCall(call, a, b, c, d, e, f));
  }

  long call(SystemCall call, long a, long b, long c, long d) throws KernelException {
    return call(call, a, b, c, d, 0, 0);
  }

  long call(SystemCall call, long a, long b, long c) throws KernelException {
    return call(call, a, b, c, 0, 0, 0);
  }

  /** What a call returned, its failure thrown. */
  static long checked(long result) throws KernelException {
    if (result < 0) {
      throw failure((int) -result);
    }
    return result;
  }

  static KernelException failure(int number) {
    Errno errno = Errno.of(number);
    return errno == Errno.UNKNOWN
        ? new KernelException(errno, errno.text() + " " + number)
        : new KernelException(errno);
  }

  @Override
  public void close() {
    arena.close();
  }
}
