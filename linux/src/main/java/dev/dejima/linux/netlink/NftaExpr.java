package dev.dejima.linux.netlink;

/** The numbers of the expressions' attributes ({@code enum nft_*_attributes}). */
final class NftaExpr {
  static final int NFTA_LIST_ELEM = 1;
  static final int NFTA_EXPR_NAME = 1;
  static final int NFTA_EXPR_DATA = 2;

  static final int NFTA_BITWISE_SREG = 1;
  static final int NFTA_BITWISE_DREG = 2;
  static final int NFTA_BITWISE_LEN = 3;
  static final int NFTA_BITWISE_MASK = 4;
  static final int NFTA_BITWISE_XOR = 5;
  static final int NFTA_BITWISE_OP = 6;
  static final int NFTA_BITWISE_DATA = 7;
  static final int NFTA_BITWISE_SREG2 = 8;
  static final int NFT_BITWISE_MASK_XOR = 0;
  static final int NFT_BITWISE_LSHIFT = 1;
  static final int NFT_BITWISE_RSHIFT = 2;
  static final int NFT_BITWISE_AND = 3;
  static final int NFT_BITWISE_OR = 4;
  static final int NFT_BITWISE_XOR = 5;

  static final int NFTA_BYTEORDER_SREG = 1;
  static final int NFTA_BYTEORDER_DREG = 2;
  static final int NFTA_BYTEORDER_OP = 3;
  static final int NFTA_BYTEORDER_LEN = 4;
  static final int NFTA_BYTEORDER_SIZE = 5;
  static final int NFT_BYTEORDER_NTOH = 0;
  static final int NFT_BYTEORDER_HTON = 1;

  static final int NFTA_CMP_SREG = 1;
  static final int NFTA_CMP_OP = 2;
  static final int NFTA_CMP_DATA = 3;

  /** Of matches and of targets alike. */
  static final int NFTA_COMPAT_NAME = 1;

  static final int NFTA_COMPAT_REV = 2;
  static final int NFTA_COMPAT_INFO = 3;

  static final int NFTA_CONNLIMIT_COUNT = 1;
  static final int NFTA_CONNLIMIT_FLAGS = 2;
  static final int NFT_CONNLIMIT_F_INV = 1;

  static final int NFTA_FLOW_TABLE_NAME = 1;

  static final int NFTA_HASH_SREG = 1;
  static final int NFTA_HASH_DREG = 2;
  static final int NFTA_HASH_LEN = 3;
  static final int NFTA_HASH_MODULUS = 4;
  static final int NFTA_HASH_SEED = 5;
  static final int NFTA_HASH_OFFSET = 6;
  static final int NFTA_HASH_TYPE = 7;
  static final int NFT_HASH_JENKINS = 0;
  static final int NFT_HASH_SYM = 1;

  static final int NFTA_LAST_SET = 1;
  static final int NFTA_LAST_MSECS = 2;
  static final int NFTA_LAST_PAD = 3;

  static final int NFTA_COUNTER_BYTES = 1;
  static final int NFTA_COUNTER_PACKETS = 2;
  static final int NFTA_COUNTER_PAD = 3;

  static final int NFTA_CT_DREG = 1;
  static final int NFTA_CT_KEY = 2;
  static final int NFTA_CT_DIRECTION = 3;
  static final int NFTA_CT_SREG = 4;

  static final int NFTA_DYNSET_SET_NAME = 1;
  static final int NFTA_DYNSET_SET_ID = 2;
  static final int NFTA_DYNSET_OP = 3;
  static final int NFTA_DYNSET_SREG_KEY = 4;
  static final int NFTA_DYNSET_SREG_DATA = 5;
  static final int NFTA_DYNSET_TIMEOUT = 6;
  static final int NFTA_DYNSET_EXPR = 7;
  static final int NFTA_DYNSET_PAD = 8;
  static final int NFTA_DYNSET_FLAGS = 9;
  static final int NFTA_DYNSET_EXPRESSIONS = 10;
  static final int NFT_DYNSET_F_INV = 1;
  static final int NFT_DYNSET_F_EXPR = 2;

  static final int NFTA_EXTHDR_DREG = 1;
  static final int NFTA_EXTHDR_TYPE = 2;
  static final int NFTA_EXTHDR_OFFSET = 3;
  static final int NFTA_EXTHDR_LEN = 4;
  static final int NFTA_EXTHDR_FLAGS = 5;
  static final int NFTA_EXTHDR_OP = 6;
  static final int NFTA_EXTHDR_SREG = 7;
  static final int NFT_EXTHDR_F_PRESENT = 1;

  static final int NFTA_IMMEDIATE_DREG = 1;
  static final int NFTA_IMMEDIATE_DATA = 2;

  static final int NFTA_INNER_NUM = 1;
  static final int NFTA_INNER_TYPE = 2;
  static final int NFTA_INNER_FLAGS = 3;
  static final int NFTA_INNER_HDRSIZE = 4;
  static final int NFTA_INNER_EXPR = 5;

  static final int NFTA_LIMIT_RATE = 1;
  static final int NFTA_LIMIT_UNIT = 2;
  static final int NFTA_LIMIT_BURST = 3;
  static final int NFTA_LIMIT_TYPE = 4;
  static final int NFTA_LIMIT_FLAGS = 5;
  static final int NFTA_LIMIT_PAD = 6;
  static final int NFT_LIMIT_F_INV = 1;

  static final int NFTA_LOG_GROUP = 1;
  static final int NFTA_LOG_PREFIX = 2;
  static final int NFTA_LOG_SNAPLEN = 3;
  static final int NFTA_LOG_QTHRESHOLD = 4;
  static final int NFTA_LOG_LEVEL = 5;
  static final int NFTA_LOG_FLAGS = 6;

  static final int NFTA_LOOKUP_SET = 1;
  static final int NFTA_LOOKUP_SREG = 2;
  static final int NFTA_LOOKUP_DREG = 3;
  static final int NFTA_LOOKUP_SET_ID = 4;
  static final int NFTA_LOOKUP_FLAGS = 5;
  static final int NFT_LOOKUP_F_INV = 1;

  static final int NFTA_MASQ_FLAGS = 1;
  static final int NFTA_MASQ_REG_PROTO_MIN = 2;
  static final int NFTA_MASQ_REG_PROTO_MAX = 3;

  static final int NFTA_META_DREG = 1;
  static final int NFTA_META_KEY = 2;
  static final int NFTA_META_SREG = 3;

  static final int NFTA_NAT_TYPE = 1;
  static final int NFTA_NAT_FAMILY = 2;
  static final int NFTA_NAT_REG_ADDR_MIN = 3;
  static final int NFTA_NAT_REG_ADDR_MAX = 4;
  static final int NFTA_NAT_REG_PROTO_MIN = 5;
  static final int NFTA_NAT_REG_PROTO_MAX = 6;
  static final int NFTA_NAT_FLAGS = 7;
  static final int NFT_NAT_SNAT = 0;
  static final int NFT_NAT_DNAT = 1;

  static final int NFTA_OBJREF_IMM_TYPE = 1;
  static final int NFTA_OBJREF_IMM_NAME = 2;
  static final int NFTA_OBJREF_SET_SREG = 3;
  static final int NFTA_OBJREF_SET_NAME = 4;
  static final int NFTA_OBJREF_SET_ID = 5;

  static final int NFTA_PAYLOAD_DREG = 1;
  static final int NFTA_PAYLOAD_BASE = 2;
  static final int NFTA_PAYLOAD_OFFSET = 3;
  static final int NFTA_PAYLOAD_LEN = 4;
  static final int NFTA_PAYLOAD_SREG = 5;
  static final int NFTA_PAYLOAD_CSUM_TYPE = 6;
  static final int NFTA_PAYLOAD_CSUM_OFFSET = 7;
  static final int NFTA_PAYLOAD_CSUM_FLAGS = 8;

  static final int NFTA_QUOTA_BYTES = 1;
  static final int NFTA_QUOTA_FLAGS = 2;
  static final int NFTA_QUOTA_PAD = 3;
  static final int NFTA_QUOTA_CONSUMED = 4;
  static final int NFT_QUOTA_F_INV = 1;

  static final int NFTA_RANGE_SREG = 1;
  static final int NFTA_RANGE_OP = 2;
  static final int NFTA_RANGE_FROM_DATA = 3;
  static final int NFTA_RANGE_TO_DATA = 4;

  static final int NFTA_REDIR_REG_PROTO_MIN = 1;
  static final int NFTA_REDIR_REG_PROTO_MAX = 2;
  static final int NFTA_REDIR_FLAGS = 3;

  static final int NFTA_REJECT_TYPE = 1;
  static final int NFTA_REJECT_ICMP_CODE = 2;

  static final int NFTA_SYNPROXY_MSS = 1;
  static final int NFTA_SYNPROXY_WSCALE = 2;
  static final int NFTA_SYNPROXY_FLAGS = 3;

  private NftaExpr() {}
}
