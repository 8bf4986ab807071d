package dev.dejima.netstack.tcp;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.netstack.SysctlVariable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The variables of TCP under {@code /proc/sys/net}, with the kernel's defaults. */
final class TcpSettings {
  private static final int MAX_RETRIES = 255;

  int synRetries = 6;
  int synLinearTimeouts = 4;
  int synAckRetries = 5;
  int retries2 = 15;
  int orphanRetries = 0;
  int finTimeout = 60;
  int maxSynBacklog = 512;
  int somaxconn = 4096;
  int abortOnOverflow = 0;
  int timestamps = 1;
  int sack = 1;
  int windowScaling = 1;
  int slowStartAfterIdle = 1;
  int rfc1337 = 0;

  /** Whether a connection takes over the mark of the SYN that opened it. */
  int markAccept;

  int twReuse = 2;

  /** How many connections may be in TIME_WAIT; the kernel's number depends on its memory. */
  int maxTimeWaits = 32_768;

  /** Least, default and greatest receive buffer, octets. */
  final int[] rmem = {4096, 131072, 6291456};

  /** Least, default and greatest send buffer, octets. */
  final int[] wmem = {4096, 16384, 4194304};

  TcpSettings(TcpHost host) {
    host.sysctls(() -> publish(host));
  }

  private void publish(TcpHost host) {
    String tcp = "net/ipv4/tcp_";
    host.sysctl(
        tcp + "syn_retries",
        SysctlVariable.number(1, 127, () -> synRetries, value -> synRetries = value));
    host.sysctl(
        tcp + "syn_linear_timeouts",
        SysctlVariable.number(0, 127, () -> synLinearTimeouts, value -> synLinearTimeouts = value));
    host.sysctl(
        tcp + "synack_retries",
        SysctlVariable.number(0, MAX_RETRIES, () -> synAckRetries, value -> synAckRetries = value));
    host.sysctl(
        tcp + "retries2",
        SysctlVariable.number(0, MAX_RETRIES, () -> retries2, value -> retries2 = value));
    host.sysctl(
        tcp + "orphan_retries",
        SysctlVariable.number(0, MAX_RETRIES, () -> orphanRetries, value -> orphanRetries = value));
    host.sysctl(
        tcp + "fin_timeout",
        SysctlVariable.number(0, 120, () -> finTimeout, value -> finTimeout = value));
    host.sysctl(
        tcp + "max_syn_backlog",
        SysctlVariable.number(
            0, Integer.MAX_VALUE, () -> maxSynBacklog, value -> maxSynBacklog = value));
    host.sysctl(
        "net/core/somaxconn",
        SysctlVariable.number(0, Integer.MAX_VALUE, () -> somaxconn, value -> somaxconn = value));
    host.sysctl(
        tcp + "abort_on_overflow",
        SysctlVariable.number(0, 1, () -> abortOnOverflow, value -> abortOnOverflow = value));
    host.sysctl(
        tcp + "timestamps",
        SysctlVariable.number(0, 2, () -> timestamps, value -> timestamps = value));
    host.sysctl(tcp + "sack", SysctlVariable.number(0, 1, () -> sack, value -> sack = value));
    host.sysctl(
        tcp + "window_scaling",
        SysctlVariable.number(0, 1, () -> windowScaling, value -> windowScaling = value));
    host.sysctl(
        tcp + "slow_start_after_idle",
        SysctlVariable.number(0, 1, () -> slowStartAfterIdle, value -> slowStartAfterIdle = value));
    host.sysctl(
        tcp + "rfc1337", SysctlVariable.number(0, 1, () -> rfc1337, value -> rfc1337 = value));
    host.sysctl(
        tcp + "tw_reuse", SysctlVariable.number(0, 2, () -> twReuse, value -> twReuse = value));
    host.sysctl(
        tcp + "max_tw_buckets",
        SysctlVariable.number(
            0, Integer.MAX_VALUE, () -> maxTimeWaits, value -> maxTimeWaits = value));
    host.sysctl(
        tcp + "fwmark_accept",
        SysctlVariable.number(0, 1, () -> markAccept, value -> markAccept = value));
    host.sysctl(tcp + "syncookies", SysctlVariable.constant(() -> 0));
    host.sysctl(tcp + "ecn", SysctlVariable.constant(() -> 0));
    host.sysctl(tcp + "rmem", triple(rmem));
    host.sysctl(tcp + "wmem", triple(wmem));
  }

  private static SysctlVariable triple(int[] values) {
    return new SysctlVariable() {
      @Override
      public String read() {
        return Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining("\t"));
      }

      @Override
      public void write(String text) throws KernelException {
        String[] words = text.strip().split("\\s+", -1);
        if (words.length > values.length) {
          throw new KernelException(Errno.EINVAL);
        }
        int[] parsed = values.clone();
        for (int i = 0; i < words.length; i++) {
          parsed[i] = SysctlVariable.parse(words[i]);
          if (parsed[i] < 1) {
            throw new KernelException(Errno.EINVAL);
          }
        }
        System.arraycopy(parsed, 0, values, 0, values.length);
      }
    };
  }

  /** The shift that lets a window cover the largest receive buffer ({@code tcp_rmem}). */
  int windowScale() {
    int shift = 0;
    while (shift < 14 && rmem[2] >>> shift > 0xffff) {
      shift++;
    }
    return shift;
  }
}
