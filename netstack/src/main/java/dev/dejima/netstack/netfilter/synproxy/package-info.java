/**
 * The SYN proxy ({@code nf_synproxy_core.c}): it answers SYN segments in a server's stead, and lets
 * a connection through to the server once the client has shown that it is there.
 *
 * <p>The client is answered by a cookie: a sequence number that holds the client's MSS, and by
 * which the proxy knows its acknowledgement without having kept anything. That acknowledgement
 * becomes a SYN to the server. When the server answers, the proxy acknowledges to it, and opens the
 * client's window; from then on connection tracking moves sequence numbers and the proxy timestamps
 * by what the server's differ from the cookie's.
 */
@NullMarked
package dev.dejima.netstack.netfilter.synproxy;

import org.jspecify.annotations.NullMarked;
