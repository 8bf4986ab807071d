package dev.dejima.netstack;

import dev.dejima.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/** A network device, as the rest of the stack sees it. */
public interface Device {
  /** Its number in its namespace, from 1. */
  int index();

  /** Its name at the moment. */
  String name();

  /** The group it is in; 0 unless set. */
  int group();

  /** {@code ARPHRD_*}: 1 Ethernet, 772 loopback. */
  int hardwareType();

  /** Octets of the largest packet. */
  int mtu();

  MacAddress address();

  /** The bridge whose port it is; null if it is none's. */
  default @Nullable Device bridge() {
    return null;
  }

  boolean isUp();

  boolean isLoopback();

  /** The kernel's word for its kind; empty for the loopback device. */
  String kind();
}
