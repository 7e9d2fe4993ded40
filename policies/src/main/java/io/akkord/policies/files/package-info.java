/**
 * How a file comes and goes: written whole or not at all, and JSON whose every complaint names file and key. What stands in
 * the files is elsewhere.
 */
@NullMarked
package io.akkord.policies.files;

import org.jspecify.annotations.NullMarked;
