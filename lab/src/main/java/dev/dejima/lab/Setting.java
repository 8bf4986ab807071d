package dev.dejima.lab;

import dev.dejima.kernel.Sysctl;

/**
 * A variable of sysctl(8) and its value.
 *
 * @param name as it was written: {@code net.ipv4.ip_forward}
 * @param path below /proc/sys: {@code net/ipv4/ip_forward}
 */
public record Setting(String name, String path, String value, Place place) {
  /** A setting by a name in either form. */
  public static Setting of(String name, String value, Place place) {
    return new Setting(name, Sysctl.path(name), value, place);
  }
}
