/**
 * Messages about links, addresses, routes and neighbours ({@code linux/rtnetlink.h}), as records.
 * One record serves as request, as answer of a dump and as event; a field that is absent in a
 * request has not been given.
 */
@NullMarked
package dev.dejima.kernel.rtnetlink;

import org.jspecify.annotations.NullMarked;
