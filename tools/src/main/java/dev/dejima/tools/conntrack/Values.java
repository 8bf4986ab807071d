package dev.dejima.tools.conntrack;

import dev.dejima.kernel.conntrack.NewConntrack;
import dev.dejima.packet.Bytes;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.Ipv4Address;
import dev.dejima.packet.Ipv6Address;
import dev.dejima.tools.conntrack.Request.LabelChange;
import dev.dejima.tools.conntrack.Request.Output;
import dev.dejima.tools.conntrack.Request.Translated;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the values of conntrack(8)'s options into a request. */
final class Values {
  private static final int LABELS = 128;

  private final Request request;

  Values(Request request) {
    this.request = request;
  }

  /** The number of a protocol's name, or of the number itself. */
  static int protocolNumber(String word) {
    for (Protocol protocol : Protocol.values()) {
      if (protocol.word().equals(word)) {
        return protocol.number;
      }
    }
    int known =
        switch (word) {
          case "igmp" -> 2;
          case "esp" -> 50;
          case "ah" -> 51;
          case "ospf" -> 89;
          case "vrrp" -> 112;
          default -> 0;
        };
    if (known != 0) {
      return known;
    }
    int number = (int) number(word);
    if (number > 0 && number <= 256) {
      return number;
    }
    throw Banner.usage("`" + word + "' unsupported protocol");
  }

  /** strtoul(3) with base 0: what is no number is 0, and what follows one is ignored. */
  static long number(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    int radix = word.startsWith("0x") ? 16 : word.startsWith("0") ? 8 : 10;
    long number = 0;
    for (int i = radix == 16 ? 2 : 0; i < word.length(); i++) {
      int digit = Character.digit(word.charAt(i), radix);
      if (digit < 0 || number > 1L << 40) {
        break;
      }
      number = number * radix + digit;
    }
    return number;
  }

  void set(Option option, @Nullable String given) {
    String value = given == null ? "" : given;
    switch (option) {
      case ORIG_SRC -> request.original.source = address(option, value);
      case ORIG_DST -> request.original.destination = address(option, value);
      case REPLY_SRC -> request.reply.source = address(option, value);
      case REPLY_DST -> request.reply.destination = address(option, value);
      case TUPLE_SRC -> request.tuple.source = address(option, value);
      case TUPLE_DST -> request.tuple.destination = address(option, value);
      case MASK_SRC -> {
        request.sourceMask = address(option, value);
        request.mask.source = request.sourceMask;
      }
      case MASK_DST -> {
        request.destinationMask = address(option, value);
        request.mask.destination = request.destinationMask;
      }
      case TIMEOUT -> request.timeout = number(value) & 0xffff_ffffL;
      case STATUS -> words(value).forEach(this::status);
      case EVENT_MASK -> words(value).forEach(this::event);
      case OUTPUT -> words(value).forEach(this::output);
      case MARK -> mark(value);
      case SECMARK -> request.secmark = (int) number(value);
      case ID -> request.id = (int) number(value);
      case ZONE -> request.zone = (int) number(value) & 0xffff;
      case ORIG_ZONE -> request.original.zone = (int) number(value) & 0xffff;
      case REPLY_ZONE -> request.reply.zone = (int) number(value) & 0xffff;
      case FAMILY -> family(value);
      case LABEL -> labels(value);
      case LABEL_ADD -> labelChanges(true, value);
      case LABEL_DEL -> labelChanges(false, value);
      case SRC_NAT -> request.sourceNat = translated(given);
      case DST_NAT -> request.destinationNat = translated(given);
      case ANY_NAT -> {
        request.anyNat = true;
        request.sourceNat = translated(given);
        request.destinationNat = request.sourceNat;
      }
      case PROTOCOL, ZERO, BUFFER_SIZE, NAT_RANGE -> {}
    }
  }

  private static List<String> words(String value) {
    return List.of(value.split(",", -1));
  }

  /** An option of a protocol's own. */
  void own(Protocol protocol, String option, String value) {
    int number = (int) number(value);
    switch (option) {
      case "sport", "orig-port-src", "srckey", "orig-key-src" ->
          request.original.sourcePort = number & 0xffff;
      case "dport", "orig-port-dst", "dstkey", "orig-key-dst" ->
          request.original.destinationPort = number & 0xffff;
      case "reply-port-src", "reply-key-src" -> request.reply.sourcePort = number & 0xffff;
      case "reply-port-dst", "reply-key-dst" -> request.reply.destinationPort = number & 0xffff;
      case "mask-port-src", "mask-key-src" -> request.mask.sourcePort = number & 0xffff;
      case "mask-port-dst", "mask-key-dst" -> request.mask.destinationPort = number & 0xffff;
      case "tuple-port-src", "tuple-key-src" -> request.tuple.sourcePort = number & 0xffff;
      case "tuple-port-dst", "tuple-key-dst" -> request.tuple.destinationPort = number & 0xffff;
      case "icmp-type", "icmpv6-type" ->
          request.original.destinationPort = number << 8 | code() & 0xff;
      case "icmp-code", "icmpv6-code" ->
          request.original.destinationPort = code() & 0xff00 | number & 0xff;
      case "icmp-id", "icmpv6-id" -> request.original.sourcePort = number & 0xffff;
      case "orig-vtag" -> request.originalTag = number;
      case "reply-vtag" -> request.replyTag = number;
      case "state" -> request.state = state(protocol, value);
      case "role" -> request.role = role(value);
      default -> throw new IllegalStateException(option);
    }
  }

  private int code() {
    Integer known = request.original.destinationPort;
    return known == null ? 0 : known;
  }

  private static int state(Protocol protocol, String word) {
    List<String> states =
        switch (protocol) {
          case SCTP -> Protocol.SCTP_STATES;
          case DCCP -> Protocol.DCCP_STATES;
          default -> Protocol.TCP_STATES;
        };
    int state = states.indexOf(word);
    if (state < 0) {
      String name = protocol.name();
      String unknown = protocol == Protocol.DCCP ? "Unknown " : "unknown ";
      throw Banner.usage(unknown + name + " state `" + word + "'");
    }
    return state;
  }

  private static int role(String word) {
    return switch (word) {
      case "client" -> 0;
      case "server" -> 1;
      default -> throw Banner.usage("Unknown DCCP role `" + word + "'");
    };
  }

  private IpAddress address(Option option, String value) {
    String text = value;
    int slash = value.indexOf('/');
    boolean masked = option == Option.ORIG_SRC || option == Option.ORIG_DST;
    if (slash >= 0) {
      if (!masked) {
        throw Banner.usage("CIDR notation unavailable for `--" + option.word() + "'");
      }
      text = value.substring(0, slash);
    }
    IpAddress address = parse(text);
    if (address == null) {
      throw Banner.usage("Invalid IP address `" + text + "'");
    }
    family(Arguments.isV4(address) ? 4 : 6);
    if (slash >= 0) {
      IpAddress mask = mask(value.substring(slash + 1), address.bits());
      if (option == Option.ORIG_SRC) {
        request.sourceMask = mask;
      } else {
        request.destinationMask = mask;
      }
    }
    return address;
  }

  /** An address as inet_aton(3) and inet_pton(3) read it; null if it is none. */
  private static @Nullable IpAddress parse(String text) {
    try {
      return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : shortened(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The last of fewer than four numbers stands for all octets that are left. */
  private static @Nullable IpAddress shortened(String text) {
    String[] parts = text.split("\\.", -1);
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int room = last ? 8 * (4 - i) : 8;
      if (parts.length > 4 || !parts[i].matches("0[xX][0-9a-fA-F]+|[0-9]+")) {
        return null;
      }
      long number = number(parts[i]);
      if (number >= 1L << room) {
        return null;
      }
      address = address << room | number;
    }
    return new Ipv4Address((int) address);
  }

  private static IpAddress mask(String text, int bits) {
    IpAddress mask = text.matches("[0-9]{1,3}") ? null : parse(text);
    if (mask != null) {
      return mask;
    }
    int length = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    if (length < 0 || length > bits) {
      throw Banner.usage("Invalid netmask");
    }
    byte[] octets = new byte[bits / 8];
    for (int i = 0; i < length; i++) {
      octets[i / 8] |= (byte) (0x80 >> i % 8);
    }
    return IpAddress.of(Bytes.of(octets));
  }

  private void family(int version) {
    if (request.version != 0 && request.version != version) {
      throw Banner.usage("mismatched address family");
    }
    request.version = version;
  }

  private void family(String word) {
    if (word.startsWith("ipv4")) {
      family(4);
    } else if (word.startsWith("ipv6")) {
      family(6);
    } else {
      throw Banner.usage("`" + word + "' unsupported protocol");
    }
  }

  private static boolean isBeginning(String word, String of) {
    return !word.isEmpty() && of.toLowerCase(Locale.ROOT).startsWith(word.toLowerCase(Locale.ROOT));
  }

  private static <T extends Enum<T>> T chosen(Class<T> type, String word) {
    for (T value : type.getEnumConstants()) {
      if (isBeginning(word, value.name())) {
        return value;
      }
    }
    throw Banner.usage("Bad parameter `" + word + "'");
  }

  private enum Status {
    ASSURED(NewConntrack.ASSURED),
    SEEN_REPLY(NewConntrack.SEEN_REPLY),
    UNSET(0),
    FIXED_TIMEOUT(NewConntrack.FIXED_TIMEOUT),
    EXPECTED(NewConntrack.EXPECTED),
    OFFLOAD(NewConntrack.OFFLOAD),
    HW_OFFLOAD(NewConntrack.HW_OFFLOAD),
    UNREPLIED(0);

    private final int bits;

    Status(int bits) {
      this.bits = bits;
    }
  }

  private void status(String word) {
    Status status = chosen(Status.class, word);
    request.status |= status.bits;
    if (status == Status.UNREPLIED) {
      request.statusUnset |= NewConntrack.SEEN_REPLY;
    }
  }

  private enum Event {
    ALL(7),
    NEW(1),
    UPDATES(2),
    DESTROY(4);

    private final int bits;

    Event(int bits) {
      this.bits = bits;
    }
  }

  private void event(String word) {
    request.events |= chosen(Event.class, word).bits;
  }

  private void output(String word) {
    request.output.add(chosen(Output.class, word));
    if (request.prints(Output.SAVE) && request.output.size() > 1) {
      throw Banner.usage("cannot combine save output with any other output type, use -o save only");
    }
  }

  private void mark(String value) {
    int slash = value.indexOf('/');
    request.mark = (int) number(slash < 0 ? value : value.substring(0, slash));
    request.markMask = slash < 0 ? -1 : (int) number(value.substring(slash + 1));
  }

  /** Labels by number; names need a file that this program does not read. */
  private static int label(String word) {
    int bit = word.matches("[0-9]{1,3}") ? Integer.parseInt(word) : LABELS;
    if (bit >= LABELS) {
      throw Banner.usage("unknown label '" + word + "'");
    }
    return bit;
  }

  private void labels(String value) {
    byte[] octets = new byte[LABELS / 8];
    for (String word : words(value)) {
      int bit = label(word);
      octets[bit / 8] |= (byte) (1 << bit % 8);
    }
    request.labels = Bytes.of(octets);
  }

  private void labelChanges(boolean add, String value) {
    if (request.has(Option.LABEL_ADD) && request.has(Option.LABEL_DEL)) {
      throw Banner.usage("cannot use --label-add and --label-del at the same time");
    }
    boolean all = !add && value.equals("ALL");
    for (String word : all ? List.of("-1") : words(value)) {
      request.labelChanges.add(new LabelChange(add, all ? -1 : label(word)));
    }
  }

  /** An address, a port behind a colon, or both; one of IPv6 in brackets if a port follows. */
  private @Nullable Translated translated(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String address = value;
    int port = 0;
    int bracket = value.indexOf(']');
    boolean v6 = bracket < 0 && value.indexOf(':') != value.lastIndexOf(':');
    int colon = v6 ? -1 : value.indexOf(':', Math.max(bracket, 0));
    if (colon >= 0) {
      String text = value.substring(colon + 1);
      if (text.isEmpty()) {
        throw Banner.usage("No port specified after `:'");
      }
      port = (int) number(text) & 0xffff;
      if (port == 0) {
        throw Banner.usage("Invalid port `" + text + "'");
      }
      address = value.substring(0, colon);
    }
    if (bracket >= 0 && address.startsWith("[")) {
      address = address.substring(1, bracket);
    }
    if (address.isEmpty()) {
      return new Translated(null, port);
    }
    IpAddress parsed = parse(address);
    if (parsed == null) {
      throw Banner.usage("Invalid IP address `" + address + "'");
    }
    family(Arguments.isV4(parsed) ? 4 : 6);
    return new Translated(parsed, port);
  }

  /** What can only be checked once all is read. */
  void finish(@Nullable Protocol protocol) {
    boolean expectation = request.table == Request.Table.EXPECT;
    if (!expectation && request.sourceMask != null && !request.has(Option.ORIG_SRC)) {
      throw Banner.usage("Can't use --mask-src without --src");
    }
    if (!expectation && request.destinationMask != null && !request.has(Option.ORIG_DST)) {
      throw Banner.usage("Can't use --mask-dst without --dst");
    }
    boolean exact =
        switch (request.command) {
          case CREATE, ADD, GET -> true;
          default -> false;
        };
    if (exact && protocol != null) {
      ports(protocol);
    }
  }

  private void ports(Protocol protocol) {
    Half half = request.original.isEmpty() ? request.reply : request.original;
    boolean there = half.sourcePort != null && half.destinationPort != null;
    if (there) {
      return;
    }
    boolean gre = protocol == Protocol.GRE;
    if (protocol.isIcmp()) {
      return;
    }
    if (half == request.original) {
      throw Banner.usage(
          gre
              ? "you have to specify `--srckey' and `--dstkey'"
              : "you have to specify `--sport' and `--dport'");
    }
    throw Banner.usage(
        gre
            ? "you have to specify `--reply-src-key' and `--reply-dst-key'"
            : "you have to specify `--reply-src-port' and `--reply-dst-port'");
  }
}
