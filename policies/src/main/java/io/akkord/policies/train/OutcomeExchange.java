package io.akkord.policies.train;

import io.akkord.algorithms.experience.Metrics;
import io.akkord.policies.parallel.Collective;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.tensor.ElementType;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;

/**
 * Tells every rank what the step came to.
 *
 * <p>The first slice of the last stage knows its copy's loss and metrics. These have names that no other rank may have heard
 * of, so they are written as numbers, one copy's behind the other's, and added to everyone's zeros.
 */
final class OutcomeExchange {

    private static final int SQUARES = 0;
    private static final int LOSS = 1;
    private static final int UNWANTED = 2;
    private static final int LENGTHS = 3;

    private OutcomeExchange() {}

    /**
     * The outcome of all ranks, merged in the order of the copies.
     *
     * @param norm 2-norm of those gradients that this rank counts
     * @param unwanted whether this rank has been told to stop
     * @throws CancellationException on every rank if any has been told to stop
     */
    static StepOutcome exchange(Collective all, Shard shard, StepLoss loss, double norm, boolean unwanted) {
        boolean tells = shard.isLast() && shard.slice() == 0;
        double[] page = tells ? page(loss.metrics()) : new double[0];
        var totals = new double[LENGTHS + shard.parallelism().data()];
        totals[SQUARES] = norm * norm;
        totals[LOSS] = tells ? loss.value() : 0;
        totals[UNWANTED] = unwanted ? 1 : 0;
        totals[LENGTHS + shard.copy()] = page.length;
        totals = sum(all, totals);
        if (totals[UNWANTED] > 0) {
            throw new CancellationException("a rank of the network has been told to stop");
        }

        int length = 0;
        int start = 0;
        for (int copy = 0; copy < totals.length - LENGTHS; copy++) {
            start = copy == shard.copy() ? length : start;
            length += (int) totals[LENGTHS + copy];
        }
        var pages = new double[length];
        System.arraycopy(page, 0, pages, start, page.length);
        Metrics metrics = read(length == 0 ? pages : sum(all, pages));
        return new StepOutcome(totals[LOSS], Math.sqrt(totals[SQUARES]), metrics);
    }

    private static double[] sum(Collective all, double[] numbers) {
        try (var scope = new Scope()) {
            Tensor tensor = scope.of(Precision.FLOAT64, numbers);
            all.allReduce(tensor.memory(), ElementType.FLOAT64);
            return tensor.doubles();
        }
    }

    private static double[] page(Metrics metrics) {
        var page = new ArrayList<Double>();
        metrics.means().forEach((name, mean) -> {
            page.add((double) name.length());
            name.chars().forEach(letter -> page.add((double) letter));
            page.add(mean.sum());
            page.add(mean.weight());
        });
        return page.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Metrics read(double[] pages) {
        var metrics = new Metrics();
        for (int at = 0; at < pages.length; ) {
            var name = new StringBuilder();
            int end = at + 1 + (int) pages[at];
            for (at++; at < end; at++) {
                name.append((char) pages[at]);
            }
            metrics.add(name.toString(), pages[at++], pages[at++]);
        }
        return metrics;
    }
}
