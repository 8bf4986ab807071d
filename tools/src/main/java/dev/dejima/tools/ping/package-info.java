/** The command {@code ping} of iputils. */
@NullMarked
package dev.dejima.tools.ping;

import org.jspecify.annotations.NullMarked;
