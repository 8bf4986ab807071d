package dev.dejima.nft.syntax;

import dev.dejima.nft.syntax.ObjectSpec.GeneveOption;
import dev.dejima.nft.syntax.ObjectSpec.Tunnel;
import dev.dejima.nft.syntax.ObjectSpec.TunnelOptions;
import dev.dejima.packet.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a tunnel object, one at a time. */
final class TunnelParser {
  static final Tunnel NONE = new Tunnel(0, null, null, false, 0, 0, 0, 0, null);

  private final Parsing parsing;
  private final ExpressionParser expressions;
  private final Tokens tokens;

  TunnelParser(Parsing parsing, ExpressionParser expressions) {
    this.parsing = parsing;
    this.expressions = expressions;
    this.tokens = parsing.tokens;
  }

  ObjectSpec item(Tunnel t) throws SyntaxException {
    Token word = tokens.next();
    Tunnel next =
        switch (word.kind() == Token.Kind.WORD ? word.text() : "") {
          case "id" -> with(t, parsing.number(), t.tos(), t.ttl());
          case "tos" -> with(t, t.id(), small(0xff), t.ttl());
          case "ttl" -> with(t, t.id(), t.tos(), small(0xff));
          case "sport" -> ports(t, small(0xffff), t.destinationPort());
          case "dport" -> ports(t, t.sourcePort(), small(0xffff));
          case "ip", "ip6" -> address(t, word.is("ip6"));
          case "erspan", "vxlan", "geneve" -> with(t, options(t, word));
          default ->
              throw Tokens.error(
                  word.span(), "syntax error, unexpected " + word.description(), hint(word));
        };
    parsing.separator();
    return next;
  }

  private static @Nullable String hint(Token word) {
    List<String> known =
        List.of("sport", "dport", "erspan", "vxlan", "geneve", "comment", "tos", "ttl");
    String near = Words.nearest(word.text(), known);
    return near == null ? null : Tokens.didYouMean(near);
  }

  private static Tunnel with(Tunnel t, long id, int tos, int ttl) {
    return new Tunnel(
        id,
        t.source(),
        t.destination(),
        t.version6(),
        t.sourcePort(),
        t.destinationPort(),
        tos,
        ttl,
        t.options());
  }

  private static Tunnel ports(Tunnel t, int source, int destination) {
    return new Tunnel(
        t.id(),
        t.source(),
        t.destination(),
        t.version6(),
        source,
        destination,
        t.tos(),
        t.ttl(),
        t.options());
  }

  private static Tunnel with(Tunnel t, TunnelOptions options) {
    return new Tunnel(
        t.id(),
        t.source(),
        t.destination(),
        t.version6(),
        t.sourcePort(),
        t.destinationPort(),
        t.tos(),
        t.ttl(),
        options);
  }

  private Tunnel address(Tunnel t, boolean version6) throws SyntaxException {
    boolean source = tokens.at("saddr");
    if (!source && !tokens.at("daddr")) {
      throw tokens.unexpected("saddr", "daddr");
    }
    tokens.next();
    Expression address = expressions.concat(ExpressionParser.Side.VALUES);
    if (!(address instanceof Expression.Symbol)) {
      throw Tokens.error(address.span(), "a tunnel's end is one address", null);
    }
    if ((source ? t.source() : t.destination()) != null) {
      throw ObjectParser.twice(address.span());
    }
    return new Tunnel(
        t.id(),
        source ? address : t.source(),
        source ? t.destination() : address,
        version6,
        t.sourcePort(),
        t.destinationPort(),
        t.tos(),
        t.ttl(),
        t.options());
  }

  private TunnelOptions options(Tunnel t, Token word) throws SyntaxException {
    if (t.options() != null) {
      String message = "Cannot create new " + word.text() + " section inside another tunnel";
      throw Tokens.error(word.span(), message, null);
    }
    return switch (word.text()) {
      case "vxlan" -> vxlan();
      case "erspan" -> erspan();
      default -> geneve();
    };
  }

  private TunnelOptions vxlan() throws SyntaxException {
    int[] policy = new int[1];
    block(
        () -> {
          tokens.expect("gbp");
          policy[0] = (int) parsing.number();
        });
    return new TunnelOptions.Vxlan(policy[0]);
  }

  private interface Line {
    void read() throws SyntaxException;
  }

  private void block(Line line) throws SyntaxException {
    new BlockParser(parsing)
        .block(
            () -> {
              if (!parsing.common(expressions)) {
                line.read();
                parsing.separator();
              }
            });
  }

  private TunnelOptions erspan() throws SyntaxException {
    int[] read = new int[4];
    block(
        () -> {
          switch (tokens.peek().text()) {
            case "version" -> read[0] = afterWord();
            case "index" -> read[1] = afterWord();
            case "id" -> read[3] = afterWord();
            case "direction" -> {
              tokens.next();
              read[2] = direction();
            }
            default -> throw tokens.misspelt(List.of("version", "index", "direction"));
          }
        });
    return new TunnelOptions.Erspan(read[0], read[1], read[2] == 1, read[3]);
  }

  private int afterWord() throws SyntaxException {
    tokens.next();
    return (int) parsing.number();
  }

  private int direction() throws SyntaxException {
    if (!tokens.at("ingress") && !tokens.at("egress")) {
      throw tokens.misspelt(List.of("ingress", "egress"), "ingress", "egress");
    }
    return tokens.next().is("egress") ? 1 : 0;
  }

  private TunnelOptions geneve() throws SyntaxException {
    List<GeneveOption> list = new ArrayList<>();
    block(
        () -> {
          tokens.expect("class");
          final int optionClass = small(0xffff);
          tokens.expect("opt-type");
          final int type = small(0xff);
          tokens.expect("data");
          list.add(new GeneveOption(optionClass, type, data()));
        });
    return new TunnelOptions.Geneve(list);
  }

  private Bytes data() throws SyntaxException {
    Token token = parsing.string();
    try {
      return GeneveOption.octets(token.text());
    } catch (IllegalArgumentException e) {
      throw Tokens.error(token.span(), "Invalid data array " + token.text(), null);
    }
  }

  /** nft cuts off what does not fit. */
  private int small(int mask) throws SyntaxException {
    return (int) parsing.number() & mask;
  }
}
