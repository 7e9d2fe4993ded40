/** That a workflow is data: any algorithm runs without the runtime knowing it, and what is ready runs together. */
@NullMarked
package io.akkord.tests.workflow;

import org.jspecify.annotations.NullMarked;
