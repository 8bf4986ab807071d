package dev.dejima.linux.netlink;

import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The expressions that only load: their names, and {@code NFTA_FIB_*} and the like. */
final class SourceCodec {
  private static final int NFTA_FIB_DREG = 1;
  private static final int NFTA_FIB_RESULT = 2;
  private static final int NFTA_FIB_FLAGS = 3;
  private static final int NFTA_NG_DREG = 1;
  private static final int NFTA_NG_MODULUS = 2;
  private static final int NFTA_NG_TYPE = 3;
  private static final int NFTA_NG_OFFSET = 4;
  private static final int NFTA_OSF_DREG = 1;
  private static final int NFTA_OSF_TTL = 2;
  private static final int NFTA_OSF_FLAGS = 3;
  private static final int NFT_OSF_F_VERSION = 1;
  private static final int NFTA_RT_DREG = 1;
  private static final int NFTA_RT_KEY = 2;
  private static final int NFTA_SOCKET_KEY = 1;
  private static final int NFTA_SOCKET_DREG = 2;
  private static final int NFTA_SOCKET_LEVEL = 3;
  private static final int NFTA_TUNNEL_KEY = 1;
  private static final int NFTA_TUNNEL_DREG = 2;
  private static final int NFTA_TUNNEL_MODE = 3;
  private static final int NFTA_XFRM_DREG = 1;
  private static final int NFTA_XFRM_KEY = 2;
  private static final int NFTA_XFRM_DIR = 3;
  private static final int NFTA_XFRM_SPNUM = 4;

  private SourceCodec() {}

  static String name(Source source) {
    return switch (source) {
      case Fib _ -> "fib";
      case Numgen _ -> "numgen";
      case Osf _ -> "osf";
      case Rt _ -> "rt";
      case Socket _ -> "socket";
      case Symhash _ -> "hash";
      case Tunnel _ -> "tunnel";
      case Xfrm _ -> "xfrm";
    };
  }

  static void encode(AttributeEncoder out, Load load) {
    switch (load.source()) {
      case Fib(int flags, Fib.Result result) -> {
        out.be32(NFTA_FIB_FLAGS, flags).be32(NFTA_FIB_RESULT, result.ordinal() + 1);
        out.be32(NFTA_FIB_DREG, load.dreg());
      }
      case Numgen(Numgen.Mode mode, int modulus, int offset) -> {
        out.be32(NFTA_NG_DREG, load.dreg()).be32(NFTA_NG_MODULUS, modulus);
        out.be32(NFTA_NG_TYPE, mode.ordinal()).be32(NFTA_NG_OFFSET, offset);
      }
      case Osf(Osf.Ttl ttl, boolean version) -> {
        out.be32(NFTA_OSF_DREG, load.dreg()).u8(NFTA_OSF_TTL, ttl.ordinal());
        out.be32Unless0(NFTA_OSF_FLAGS, version ? NFT_OSF_F_VERSION : 0);
      }
      case Rt(Rt.Key key) -> out.be32(NFTA_RT_KEY, key.ordinal()).be32(NFTA_RT_DREG, load.dreg());
      case Socket(Socket.Key key, int level) -> {
        out.be32(NFTA_SOCKET_KEY, key.ordinal()).be32(NFTA_SOCKET_DREG, load.dreg());
        if (key == Socket.Key.CGROUPV2) {
          out.be32(NFTA_SOCKET_LEVEL, level);
        }
      }
      case Symhash(int modulus, int offset) -> {
        out.be32(NftaExpr.NFTA_HASH_DREG, load.dreg()).be32(NftaExpr.NFTA_HASH_MODULUS, modulus);
        out.be32(NftaExpr.NFTA_HASH_OFFSET, offset);
        out.be32(NftaExpr.NFTA_HASH_TYPE, NftaExpr.NFT_HASH_SYM);
      }
      case Tunnel(Tunnel.Key key) ->
          out.be32(NFTA_TUNNEL_KEY, key.ordinal()).be32(NFTA_TUNNEL_DREG, load.dreg());
      case Xfrm(Xfrm.Key key, Xfrm.Direction direction, int number) -> {
        out.be32(NFTA_XFRM_KEY, key.ordinal() + 1).u8(NFTA_XFRM_DIR, direction.ordinal());
        out.be32(NFTA_XFRM_SPNUM, number).be32(NFTA_XFRM_DREG, load.dreg());
      }
    }
  }

  /**
   * What an expression of a name loads.
   *
   * @param attributes the numbers that its attributes hold, each asked for once
   * @return null if no such expression has that name
   * @throws IllegalArgumentException if an attribute is missing or holds no known number
   */
  static @Nullable Load decode(String name, IntFunction<OptionalInt> attributes) {
    return switch (name) {
      case "fib" ->
          new Load(
              number(attributes, NFTA_FIB_DREG),
              new Fib(
                  number(attributes, NFTA_FIB_FLAGS),
                  of(Fib.Result.values(), number(attributes, NFTA_FIB_RESULT) - 1)));
      case "numgen" ->
          new Load(
              number(attributes, NFTA_NG_DREG),
              new Numgen(
                  of(Numgen.Mode.values(), number(attributes, NFTA_NG_TYPE)),
                  number(attributes, NFTA_NG_MODULUS),
                  attributes.apply(NFTA_NG_OFFSET).orElse(0)));
      case "osf" ->
          new Load(
              number(attributes, NFTA_OSF_DREG),
              new Osf(
                  of(Osf.Ttl.values(), attributes.apply(NFTA_OSF_TTL).orElse(0)),
                  (attributes.apply(NFTA_OSF_FLAGS).orElse(0) & NFT_OSF_F_VERSION) != 0));
      case "rt" ->
          new Load(
              number(attributes, NFTA_RT_DREG),
              new Rt(of(Rt.Key.values(), number(attributes, NFTA_RT_KEY))));
      case "socket" ->
          new Load(
              number(attributes, NFTA_SOCKET_DREG),
              new Socket(
                  of(Socket.Key.values(), number(attributes, NFTA_SOCKET_KEY)),
                  attributes.apply(NFTA_SOCKET_LEVEL).orElse(0)));
      case "tunnel" -> {
        if (attributes.apply(NFTA_TUNNEL_MODE).orElse(0) != 0) {
          yield null; // of one direction only, for which there are no words
        }
        yield new Load(
            number(attributes, NFTA_TUNNEL_DREG),
            new Tunnel(of(Tunnel.Key.values(), number(attributes, NFTA_TUNNEL_KEY))));
      }
      case "xfrm" ->
          new Load(
              number(attributes, NFTA_XFRM_DREG),
              new Xfrm(
                  of(Xfrm.Key.values(), number(attributes, NFTA_XFRM_KEY) - 1),
                  of(Xfrm.Direction.values(), number(attributes, NFTA_XFRM_DIR)),
                  attributes.apply(NFTA_XFRM_SPNUM).orElse(0)));
      default -> null;
    };
  }

  private static int number(IntFunction<OptionalInt> attributes, int type) {
    return attributes
        .apply(type)
        .orElseThrow(() -> new IllegalArgumentException("no attribute " + type));
  }

  private static <T> T of(T[] values, int number) {
    if (number < 0 || number >= values.length) {
      throw new IllegalArgumentException("no such number: " + number);
    }
    return values[number];
  }
}
