package io.akkord.configs;

import io.akkord.algorithms.workflow.Algorithm;

/**
 * One algorithm of an experiment.
 *
 * @param name unique in its experiment; names the section of its settings
 * @param algorithm with its settings
 * @param iterations walks of the algorithm's workflow
 * @param batch rows of the data in each iteration
 */
public record Stage(String name, Algorithm algorithm, int iterations, int batch) {}
