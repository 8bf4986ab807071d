/** Labs in the words of others: a script of ip, nft and sysctl, and a file of containerlab. */
@NullMarked
package dev.dejima.lab.export;

import org.jspecify.annotations.NullMarked;
