/**
 * The shell line that runs the tools: words, quotes, comments, pipes, lists and background jobs, as
 * in sh(1).
 */
@NullMarked
package dev.dejima.tools.shell;

import org.jspecify.annotations.NullMarked;
