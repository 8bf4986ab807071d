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
}
