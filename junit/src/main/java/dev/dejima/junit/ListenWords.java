package dev.dejima.junit;

import dev.dejima.lab.Listener;
import dev.dejima.lab.Listener.Transport;
import dev.dejima.lab.Place;
import dev.dejima.packet.Endpoint;
import dev.dejima.packet.IpAddress;
import org.jspecify.annotations.Nullable;

/** Reads where somebody is to listen: {@code tcp 80}. */
final class ListenWords {
  private ListenWords() {}

  static Listener read(String node, String words) {
    String[] parts = words.strip().split("\\s+", -1);
    if (parts.length == 2) {
      for (Transport transport : Transport.values()) {
        if (transport.word().equals(parts[0])) {
          return listener(node, transport, parts[1]);
        }
      }
    }
    throw wrong(words);
  }

  private static Listener listener(String node, Transport transport, String where) {
    try {
      boolean bare = where.matches("[0-9]{1,5}");
      Endpoint end = bare ? null : Endpoint.parse(where);
      @Nullable IpAddress address = end == null ? null : end.address();
      int port = end == null ? Integer.parseInt(where) : end.port();
      if (port < 1 || port > 0xffff) {
        throw wrong(where);
      }
      return new Listener(node, transport, address, port, null, Place.NONE);
    } catch (IllegalArgumentException e) {
      throw wrong(where);
    }
  }

  private static IllegalArgumentException wrong(String words) {
    return new IllegalArgumentException(
        "cannot listen on '%s'; tcp PORT, udp PORT, or with ADDRESS:PORT".formatted(words));
  }
}
