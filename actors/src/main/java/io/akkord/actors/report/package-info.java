/**
 * What did this run do, and how much better is the model? One self-contained {@code report.html} made from the files of a
 * run directory, with nothing to load from elsewhere and no script. Writing those files is {@code actors.metrics}' part.
 */
@NullMarked
package io.akkord.actors.report;

import org.jspecify.annotations.NullMarked;
