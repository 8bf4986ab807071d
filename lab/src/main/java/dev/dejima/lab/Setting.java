package dev.dejima.lab;

/**
 * A variable of sysctl(8) and its value.
 *
 * @param name as it was written: {@code net.ipv4.ip_forward}
 * @param path below /proc/sys: {@code net/ipv4/ip_forward}
 */
public record Setting(String name, String path, String value, Place place) {
  /**
   * A setting by a name in either form. Whichever of dot and slash comes first divides; the other
   * then stands for the first (sysctl(8)): in {@code net.ipv4.conf.eth0/1.mtu} an interface's name
   * holds a dot.
   */
  public static Setting of(String name, String value, Place place) {
    int dot = name.indexOf('.');
    int slash = name.indexOf('/');
    boolean dots = dot >= 0 && (slash < 0 || dot < slash);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      path.append(dots && c == '.' ? '/' : dots && c == '/' ? '.' : c);
    }
    return new Setting(name, path.toString(), value, place);
  }
}
