package dev.dejima.netstack.netfilter.nfnetlink;

import static dev.dejima.packet.NetworkOrder.get16;

import dev.dejima.kernel.Errno;
import dev.dejima.kernel.KernelException;
import dev.dejima.kernel.netfilter.OsfFingerprint;
import dev.dejima.kernel.netfilter.OsfFingerprint.Option;
import dev.dejima.kernel.netfilter.OsfFingerprint.Window;
import dev.dejima.netstack.Packet;
import dev.dejima.nft.expr.Osf;
import dev.dejima.packet.Ipv4View;
import dev.dejima.packet.TcpView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fingerprints of operating systems that a namespace knows ({@code nfnetlink_osf.c}). */
public final class Fingerprints {
  private static final int MSS = 2;
  private static final int MAX_OPTIONS = 40;
  private static final int MAX_NAME = 31;

  /** What some modems make of a segment size of 1460, and that itself. */
  private static final int[] USUAL_SIZES = {1460, 1448};

  private static final int HEADERS = 40;

  private final List<OsfFingerprint> all = new ArrayList<>();

  /** Adds one behind the others. */
  public void add(OsfFingerprint fingerprint) throws KernelException {
    check(fingerprint);
    if (!all.contains(fingerprint)) {
      all.add(fingerprint);
    }
  }

  private static void check(OsfFingerprint fingerprint) throws KernelException {
    int total = 0;
    boolean sound = fingerprint.window() != Window.MODULO || fingerprint.windowValue() != 0;
    for (Option option : fingerprint.options()) {
      sound &= option.length() > 0 && option.length() <= MAX_OPTIONS;
      sound &= option.kind() != MSS || option.length() >= 4;
      total += option.length();
    }
    for (String name : List.of(fingerprint.genre(), fingerprint.version(), fingerprint.subtype())) {
      sound &= name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME;
    }
    if (!sound || total > MAX_OPTIONS) {
      throw new KernelException(Errno.EINVAL);
    }
  }

  /** Removes one. */
  public void remove(OsfFingerprint fingerprint) throws KernelException {
    if (!all.remove(fingerprint)) {
      throw new KernelException(Errno.ENOENT);
    }
  }

  /** The first that a SYN segment of IPv4 is like; null if it is like none. */
  public @Nullable OsfFingerprint find(Packet syn, Osf.Ttl ttl) {
    int end = syn.transport + ((syn.bytes[syn.transport + TcpView.DATA_OFFSET] & 0xf0) >> 2);
    if (end > syn.end) {
      return null;
    }
    for (OsfFingerprint fingerprint : all) {
      if (matches(fingerprint, syn, Math.max(end, syn.transport + TcpView.LENGTH), ttl)) {
        return fingerprint;
      }
    }
    return null;
  }

  private static boolean matches(OsfFingerprint print, Packet syn, int end, Osf.Ttl ttl) {
    byte[] bytes = syn.bytes;
    int network = syn.network;
    int fragment = get16(bytes, network + Ipv4View.FRAGMENT);
    if (print.dontFragment() != ((fragment & Ipv4View.DONT_FRAGMENT) != 0)
        || print.length() != get16(bytes, network + Ipv4View.TOTAL_LENGTH)
        || !fits(bytes[network + Ipv4View.TTL] & 0xff, print.ttl(), ttl)) {
      return false;
    }
    int at = syn.transport + TcpView.LENGTH;
    int mss = 0;
    for (Option option : print.options()) {
      if (at + option.length() > end || (bytes[at] & 0xff) != option.kind()) {
        return false;
      }
      mss = option.kind() == MSS ? get16(bytes, at + 2) : mss;
      at += option.length();
    }
    return at == end && fits(print, get16(bytes, syn.transport + TcpView.WINDOW), mss);
  }

  private static boolean fits(int there, int expected, Osf.Ttl ttl) {
    return switch (ttl) {
      case TRUE -> there == expected;
      case LOOSE -> there <= expected;
      case SKIP -> true;
    };
  }

  private static boolean fits(OsfFingerprint print, int window, int mss) {
    int value = print.windowValue();
    return switch (print.window()) {
      case PLAIN -> value == 0 || window == value;
      case MSS -> isMultiple(window, value, mss, 0);
      case MTU -> isMultiple(window, value, mss, HEADERS);
      case MODULO -> Integer.remainderUnsigned(window, value) == 0;
    };
  }

  private static boolean isMultiple(int window, int value, int mss, int more) {
    return window == value * (mss + more)
        || window == value * (USUAL_SIZES[0] + more)
        || window == value * (USUAL_SIZES[1] + more);
  }
}
