/**
 * Whether our numbers are those that other projects published: their functions in terms of ours, a file for each family, and
 * the count of what agrees. Where a published number encodes a fault, it is passed over with the reason, never copied.
 */
@NullMarked
package io.akkord.configs.conformance;

import org.jspecify.annotations.NullMarked;
