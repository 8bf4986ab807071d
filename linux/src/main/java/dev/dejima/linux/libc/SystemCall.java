package dev.dejima.linux.libc;

/** The numbers of the system calls used here ({@code asm/unistd.h}), by architecture. */
enum SystemCall {
  ACCEPT4(288, 242),
  BIND(49, 200),
  CLOSE(3, 57),
  CONNECT(42, 203),
  EVENTFD2(290, 19),
  GETSOCKNAME(51, 204),
  GETPEERNAME(52, 205),
  GETSOCKOPT(55, 209),
  IOCTL(16, 29),
  KILL(62, 129),
  LINKAT(265, 37),
  LISTEN(50, 201),
  MMAP(9, 222),
  MOUNT(165, 40),
  MUNMAP(11, 215),
  OPENAT(257, 56),
  PPOLL(271, 73),
  READ(0, 63),
  RECVFROM(45, 207),
  RECVMSG(47, 212),
  SENDTO(44, 206),
  SETNS(308, 268),
  SETSOCKOPT(54, 208),
  SHUTDOWN(48, 210),
  SOCKET(41, 198),
  UMOUNT2(166, 39),
  UNSHARE(272, 97),
  WRITE(1, 64);

  /** The architecture; otherwise one with the generic numbers. */
  static final boolean X86_64 = System.getProperty("os.arch", "").equals("amd64");

  private final int x86_64;
  private final int generic;

  SystemCall(int x86_64, int generic) {
    this.x86_64 = x86_64;
    this.generic = generic;
  }

  /** The number on this machine. */
  int number() {
    return X86_64 ? x86_64 : generic;
  }
}
