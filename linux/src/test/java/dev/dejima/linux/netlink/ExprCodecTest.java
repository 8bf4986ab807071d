package dev.dejima.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dejima.nft.expr.Bitwise;
import dev.dejima.nft.expr.Expr;
import dev.dejima.nft.expr.Fib;
import dev.dejima.nft.expr.Inner;
import dev.dejima.nft.expr.Load;
import dev.dejima.nft.expr.Meta;
import dev.dejima.nft.expr.MetaKey;
import dev.dejima.nft.expr.Osf;
import dev.dejima.nft.expr.Payload;
import dev.dejima.nft.expr.Rt;
import dev.dejima.nft.expr.Socket;
import dev.dejima.nft.expr.Source;
import dev.dejima.nft.expr.Tunnel;
import dev.dejima.nft.expr.Xfrm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExprCodecTest {
  private static List<Expr> again(List<Expr> exprs) {
    AttributeEncoder out = new AttributeEncoder();
    ExprEncoder.list(out, exprs);
    return ExprDecoder.list(AttributeDecoder.of(out.toBytes(), 0));
  }

  private static List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (Fib.Result result : Fib.Result.values()) {
      sources.add(new Fib(Fib.SADDR | Fib.IIF, result));
      sources.add(new Fib(Fib.DADDR | Fib.MARK | Fib.PRESENT, result));
    }
    for (Osf.Ttl ttl : Osf.Ttl.values()) {
      sources.add(new Osf(ttl, ttl == Osf.Ttl.SKIP));
    }
    for (Rt.Key key : Rt.Key.values()) {
      sources.add(new Rt(key));
    }
    for (Socket.Key key : Socket.Key.values()) {
      sources.add(new Socket(key, key == Socket.Key.CGROUPV2 ? 2 : 0));
    }
    for (Tunnel.Key key : Tunnel.Key.values()) {
      sources.add(new Tunnel(key));
    }
    for (Xfrm.Key key : Xfrm.Key.values()) {
      sources.add(new Xfrm(key, Xfrm.Direction.OUT, key.ordinal()));
    }
    return sources;
  }

  @Test
  void whatIsLoadedComesBack() {
    List<Expr> exprs = new ArrayList<>();
    for (Source source : sources()) {
      exprs.add(new Load(1, source));
    }
    assertThat(again(exprs)).isEqualTo(exprs);
  }

  @Test
  void headersInsideTunnelsComeBack() {
    List<Expr> exprs =
        List.of(
            new Inner(1, 8, 15, new Payload(1, Payload.Base.TUNNEL, 4, 3)),
            new Inner(4, 4, 14, new Meta(2, MetaKey.L4PROTO)));
    assertThat(again(exprs)).isEqualTo(exprs);
  }

  @Test
  void combinationsOfRegistersComeBack() {
    List<Expr> exprs = new ArrayList<>();
    for (Bitwise.Operator operator : Bitwise.Operator.values()) {
      exprs.add(new Bitwise(1, 1, 4, new Bitwise.Combine(operator, 2)));
    }
    assertThat(again(exprs)).isEqualTo(exprs);
  }
}
