package dev.dejima.nft.expr;

/**
 * What an expression of its own loads into a register beside the packet's octets: of routes, of
 * sockets, of transforms, of the sender's operating system, or a number made for the packet.
 */
public sealed interface Source permits Fib, Numgen, Osf, Rt, Socket, Symhash, Tunnel, Xfrm {}
