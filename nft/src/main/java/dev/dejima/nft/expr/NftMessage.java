package dev.dejima.nft.expr;

/**
 * A message of nf_tables ({@code enum nf_tables_msg_types}). One record serves as request, as
 * answer of a dump and as event; what only the kernel can know (handles, use counts) is 0 in a
 * request.
 */
public sealed interface NftMessage
    permits NewTable,
        DelTable,
        GetTables,
        NewChain,
        DelChain,
        GetChains,
        NewRule,
        DelRule,
        GetRules,
        NewSet,
        DelSet,
        GetSets,
        NewSetElements,
        DelSetElements,
        GetSetElements,
        NewObject,
        DelObject,
        GetObjects,
        NewFlowtable,
        DelFlowtable,
        GetFlowtables,
        NewGeneration,
        GetGeneration,
        GetHooks,
        HookFunction,
        TraceEvent {
  /** The family of the table that the message is about. */
  Family family();
}
