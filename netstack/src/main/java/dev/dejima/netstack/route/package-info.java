/** rtnetlink: requests about links, addresses, routes and neighbours, dumps, and events. */
@NullMarked
package dev.dejima.netstack.route;

import org.jspecify.annotations.NullMarked;
