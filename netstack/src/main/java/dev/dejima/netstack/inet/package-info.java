/** What IPv4 and IPv6 have in common. */
@NullMarked
package dev.dejima.netstack.inet;

import org.jspecify.annotations.NullMarked;
