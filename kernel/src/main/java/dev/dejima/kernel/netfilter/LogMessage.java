package dev.dejima.kernel.netfilter;

/** A message of {@code nfnetlink_log} ({@code NFULNL_MSG_*}). */
public sealed interface LogMessage permits ConfigureLog, LoggedPacket {}
