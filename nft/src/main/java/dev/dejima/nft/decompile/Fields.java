package dev.dejima.nft.decompile;

import dev.dejima.nft.compile.IcmpFields;
import dev.dejima.nft.compile.ProtocolContext;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.syntax.HeaderField;
import dev.dejima.nft.syntax.Protocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Finds the fields of headers that octets of the packet are. */
final class Fields {
  private final ProtocolContext protocols;

  /** Whether a match of the transport protocol awaits a field that implies it. */
  private final BooleanSupplier transportAsked;

  Fields(ProtocolContext protocols, BooleanSupplier transportAsked) {
    this.protocols = protocols;
    this.transportAsked = transportAsked;
  }

  private List<Protocol> candidates(Payload.Base base) {
    List<Protocol> found = new ArrayList<>();
    switch (base) {
      case LINK -> {
        if (protocols.link() != null) {
          found.add(protocols.link());
          found.add(Protocol.ETHER);
        }
      }
      case NETWORK -> {
        if (protocols.network() != null) {
          found.add(protocols.network());
        }
      }
      case TRANSPORT -> {
        Protocol transport = protocols.transport();
        if (transport != null) {
          found.add(transport);
        } else if (!transportAsked.getAsBoolean()) {
          found.add(Protocol.TH);
        }
      }
      case INNER -> {}
      case TUNNEL -> {
        if (protocols.tunnel() != null) {
          found.add(protocols.tunnel());
        }
      }
    }
    return found;
  }

  /** The field that begins at a bit and has a length; absent if there is none. */
  @Nullable HeaderField exact(Payload.Base base, int offset, int bits) {
    for (HeaderField field : all(base)) {
      if (protocols.offset(field) == offset && field.length() == bits) {
        return field;
      }
    }
    return null;
  }

  /** The field that begins at a bit and is longer than a length; absent if there is none. */
  @Nullable HeaderField beginning(Payload.Base base, int offset, int bits) {
    for (HeaderField field : all(base)) {
      if (protocols.offset(field) == offset && field.length() > bits) {
        return field;
      }
    }
    return null;
  }

  /** The field whose bits a mask leaves of some octets; absent if there is none. */
  @Nullable HeaderField masked(Payload.Base base, int octet, int octets, BigInteger mask) {
    for (HeaderField field : all(base)) {
      int below = 8 * (octet + octets) - protocols.offset(field) - field.length();
      if (below < 0 || protocols.offset(field) < 8 * octet) {
        continue;
      }
      BigInteger own =
          BigInteger.ONE.shiftLeft(field.length()).subtract(BigInteger.ONE).shiftLeft(below);
      if (own.equals(mask) && (field.length() % 8 != 0 || field.offset() % 8 != 0)) {
        return field;
      }
    }
    return null;
  }

  /** The field that has all bits of a mask among its own; absent if there is none. */
  @Nullable HeaderField around(Payload.Base base, int octet, int octets, BigInteger mask) {
    for (HeaderField field : all(base)) {
      int below = 8 * (octet + octets) - protocols.offset(field) - field.length();
      BigInteger own =
          BigInteger.ONE
              .shiftLeft(field.length())
              .subtract(BigInteger.ONE)
              .shiftLeft(Math.max(0, below));
      if (below >= 0 && protocols.offset(field) >= 8 * octet && mask.andNot(own).signum() == 0) {
        return field;
      }
    }
    return null;
  }

  /** Whole fields that cover octets one behind the other; none if they do not. */
  List<HeaderField> covering(Payload.Base base, int offset, int bits) {
    List<HeaderField> fields = new ArrayList<>();
    int at = offset;
    while (at < offset + bits) {
      HeaderField next = null;
      for (HeaderField field : all(base)) {
        boolean fits = at + field.length() <= offset + bits && field.length() % 8 == 0;
        if (protocols.offset(field) == at && fits && next == null) {
          next = field;
        }
      }
      if (next == null) {
        return List.of();
      }
      fields.add(next);
      at += next.length();
    }
    return fields;
  }

  private List<HeaderField> all(Payload.Base base) {
    List<HeaderField> fields = new ArrayList<>();
    for (Protocol protocol : candidates(base)) {
      for (HeaderField field : protocol.fields()) {
        if (isPresent(field)) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  /** Some ICMP fields are there only in messages of certain types. */
  private boolean isPresent(HeaderField field) {
    List<Integer> types = IcmpFields.types(field);
    List<BigInteger> known = protocols.icmpTypes();
    return types.isEmpty() || known.stream().allMatch(t -> types.contains(t.intValue()));
  }
}
