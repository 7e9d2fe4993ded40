/**
 * Everything an experiment is, read from disk: its settings, its rows and its recipes, checked whole before anything
 * starts. Models are named here and read in {@code policies}; what runs when is decided in {@code actors}.
 */
@NullMarked
package io.akkord.configs;

import org.jspecify.annotations.NullMarked;
