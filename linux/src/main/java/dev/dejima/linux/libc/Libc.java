package dev.dejima.linux.libc;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Calls on file descriptors, namespaces and mounts. */
public final class Libc {
  /** What a call on a non-blocking descriptor answers where it failed with EAGAIN. */
  public static final int WOULD_BLOCK = -1;

  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;

  /** Holds O_DIRECTORY, whose number is the architecture's own. */
  public static final int O_TMPFILE = 0x400000 | (SystemCall.X86_64 ? 0x10000 : 0x4000);

  public static final int POLLIN = 1;
  public static final int POLLOUT = 4;

  public static final int CLONE_NEWNS = 0x20000;
  public static final int CLONE_NEWNET = 0x40000000;

  public static final int MS_BIND = 0x1000;
  public static final int MS_REC = 0x4000;
  public static final int MS_SLAVE = 0x80000;
  public static final int MS_SHARED = 0x100000;
  public static final int MNT_DETACH = 2;

  public static final int SIGINT = 2;
  public static final int SIGTERM = 15;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int EFD_CLOEXEC = O_CLOEXEC;
  private static final int EFD_NONBLOCK = O_NONBLOCK;
  private static final int POLLFD = 8;

  private Libc() {}

  /** open(2). */
  public static int open(String path, int flags, int mode) throws KernelException {
    try (Frame frame = new Frame()) {
      long name = frame.string(path).address();
      return (int) frame.call(SystemCall.OPENAT, AT_FDCWD, name, flags, mode);
    }
  }

  /** close(2). The descriptor is gone even where it fails, so failures are of no use. */
  public static void close(int fd) {
    try (Frame frame = new Frame()) {
      frame.tryCall(SystemCall.CLOSE, fd, 0, 0, 0, 0, 0);
    }
  }

  /** read(2). */
  public static int read(int fd, byte[] bytes, int offset, int length) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.allocate(Math.max(length, 1));
      int count = orBlocked(frame.tryCall(SystemCall.READ, fd, memory.address(), length, 0, 0, 0));
      Frame.copyOut(memory, bytes, offset, Math.max(count, 0));
      return count;
    }
  }

  /** write(2). */
  public static int write(int fd, byte[] bytes, int offset, int length) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.copyOf(bytes, offset, length);
      return orBlocked(frame.tryCall(SystemCall.WRITE, fd, memory.address(), length, 0, 0, 0));
    }
  }

  /** eventfd(2), which never blocks. */
  public static int eventfd() throws KernelException {
    try (Frame frame = new Frame()) {
      return (int) frame.call(SystemCall.EVENTFD2, 0, EFD_CLOEXEC | EFD_NONBLOCK, 0);
    }
  }

  /**
   * ppoll(2) on a descriptor and on another that is read to be woken up. A signal to this process
   * ends it early, with nothing ready.
   *
   * @param nanos how long at most; negative for ever
   * @return what the first is ready for; 0 if it is not
   */
  public static int poll(int fd, int events, int wake, long nanos) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment fds = frame.allocate(2 * POLLFD);
      ByteBuffer view = Frame.view(fds);
      view.putInt(0, fd).putShort(4, (short) events);
      view.putInt(POLLFD, wake).putShort(POLLFD + 4, (short) POLLIN);
      MemorySegment limit = MemorySegment.NULL;
      if (nanos >= 0) {
        limit = frame.allocate(16);
        Frame.view(limit).putLong(nanos / 1_000_000_000).putLong(nanos % 1_000_000_000);
      }
      long result = frame.tryCall(SystemCall.PPOLL, fds.address(), 2, limit.address(), 0, 0, 0);
      if (result == -Errno.EINTR.number()) {
        return 0;
      }
      Frame.checked(result);
      return view.getShort(6) & 0xffff;
    }
  }

  /** ioctl(2) with a structure that is read and written. */
  public static void ioctl(int fd, long request, byte[] structure) throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.copyOf(structure);
      frame.call(SystemCall.IOCTL, fd, request, memory.address());
      Frame.copyOut(memory, structure, 0, structure.length);
    }
  }

  /**
   * ioctl(2) with a structure that holds a pointer to another.
   *
   * @param at where in the structure the pointer goes
   */
  public static void ioctl(int fd, long request, byte[] structure, int at, byte[] pointed)
      throws KernelException {
    try (Frame frame = new Frame()) {
      MemorySegment inner = frame.copyOf(pointed);
      MemorySegment memory = frame.copyOf(structure);
      Frame.view(memory).putLong(at, inner.address());
      frame.call(SystemCall.IOCTL, fd, request, memory.address());
      Frame.copyOut(inner, pointed, 0, pointed.length);
    }
  }

  /** unshare(2): moves the calling thread into new namespaces. */
  public static void unshare(int flags) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.UNSHARE, flags, 0, 0);
    }
  }

  /** setns(2): moves the calling thread into a namespace. */
  public static void setns(int fd, int type) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.SETNS, fd, type, 0);
    }
  }

  /** kill(2). */
  public static void kill(long pid, int signal) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.KILL, pid, signal, 0);
    }
  }

  /** mount(2). */
  public static void mount(String source, String target, String type, long flags)
      throws KernelException {
    try (Frame frame = new Frame()) {
      long from = frame.string(source).address();
      long to = frame.string(target).address();
      frame.call(SystemCall.MOUNT, from, to, frame.string(type).address(), flags);
    }
  }

  /** umount2(2). */
  public static void umount2(String target, int flags) throws KernelException {
    try (Frame frame = new Frame()) {
      frame.call(SystemCall.UMOUNT2, frame.string(target).address(), flags, 0);
    }
  }

  /** linkat(2): gives an open file a name; fails with EEXIST if it is taken. */
  public static void linkat(int fd, String path) throws KernelException {
    try (Frame frame = new Frame()) {
      long from = frame.string("/proc/self/fd/" + fd).address();
      long to = frame.string(path).address();
      frame.call(SystemCall.LINKAT, AT_FDCWD, from, AT_FDCWD, to, AT_SYMLINK_FOLLOW, 0);
    }
  }

  static int orBlocked(long result) throws KernelException {
    if (result == -Errno.EAGAIN.number()) {
      return WOULD_BLOCK;
    }
    return (int) Frame.checked(result);
  }
}
