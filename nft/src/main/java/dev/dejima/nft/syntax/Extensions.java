package dev.dejima.nft.syntax;

import static dev.dejima.nft.syntax.DataType.INET_PROTO;
import static dev.dejima.nft.syntax.DataType.INTEGER;
import static dev.dejima.nft.syntax.DataType.IPV4_ADDR;
import static dev.dejima.nft.syntax.DataType.IPV6_ADDR;
import static dev.dejima.nft.syntax.DataType.MH_TYPE;
import static dev.dejima.nft.syntax.DataType.MPTCP_SUBTYPE;

import dev.dejima.nft.expr.Exthdr.Op;
import dev.dejima.nft.syntax.Extension.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The extension headers, options and chunks that the language knows (RFC 8200, 6275 and 8754; 9293,
 * 7323, 2018, 2385, 7413 and 8684; 791 and 2113; 9260 and 5061; 4340). Of those that share a number
 * the first stands for all in what they have in common.
 */
public final class Extensions {
  private static final int FIRST_SACK_BLOCK = 16;
  private static final int SACK_BLOCK = 64;

  private static final List<Extension> ALL =
      Stream.of(headers(), tcpOptions(), ipOptions(), chunks()).flatMap(List::stream).toList();

  private Extensions() {}

  private static Field field(int number, String name, int offset, int length, DataType type) {
    return new Field(name, number, offset, length, type);
  }

  private static Field field(int number, String name, int offset, int length) {
    return field(number, name, offset, length, INTEGER);
  }

  private static Extension header(int type, String name, Field... fields) {
    return new Extension(Op.IPV6, type, name, List.of(fields));
  }

  private static List<Extension> headers() {
    Field next = field(1, "nexthdr", 0, 8, INET_PROTO);
    Field length = field(2, "hdrlength", 8, 8);
    return List.of(
        header(0, "hbh", next, length),
        header(43, "rt", next, length, field(3, "type", 16, 8), field(4, "seg-left", 24, 8)),
        header(
            43,
            "srh",
            field(1, "last-entry", 32, 8),
            field(2, "flags", 40, 8),
            field(3, "tag", 48, 16),
            field(4, "sid[1]", 64, 128, IPV6_ADDR),
            field(5, "sid[2]", 192, 128, IPV6_ADDR)),
        header(
            43,
            "rt0",
            field(1, "reserved", 32, 32),
            field(2, "addr[1]", 64, 128, IPV6_ADDR),
            field(3, "addr[2]", 192, 128, IPV6_ADDR)),
        header(43, "rt2", field(1, "reserved", 32, 32), field(2, "addr", 64, 128, IPV6_ADDR)),
        header(
            44,
            "frag",
            next,
            field(2, "reserved", 8, 8),
            field(3, "frag-off", 16, 13),
            field(4, "reserved2", 29, 2),
            field(5, "more-fragments", 31, 1),
            field(6, "id", 32, 32)),
        header(60, "dst", next, length),
        header(
            135,
            "mh",
            next,
            length,
            field(3, "type", 16, 8, MH_TYPE),
            field(4, "reserved", 24, 8),
            field(5, "checksum", 32, 16)));
  }

  private static Extension tcpOption(int kind, String name, Field... more) {
    List<Field> fields = new ArrayList<>(List.of(field(0, "kind", 0, 8)));
    if (kind > 1) {
      fields.add(field(1, "length", 8, 8));
    }
    fields.addAll(Arrays.asList(more));
    return new Extension(Op.TCPOPT, kind, name, fields);
  }

  private static List<Extension> tcpOptions() {
    List<Extension> options = new ArrayList<>();
    options.add(tcpOption(0, "eol"));
    options.add(tcpOption(1, "nop"));
    options.add(tcpOption(2, "maxseg", field(2, "size", 16, 16)));
    options.add(tcpOption(3, "window", field(2, "count", 16, 8)));
    options.add(tcpOption(4, "sack-perm"));
    options.add(tcpOption(5, "sack", left(0), right(0)));
    for (int block = 1; block < 4; block++) {
      options.add(new Extension(Op.TCPOPT, 5, "sack" + block, List.of(left(block), right(block))));
    }
    options.add(tcpOption(8, "timestamp", field(2, "tsval", 16, 32), field(3, "tsecr", 48, 32)));
    options.add(tcpOption(19, "md5sig"));
    options.add(tcpOption(30, "mptcp", field(2, "subtype", 16, 4, MPTCP_SUBTYPE)));
    options.add(tcpOption(34, "fastopen"));
    return options;
  }

  private static Field left(int block) {
    return field(2 + 2 * block, "left", FIRST_SACK_BLOCK + SACK_BLOCK * block, 32);
  }

  private static Field right(int block) {
    return field(3 + 2 * block, "right", FIRST_SACK_BLOCK + SACK_BLOCK * block + 32, 32);
  }

  private static Extension ipOption(int type, String name, Field... more) {
    List<Field> fields = new ArrayList<>();
    fields.add(field(1, "type", 0, 8));
    fields.add(field(2, "length", 8, 8));
    fields.addAll(Arrays.asList(more));
    return new Extension(Op.IPV4, type, name, fields);
  }

  private static List<Extension> ipOptions() {
    Field pointer = field(4, "ptr", 16, 8);
    Field address = field(5, "addr", 24, 32, IPV4_ADDR);
    return List.of(
        ipOption(131, "lsrr", pointer, address),
        ipOption(7, "rr", pointer, address),
        ipOption(137, "ssrr", pointer, address),
        ipOption(148, "ra", field(3, "value", 16, 16)));
  }

  private static Extension chunk(int type, String name, Field... more) {
    List<Field> fields = new ArrayList<>();
    fields.add(field(0, "type", 0, 8));
    fields.add(field(1, "flags", 8, 8));
    fields.add(field(2, "length", 16, 16));
    fields.addAll(Arrays.asList(more));
    return new Extension(Op.SCTP, type, name, fields);
  }

  private static List<Extension> chunks() {
    Field[] init = {
      field(3, "init-tag", 32, 32),
      field(4, "a-rwnd", 64, 32),
      field(5, "num-outbound-streams", 96, 16),
      field(6, "num-inbound-streams", 112, 16),
      field(7, "initial-tsn", 128, 32)
    };
    Field acknowledged = field(3, "cum-tsn-ack", 32, 32);
    Field lowest = field(3, "lowest-tsn", 32, 32);
    Field sequence = field(3, "seqno", 32, 32);
    return List.of(
        chunk(
            0,
            "data",
            field(3, "tsn", 32, 32),
            field(4, "stream", 64, 16),
            field(5, "ssn", 80, 16),
            field(6, "ppid", 96, 32)),
        chunk(1, "init", init),
        chunk(2, "init-ack", init),
        chunk(
            3,
            "sack",
            acknowledged,
            field(4, "a-rwnd", 64, 32),
            field(5, "num-gap-ack-blocks", 96, 16),
            field(6, "num-dup-tsns", 112, 16)),
        chunk(4, "heartbeat"),
        chunk(5, "heartbeat-ack"),
        chunk(6, "abort"),
        chunk(7, "shutdown", acknowledged),
        chunk(8, "shutdown-ack"),
        chunk(9, "error"),
        chunk(10, "cookie-echo"),
        chunk(11, "cookie-ack"),
        chunk(12, "ecne", lowest),
        chunk(13, "cwr", lowest),
        chunk(14, "shutdown-complete"),
        chunk(128, "asconf-ack", sequence),
        chunk(192, "forward-tsn", field(3, "new-cum-tsn", 32, 32)),
        chunk(193, "asconf", sequence));
  }

  /** Those of a kind. */
  public static List<Extension> of(Op op) {
    return ALL.stream().filter(extension -> extension.op() == op).toList();
  }

  /** The one of a name; absent if none has it. */
  public static @Nullable Extension named(Op op, String name) {
    for (Extension extension : ALL) {
      if (extension.op() == op && extension.name().equals(name)) {
        return extension;
      }
    }
    return null;
  }

  /** The first of a number; of options that have no name, one named by the number. */
  public static Extension of(Op op, int type) {
    return ALL.stream()
        .filter(extension -> extension.op() == op && extension.type() == type)
        .findFirst()
        .orElseGet(() -> unnamed(op, type));
  }

  private static Extension unnamed(Op op, int type) {
    String number = Integer.toString(type);
    return switch (op) {
      case TCPOPT -> tcpOption(type, number);
      case DCCP -> new Extension(op, type, number, List.of(field(1, "type", 0, 8)));
      case IPV6, IPV4, SCTP -> new Extension(op, type, number, List.of());
    };
  }

  /** The one of a number that has a field at a place; absent if none has. */
  public static @Nullable Extension with(Op op, int type, int offset, int length) {
    return ALL.stream()
        .filter(extension -> extension.op() == op && extension.type() == type)
        .filter(extension -> extension.at(offset, length) != null)
        .findFirst()
        .orElse(null);
  }
}
