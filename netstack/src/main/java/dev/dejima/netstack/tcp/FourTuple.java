package dev.dejima.netstack.tcp;

import dev.dejima.packet.IpAddress;

/** What names a connection; IPv4 addresses stand as such, also on IPv6 sockets. */
record FourTuple(IpAddress local, int localPort, IpAddress remote, int remotePort) {}
