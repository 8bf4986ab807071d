package dev.dejima.nft.syntax;

import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of {@code fib}, {@code numgen}, {@code osf}, {@code rt}, {@code socket}, {@code
 * symhash}, tunnels and {@code ipsec}.
 */
public final class SourceWords {
  /** What a route is looked up by, in the order of listings. */
  private static final Map<String, Integer> FIB_FLAGS = new LinkedHashMap<>();

  static {
    FIB_FLAGS.put("saddr", Fib.SADDR);
    FIB_FLAGS.put("daddr", Fib.DADDR);
    FIB_FLAGS.put("mark", Fib.MARK);
    FIB_FLAGS.put("iif", Fib.IIF);
    FIB_FLAGS.put("oif", Fib.OIF);
  }

  private SourceWords() {}

  /** As listings write it. */
  public static String text(Source source) {
    return switch (source) {
      case Fib fib -> "fib " + String.join(" . ", fibFlags(fib)) + " " + result(fib, true);
      case Numgen(Numgen.Mode mode, int modulus, int offset) ->
          "numgen " + mode.word() + modulo(modulus) + offset(offset);
      case Osf osf -> "osf " + ttl(osf) + (osf.version() ? "version" : "name");
      case Rt(Rt.Key key) -> {
        String family = family(key);
        yield "rt " + (family == null ? "" : family + " ") + word(key);
      }
      case Socket(Socket.Key key, int level) ->
          "socket " + key.word() + (key == Socket.Key.CGROUPV2 ? " level " + level : "");
      case Symhash(int modulus, int offset) -> "symhash" + modulo(modulus) + offset(offset);
      case Tunnel tunnel -> "tunnel " + tunnel.key().word();
      case Xfrm xfrm -> {
        String family = family(xfrm.key());
        yield "ipsec "
            + xfrm.direction().word()
            + (xfrm.number() == 0 ? "" : " spnum " + xfrm.number())
            + (family == null ? "" : " " + family)
            + " "
            + word(xfrm.key());
      }
    };
  }

  /** How many numbers there are. */
  static String modulo(int modulus) {
    return " mod " + Integer.toUnsignedString(modulus);
  }

  /** What is added to a number. */
  static String offset(int offset) {
    return offset == 0 ? "" : " offset " + Integer.toUnsignedString(offset);
  }

  private static String ttl(Osf osf) {
    return switch (osf.ttl()) {
      case TRUE -> "";
      case LOOSE -> "ttl loose ";
      case SKIP -> "ttl skip ";
    };
  }

  /** The words of what a route is looked up by. */
  public static List<String> fibFlags(Fib fib) {
    List<String> words = new ArrayList<>();
    FIB_FLAGS.forEach(
        (word, bit) -> {
          if ((fib.flags() & bit) != 0) {
            words.add(word);
          }
        });
    return words;
  }

  /** The bit of a word; null if none has it. */
  public static @Nullable Integer fibFlag(String word) {
    return FIB_FLAGS.get(word);
  }

  /**
   * What is wanted of a route.
   *
   * @param check whether {@code check} may be said for the presence of an interface
   */
  public static String result(Fib fib, boolean check) {
    return switch (fib.result()) {
      case OIF -> check && fib.isPresence() ? "check" : "oif";
      case OIFNAME -> "oifname";
      case TYPE -> "type";
    };
  }

  /**
   * A look-up by the words of its result.
   *
   * @return null if no result has that word
   */
  public static @Nullable Fib fib(int flags, String result) {
    return switch (result) {
      case "oif" -> new Fib(flags, Fib.Result.OIF);
      case "oifname" -> new Fib(flags, Fib.Result.OIFNAME);
      case "type" -> new Fib(flags, Fib.Result.TYPE);
      case "check" -> new Fib(flags | Fib.PRESENT, Fib.Result.OIF);
      default -> null;
    };
  }

  /** What is wrong with a look-up's flags; null if nothing is. */
  public static @Nullable String mistake(int flags) {
    boolean source = (flags & Fib.SADDR) != 0;
    boolean destination = (flags & Fib.DADDR) != 0;
    if (!source && !destination) {
      return "fib: need either saddr or daddr";
    }
    if (source && destination) {
      return "fib: saddr and daddr are mutually exclusive";
    }
    boolean both = (flags & Fib.IIF) != 0 && (flags & Fib.OIF) != 0;
    return both ? "fib: iif and oif are mutually exclusive" : null;
  }

  /** The word of a route's key, without the family. */
  public static String word(Rt.Key key) {
    return switch (key) {
      case NEXTHOP4, NEXTHOP6 -> "nexthop";
      case TCPMSS -> "mtu";
      case CLASSID, IPSEC -> key.word();
    };
  }

  /** The family that is written before a route's key; absent where none is. */
  public static @Nullable String family(Rt.Key key) {
    return switch (key) {
      case NEXTHOP4 -> "ip";
      case NEXTHOP6 -> "ip6";
      default -> null;
    };
  }

  /** The route's key of a word and a family, absent where none was given; null if none has it. */
  public static Rt.@Nullable Key rtKey(String word, @Nullable String family) {
    for (Rt.Key key : Rt.Key.values()) {
      String own = family(key);
      if (word(key).equals(word) && (own == null || own.equals(family))) {
        return key;
      }
    }
    return null;
  }

  /** The word of a transformation's key, without the family. */
  public static String word(Xfrm.Key key) {
    return switch (key) {
      case DADDR_IP4, DADDR_IP6 -> "daddr";
      case SADDR_IP4, SADDR_IP6 -> "saddr";
      case REQID, SPI -> key.word();
    };
  }

  /** The family that is written before a transformation's key; absent where none is. */
  public static @Nullable String family(Xfrm.Key key) {
    return switch (key) {
      case DADDR_IP4, SADDR_IP4 -> "ip";
      case DADDR_IP6, SADDR_IP6 -> "ip6";
      case REQID, SPI -> null;
    };
  }

  /** The transformation's key of a word and a family; null if none has it. */
  public static Xfrm.@Nullable Key xfrmKey(String word, @Nullable String family) {
    for (Xfrm.Key key : Xfrm.Key.values()) {
      String own = family(key);
      if (word(key).equals(word) && (own == null ? family == null : own.equals(family))) {
        return key;
      }
    }
    return null;
  }
}
