package dev.dejima.lab.file;

import dev.dejima.lab.Interface;
import dev.dejima.lab.InterfaceKind;
import dev.dejima.lab.InterfaceKind.BridgePort;
import dev.dejima.lab.Option;
import dev.dejima.packet.IpAddress;
import dev.dejima.packet.MacAddress;
import dev.dejima.packet.Prefix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the interfaces of a node. */
final class InterfaceReader {
  private static final Pattern NAME = Pattern.compile("[^\\s/:]{1,15}");
  private static final List<String> SWITCHES =
      List.of("promisc", "allmulticast", "multicast", "arp");
  private static final List<String> ADDRESS_WORDS =
      List.of(
          "peer",
          "scope",
          "broadcast",
          "label",
          "nodad",
          "noprefixroute",
          "optimistic",
          "valid_lft",
          "preferred_lft");
  private static final List<String> ADDRESS_FLAGS = List.of("nodad", "noprefixroute", "optimistic");

  private final Mistakes mistakes;
  private final Values values;

  InterfaceReader(Mistakes mistakes) {
    this.mistakes = mistakes;
    this.values = new Values(mistakes);
  }

  Interface device(Yaml.Text name, Yaml value) {
    if (!NAME.matcher(name.text()).matches() || name.text().equals("lo")) {
      mistakes.add(
          name.place(),
          "'%s' cannot be an interface's name, expected 1 to 15 characters without blank, slash or"
                  .formatted(name.text())
              + " colon, and not lo");
    }
    if (!(value instanceof Yaml.Fields)) {
      return Interface.cable(name.text(), addresses(name, value), name.place());
    }
    return Section.of(
            value, "interface '" + name.text() + "'", Vocabulary.keys("interface"), mistakes)
        .map(section -> device(name, section))
        .orElseGet(() -> Interface.cable(name.text(), List.of(), name.place()));
  }

  private Interface device(Yaml.Text name, Section section) {
    List<Interface.Address> addresses =
        section.optional("addresses").map(list -> addresses(name, list)).orElse(List.of());
    boolean up =
        section.oneOf("state", List.of("up", "down")).map(word -> word.equals("up")).orElse(true);
    return new Interface(
        name.text(),
        kind(section),
        section.optional("mac").flatMap(this::mac).orElse(null),
        section.number("mtu", 68, 65535).orElse(null),
        up,
        options(section),
        addresses,
        name.place());
  }

  private List<Option> options(Section section) {
    List<Option> options = new ArrayList<>();
    for (String word : SWITCHES) {
      section
          .optional(word)
          .flatMap(value -> section.flag(value, word))
          .ifPresent(on -> options.add(new Option(word, on ? "on" : "off")));
    }
    section
        .number("txqueuelen", 0, Integer.MAX_VALUE)
        .ifPresent(length -> options.add(new Option("txqueuelen", length.toString())));
    return options;
  }

  private Optional<MacAddress> mac(Yaml value) {
    try {
      return Optional.of(MacAddress.parse(value instanceof Yaml.Text text ? text.text() : ""));
    } catch (IllegalArgumentException e) {
      mistakes.add(
          value.place(),
          "%s is no link-layer address, expected one as in 02:00:00:00:00:01"
              .formatted(value.kind()));
      return Optional.empty();
    }
  }

  private InterfaceKind kind(Section section) {
    String type =
        section.optionalWord("type", "bridge, vlan, dummy").map(Yaml.Text::text).orElse("veth");
    only(section, "ports", "bridge", type);
    only(section, "link", "vlan", type);
    only(section, "id", "vlan", type);
    List<Option> options = section.optional("options").map(this::words).orElse(List.of());
    return switch (type) {
      case "veth" -> InterfaceKind.Cable.CABLE;
      case "bridge" ->
          new InterfaceKind.Bridge(
              section.optional("ports").map(this::ports).orElse(List.of()), options);
      case "vlan" ->
          new InterfaceKind.Vlan(
              section
                  .word("link", "the interface that its frames pass")
                  .map(Yaml.Text::text)
                  .orElse(""),
              section.required("id", "a number").isEmpty()
                  ? 0
                  : section.number("id", 0, 4094).orElse(0),
              options);
      default -> new InterfaceKind.Other(type);
    };
  }

  private void only(Section section, String key, String wanted, String type) {
    if (section.has(key) && !type.equals(wanted)) {
      mistakes.add(
          section.keyPlace(key),
          "'%s' is for interfaces of type %s, and this is of type %s".formatted(key, wanted, type));
    }
  }

  private List<BridgePort> ports(Yaml value) {
    List<BridgePort> ports = new ArrayList<>();
    if (value instanceof Yaml.Fields fields) {
      for (Yaml.Field field : Section.unique(fields, mistakes).fields()) {
        boolean bare = field.value() instanceof Yaml.Text text && text.isEmpty();
        List<Option> options = bare ? List.of() : words(field.value());
        ports.add(new BridgePort(field.key().text(), options, field.key().place()));
      }
      return ports;
    }
    for (Yaml.Text port : Section.texts(value, "the name of an interface", mistakes)) {
      ports.add(new BridgePort(port.text(), List.of(), port.place()));
    }
    return ports;
  }

  private List<Option> words(Yaml value) {
    List<Option> options = new ArrayList<>();
    if (!(value instanceof Yaml.Fields fields)) {
      mistakes.add(value.place(), "the options are %s, expected a mapping".formatted(value.kind()));
      return options;
    }
    for (Yaml.Field field : Section.unique(fields, mistakes).fields()) {
      if (field.value() instanceof Yaml.Text text && !text.isEmpty()) {
        options.add(new Option(field.key().text(), text.text()));
      } else {
        mistakes.add(
            field.value().place(),
            "option '%s' is %s, expected its value"
                .formatted(field.key().text(), field.value().kind()));
      }
    }
    return options;
  }

  private List<Interface.Address> addresses(Yaml.Text name, Yaml value) {
    List<Interface.Address> addresses = new ArrayList<>();
    List<Yaml> items =
        switch (value) {
          case Yaml.Items list -> list.items();
          case Yaml.Text text when text.isEmpty() -> List.of();
          case Yaml.Text text -> List.of(text);
          case Yaml.Fields fields -> List.of(fields);
        };
    for (Yaml item : items) {
      if (item instanceof Yaml.Text text) {
        address(text).ifPresent(addresses::add);
      } else {
        mistakes.add(
            item.place(),
            "interface '%s' has %s, expected an address or a list of them"
                .formatted(name.text(), item.kind()));
      }
    }
    return addresses;
  }

  /** An address, in the words of {@code ip address add}. */
  private Optional<Interface.Address> address(Yaml.Text text) {
    List<String> words = new ArrayList<>(Arrays.asList(text.text().strip().split("\\s+")));
    String first = words.removeFirst();
    @Nullable String peer = null;
    List<Option> options = new ArrayList<>();
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      boolean flag = ADDRESS_FLAGS.contains(word);
      if (!ADDRESS_WORDS.contains(word) || (!flag && words.isEmpty())) {
        mistakes.addUnknown(
            text.place(),
            "'%s' is no address, expected ADDRESS/LENGTH and words of ip address add: %s"
                .formatted(text.text(), String.join(", ", ADDRESS_WORDS)),
            word,
            ADDRESS_WORDS);
        return Optional.empty();
      }
      String operand = flag ? "" : words.removeFirst();
      if (word.equals("peer")) {
        peer = operand;
      } else {
        options.add(new Option(word, operand));
      }
    }
    return peer == null
        ? values
            .interfaceAddress(text.with(first))
            .map(prefix -> new Interface.Address(prefix, null, options, text.place()))
        : peer(text, first, peer, options);
  }

  private Optional<Interface.Address> peer(
      Yaml.Text text, String local, String peer, List<Option> options) {
    Optional<IpAddress> address = values.address(text.with(local.replaceFirst("/.*", "")));
    Optional<Prefix> other =
        peer.contains("/")
            ? values.interfaceAddress(text.with(peer))
            : values.address(text.with(peer)).map(ip -> new Prefix(ip, ip.bits()));
    return address.flatMap(
        ip ->
            other.map(
                prefix ->
                    new Interface.Address(
                        new Prefix(ip, prefix.length()), prefix.address(), options, text.place())));
  }
}
