/** That numbers do not depend on how the work was cut, and that a long run holds no more memory than a short one. */
@NullMarked
package io.akkord.tests.numerics;

import org.jspecify.annotations.NullMarked;
