package dev.dejima.kernel.conntrack;

/** A message of ctnetlink ({@code IPCTNL_MSG_CT_*}). */
public sealed interface ConntrackMessage permits NewConntrack, DelConntrack, GetConntracks {}
