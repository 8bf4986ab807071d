package dev.dejima.netstack.netfilter.nftables;

import dev.dejima.kernel.Errno;
import dev.dejima.nft.expr.Family;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Hash;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Numgen;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Symhash;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;

/** What rules may load beside the packet's octets: the {@code init} of each expression. */
final class SourceChecks {
  private static final int NAME = 16;

  /** {@code XFRM_MAX_DEPTH}. */
  private static final int TRANSFORMS = 6;

  private static final int LARGEST = 255;

  private SourceChecks() {}

  static Load check(Load load, Family family, RegisterUse registers) throws Refused {
    int length =
        switch (load.source()) {
          case Fib fib -> fib(fib, family);
          case Numgen numgen -> {
            number(numgen.modulus(), numgen.offset());
            yield 4;
          }
          case Osf _ -> NAME;
          case Rt rt -> rt(rt.key());
          case Socket socket -> socket(socket, family);
          case Symhash hash -> {
            number(hash.modulus(), hash.offset());
            yield 4;
          }
          case Tunnel(Tunnel.Key key) -> key == Tunnel.Key.PATH ? 1 : 4;
          case Xfrm xfrm -> xfrm(xfrm, family);
        };
    registers.store(load.dreg(), length);
    return load;
  }

  /** Whether a table is one of IP's. */
  static boolean isInet(Family family) {
    return family == Family.IP || family == Family.IP6 || family == Family.INET;
  }

  static Hash check(Hash hash, RegisterUse registers) throws Refused {
    if (hash.length() <= 0 || hash.length() > LARGEST) {
      throw new Refused(Errno.ERANGE);
    }
    registers.load(hash.sreg(), hash.length());
    number(hash.modulus(), hash.offset());
    registers.store(hash.dreg(), 4);
    return hash;
  }

  /** There must be at least one number, and all within 32 bits. */
  private static void number(int modulus, int offset) throws Refused {
    if (modulus == 0) {
      throw new Refused(Errno.ERANGE);
    }
    if (Integer.compareUnsigned(offset + modulus - 1, offset) < 0) {
      throw new Refused(Errno.EOVERFLOW);
    }
  }

  private static int fib(Fib fib, Family family) throws Refused {
    if (!isInet(family) && family != Family.NETDEV) {
      throw new Refused(Errno.ENOENT); // no module has it for this family
    }
    int flags = fib.flags();
    boolean type = fib.result() == Fib.Result.TYPE;
    boolean one = Integer.bitCount(flags & (Fib.SADDR | Fib.DADDR)) == 1;
    boolean devices = (flags & (Fib.IIF | Fib.OIF)) == (Fib.IIF | Fib.OIF);
    boolean output = !type && (flags & Fib.OIF) != 0;
    boolean presence = fib.isPresence() && fib.result() != Fib.Result.OIF;
    if (!one || devices || output || presence) {
      throw new Refused(Errno.EINVAL);
    }
    if (fib.isPresence()) {
      return 1;
    }
    return fib.result() == Fib.Result.OIFNAME ? NAME : 4;
  }

  private static int rt(Rt.Key key) {
    return switch (key) {
      case CLASSID, NEXTHOP4 -> 4;
      case NEXTHOP6 -> 16;
      case TCPMSS -> 2;
      case IPSEC -> 1;
    };
  }

  private static int socket(Socket socket, Family family) throws Refused {
    if (!isInet(family) || socket.level() > LARGEST) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    return switch (socket.key()) {
      case TRANSPARENT, WILDCARD -> 1;
      case MARK -> 4;
      case CGROUPV2 -> 8;
    };
  }

  private static int xfrm(Xfrm xfrm, Family family) throws Refused {
    if (!isInet(family)) {
      throw new Refused(Errno.EOPNOTSUPP);
    }
    if (xfrm.number() < 0 || xfrm.number() >= TRANSFORMS) {
      throw new Refused(Errno.ERANGE);
    }
    return switch (xfrm.key()) {
      case DADDR_IP4, SADDR_IP4, REQID, SPI -> 4;
      case DADDR_IP6, SADDR_IP6 -> 16;
    };
  }
}
