/** Connection tracking. */
@NullMarked
package dev.dejima.netstack.netfilter.conntrack;

import org.jspecify.annotations.NullMarked;
