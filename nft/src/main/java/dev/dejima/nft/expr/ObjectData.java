package dev.dejima.nft.expr;

/**
 * What a stateful object is and keeps ({@code NFTA_OBJ_DATA}). Counters, quotas, limits, limits of
 * connections and SYN proxies have the fields of the expressions of the same names.
 */
public sealed interface ObjectData
    permits Connlimit,
        Counter,
        CtExpectationObject,
        CtHelperObject,
        CtTimeoutObject,
        Limit,
        Quota,
        SecmarkObject,
        Synproxy,
        TunnelObject,
        UnknownObject {
  /** The object's type. */
  default ObjectType objectType() {
    return switch (this) {
      case Connlimit _ -> ObjectType.CONNLIMIT;
      case Counter _ -> ObjectType.COUNTER;
      case CtExpectationObject _ -> ObjectType.CT_EXPECTATION;
      case CtHelperObject _ -> ObjectType.CT_HELPER;
      case CtTimeoutObject _ -> ObjectType.CT_TIMEOUT;
      case Limit _ -> ObjectType.LIMIT;
      case Quota _ -> ObjectType.QUOTA;
      case SecmarkObject _ -> ObjectType.SECMARK;
      case Synproxy _ -> ObjectType.SYNPROXY;
      case TunnelObject _ -> ObjectType.TUNNEL;
      case UnknownObject unknown -> unknown.objectType();
    };
  }
}
