/** That a run which lost a worker, was stopped or was killed ends with the same bytes as one that met no trouble. */
@NullMarked
package io.akkord.tests.faults;

import org.jspecify.annotations.NullMarked;
