package dev.dejima.kernel.netfilter;

/** A message of {@code nfnetlink_queue} ({@code NFQNL_MSG_*}). */
public sealed interface QueueMessage permits ConfigureQueue, QueuedPacket, PacketVerdict {}
