/**
 * Programs that read lines and write some of them: grep, head, tail, wc, sort, uniq, cut, tr, with
 * the options that scripts use most, in the C locale. What an option is not known to them, they
 * say.
 */
@NullMarked
package dev.dejima.tools.filter;

import org.jspecify.annotations.NullMarked;
