package dev.dejima.netstack.socket;

import dev.dejima.netstack.PacketPool;
import dev.dejima.netstack.inet.Internets;
import dev.dejima.netstack.link.Links;
import dev.dejima.netstack.sched.EventLoop;

/** What datagram sockets need from the namespace they stand in. */
public record SocketHost(
    EventLoop loop, PacketPool packets, Links links, Ports ports, Internets internets) {}
