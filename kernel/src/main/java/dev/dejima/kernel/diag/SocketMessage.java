package dev.dejima.kernel.diag;

/** A message of sock_diag ({@code SOCK_DIAG_BY_FAMILY}). */
public sealed interface SocketMessage permits GetSockets, SocketEntry {}
