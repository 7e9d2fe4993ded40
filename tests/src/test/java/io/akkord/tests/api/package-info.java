/** What whoever embeds Akkord may rely on: how a run begins and ends, and what it leaves in its directory. */
@NullMarked
package io.akkord.tests.api;

import org.jspecify.annotations.NullMarked;
