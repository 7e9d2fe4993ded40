/**
 * HOCON and records: how a section of a file becomes a record of settings and a record becomes a section again, and how
 * every fault on the way is told with its file, line and key. It knows no experiment and no algorithm; what the keys
 * mean is in {@code io.akkord.configs} and in the records themselves.
 */
@NullMarked
package io.akkord.configs.hocon;

import org.jspecify.annotations.NullMarked;
