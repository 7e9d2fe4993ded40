package io.akkord.algorithms.experience;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named weighted means that do not depend on how their rows were cut: each is a sum and a weight, and two are merged by
 * adding both.
 */
public final class Metrics {

    /** A sum over something countable, and how much was counted. */
    public record Mean(double sum, double weight) {

        public double value() {
            return weight == 0 ? Double.NaN : sum / weight;
        }
    }

    private final Map<String, Mean> means = new LinkedHashMap<>();

    /** Adds {@code sum}, taken over {@code weight} things, to the mean called {@code name}. */
    public Metrics add(String name, double sum, double weight) {
        means.merge(name, new Mean(sum, weight), (a, b) -> new Mean(a.sum + b.sum, a.weight + b.weight));
        return this;
    }

    /** Adds one measured value. */
    public Metrics add(String name, double value) {
        return add(name, value, 1);
    }

    public Metrics addAll(Metrics other) {
        other.means.forEach((name, mean) -> add(name, mean.sum, mean.weight));
        return this;
    }

    /** The mean called {@code name}; of nothing where nothing was added to it. */
    public Mean mean(String name) {
        return means.getOrDefault(name, new Mean(0, 0));
    }

    /** Name to mean, in the order in which they first appeared. */
    public Map<String, Double> values() {
        var values = new LinkedHashMap<String, Double>();
        means.forEach((name, mean) -> values.put(name, mean.value()));
        return Collections.unmodifiableMap(values);
    }

    /** Name to sum and weight, as a message carries them. */
    public Map<String, Mean> means() {
        return Collections.unmodifiableMap(means);
    }
}
