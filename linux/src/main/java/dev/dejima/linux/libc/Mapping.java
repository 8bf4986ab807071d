package dev.dejima.linux.libc;

import dev.dejima.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that a file descriptor shares with the kernel (mmap(2)). */
public final class Mapping implements AutoCloseable {
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;

  private final MemorySegment memory;
  private final ByteBuffer view;
  private boolean closed;

  private Mapping(MemorySegment memory) {
    this.memory = memory;
    this.view = memory.asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** Maps a descriptor's first {@code size} octets to read and write. */
  @SuppressWarnings("restricted")
  public static Mapping of(int fd, int size) throws KernelException {
    try (Frame frame = new Frame()) {
      long address = frame.call(SystemCall.MMAP, 0, size, PROT_READ_WRITE, MAP_SHARED, fd, 0);
      return new Mapping(MemorySegment.ofAddress(address).reinterpret(size));
    }
  }

  /** The memory, in this machine's byte order; not to be touched after {@link #close}. */
  public ByteBuffer view() {
    return view;
  }

  /** munmap(2). */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (Frame frame = new Frame()) {
      frame.tryCall(SystemCall.MUNMAP, memory.address(), memory.byteSize(), 0, 0, 0, 0);
    }
  }
}
