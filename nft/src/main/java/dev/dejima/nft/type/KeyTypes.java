package dev.dejima.nft.type;

import dev.dejima.nft.expr.CtKey;
import dev.dejima.nft.expr.MetaKey;

/** The types of what {@code meta} and {@code ct} load. */
public final class KeyTypes {
  private KeyTypes() {}

  /** The type of a meta key. */
  public static FieldType of(MetaKey key) {
    return switch (key) {
      case LEN, CPU, CGROUP -> FieldType.hostInteger(32);
      case NFTRACE, BRI_BROUTE -> new FieldType(Datatype.INTEGER, 1, true);
      case IBRPVID -> FieldType.hostInteger(16);
      case RANDOM -> new FieldType(Datatype.INTEGER, 32, false);
      case SECMARK -> FieldType.hostInteger(32);
      case PROTOCOL, IBRVPROTO -> FieldType.of(Datatype.ETHER_TYPE);
      case PRIORITY -> FieldType.of(Datatype.CLASSID);
      case MARK -> FieldType.of(Datatype.MARK);
      case IIF, OIF, SDIF -> FieldType.of(Datatype.IFACE_INDEX);
      case IIFNAME, OIFNAME, IBRNAME, OBRNAME, IIFKIND, OIFKIND, SDIFNAME ->
          FieldType.of(Datatype.IFNAME);
      case IIFTYPE, OIFTYPE -> FieldType.of(Datatype.IFACE_TYPE);
      case SKUID -> FieldType.of(Datatype.UID);
      case SKGID -> FieldType.of(Datatype.GID);
      case RTCLASSID -> FieldType.of(Datatype.REALM);
      case NFPROTO -> FieldType.of(Datatype.NF_PROTO);
      case L4PROTO -> FieldType.of(Datatype.INET_PROTO);
      case PKTTYPE -> FieldType.of(Datatype.PKT_TYPE);
      case IIFGROUP, OIFGROUP -> FieldType.of(Datatype.DEVGROUP);
      case SECPATH -> new FieldType(Datatype.BOOLEAN, 8, true);
      case TIME_NS -> FieldType.of(Datatype.META_TIME);
      case TIME_DAY -> FieldType.of(Datatype.DAY);
      case TIME_HOUR -> FieldType.of(Datatype.HOUR);
    };
  }

  /** The type of a ct key. */
  public static FieldType of(CtKey key) {
    return switch (key) {
      case STATE -> FieldType.of(Datatype.CT_STATE);
      case DIRECTION -> FieldType.of(Datatype.CT_DIR);
      case STATUS -> FieldType.of(Datatype.CT_STATUS);
      case MARK -> FieldType.of(Datatype.MARK);
      case SECMARK -> FieldType.hostInteger(32);
      case EXPIRATION -> new FieldType(Datatype.TIME, 32, true);
      case HELPER -> new FieldType(Datatype.STRING, 128, false);
      case L3PROTOCOL -> FieldType.of(Datatype.NF_PROTO);
      case SRC, DST -> new FieldType(Datatype.INVALID, 128, false);
      case PROTOCOL -> FieldType.of(Datatype.INET_PROTO);
      case PROTO_SRC, PROTO_DST -> FieldType.of(Datatype.INET_SERVICE);
      case LABELS -> FieldType.of(Datatype.CT_LABEL);
      case PKTS, BYTES, AVGPKT -> FieldType.hostInteger(64);
      case ZONE -> FieldType.hostInteger(16);
      case EVENTMASK -> FieldType.of(Datatype.CT_EVENT);
      case SRC_IP, DST_IP -> FieldType.of(Datatype.IPV4_ADDR);
      case SRC_IP6, DST_IP6 -> FieldType.of(Datatype.IPV6_ADDR);
      case ID -> new FieldType(Datatype.INTEGER, 32, false);
    };
  }
}
