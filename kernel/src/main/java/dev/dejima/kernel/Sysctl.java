package dev.dejima.kernel;

import java.util.List;

/** The variables under {@code /proc/sys}, those of {@code net/} being the namespace's own. */
public interface Sysctl {
  /**
   * Reads one.
   *
   * @param path below /proc/sys, with slashes: {@code net/ipv4/ip_forward}
   * @return its text without the last newline
   * @throws KernelException ENOENT if there is none
   */
  String read(String path) throws KernelException;

  /**
   * Writes one.
   *
   * @throws KernelException ENOENT if there is none, EINVAL if it does not take that value, EACCES
   *     if it can only be read
   */
  void write(String path, String value) throws KernelException;

  /**
   * The paths of all variables at or below a path, in the order of their names.
   *
   * @throws KernelException ENOENT if there is no such path
   */
  List<String> list(String path) throws KernelException;

  /**
   * The path of a name as sysctl(8) takes it. Whichever of dot and slash comes first divides; the
   * other then stands for the first: in {@code net.ipv4.conf.eth0/1.forwarding} an interface's name
   * holds a dot.
   */
  static String path(String name) {
    int dot = name.indexOf('.');
    int slash = name.indexOf('/');
    return dot >= 0 && (slash < 0 || dot < slash) ? swap(name) : name;
  }

  /** The name by which sysctl(8) shows a path: divided by dots. */
  static String name(String path) {
    return swap(path);
  }

  private static String swap(String text) {
    StringBuilder swapped = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      swapped.setCharAt(i, c == '.' ? '/' : c == '/' ? '.' : c);
    }
    return swapped.toString();
  }
}
