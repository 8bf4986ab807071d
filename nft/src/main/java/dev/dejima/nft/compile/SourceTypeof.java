package dev.dejima.nft.compile;

import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.UserData;
import dev.dejima.nft.expr.Xfrm;
import dev.dejima.nft.syntax.Expression;
import dev.dejima.packet.Bytes;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is neither of the packet nor of its flow and yet gave a set its type: nft's number of its
 * kind ({@code enum expr_types}), and the numbers that tell it from others of the kind.
 */
final class SourceTypeof {
  private static final int SOCKET = 10;
  private static final int OSF = 11;
  private static final int NUMGEN = 23;

  /** Hashes of both kinds. */
  static final int HASH = 24;

  private static final int RT = 25;
  private static final int FIB = 27;
  private static final int XFRM = 28;

  /** {@code NFT_HASH_JENKINS}. */
  private static final int JENKINS = 0;

  /** {@code NFT_HASH_SYM}. */
  private static final int SYMMETRIC = 1;

  private SourceTypeof() {}

  /** The kind of a source; 0 of one that nft keeps nothing of. */
  static int kind(Source source) {
    return switch (source) {
      case Socket _ -> SOCKET;
      case Osf _ -> OSF;
      case Numgen _ -> NUMGEN;
      case Symhash _ -> HASH;
      case Rt _ -> RT;
      case Fib _ -> FIB;
      case Xfrm _ -> XFRM;
      case Tunnel _ -> 0;
    };
  }

  static Bytes encode(Source source) {
    return switch (source) {
      case Socket s -> numbers(s.key().ordinal());
      case Osf _, Tunnel _ -> Bytes.EMPTY;
      case Numgen n -> numbers(n.mode().ordinal(), n.modulus(), n.offset());
      case Symhash s -> numbers(SYMMETRIC, s.offset(), s.modulus(), 0, 0);
      case Rt r -> numbers(r.key().ordinal());
      case Fib f -> numbers(f.result().ordinal() + 1, f.flags());
      case Xfrm x -> numbers(x.key().ordinal() + 1, x.number(), x.direction().ordinal());
    };
  }

  /** Of what is hashed nothing is kept. */
  static Bytes encode(Expression.Hash hash) {
    Integer seed = hash.seed();
    return numbers(
        JENKINS, hash.offset(), hash.modulus(), seed == null ? 0 : seed, seed == null ? 0 : 1);
  }

  /** Numbers whose attributes are counted from 0. */
  private static Bytes numbers(int... numbers) {
    Bytes data = Bytes.EMPTY;
    for (int i = 0; i < numbers.length; i++) {
      data = data.concat(UserData.number(i, numbers[i]));
    }
    return data;
  }

  /** The source of a kind; absent if there is none of these numbers. */
  static @Nullable Source decode(int kind, Bytes data) {
    return switch (kind) {
      case SOCKET -> made(of(Socket.Key.values(), number(data, 0)), key -> new Socket(key, 0));
      case OSF -> new Osf(Osf.Ttl.TRUE, false);
      case NUMGEN ->
          made(
              of(Numgen.Mode.values(), number(data, 0)),
              mode -> new Numgen(mode, number(data, 1), number(data, 2)));
      case HASH -> symmetric(data);
      case RT -> made(of(Rt.Key.values(), number(data, 0)), Rt::new);
      case FIB ->
          made(
              of(Fib.Result.values(), number(data, 0) - 1),
              result -> new Fib(number(data, 1), result));
      case XFRM -> transform(data);
      default -> null;
    };
  }

  private static <K> @Nullable Source made(@Nullable K key, Function<K, Source> make) {
    return key == null ? null : make.apply(key);
  }

  private static @Nullable Source symmetric(Bytes data) {
    if (number(data, 0) != SYMMETRIC) {
      return null;
    }
    return new Symhash(number(data, 2), number(data, 1));
  }

  private static @Nullable Source transform(Bytes data) {
    Xfrm.Key key = of(Xfrm.Key.values(), number(data, 0) - 1);
    Xfrm.Direction direction = of(Xfrm.Direction.values(), number(data, 2));
    return key == null || direction == null ? null : new Xfrm(key, direction, number(data, 1));
  }

  private static int number(Bytes data, int attribute) {
    return UserData.number(data, attribute, -1);
  }

  private static <T> @Nullable T of(T[] values, int ordinal) {
    return ordinal >= 0 && ordinal < values.length ? values[ordinal] : null;
  }
}
