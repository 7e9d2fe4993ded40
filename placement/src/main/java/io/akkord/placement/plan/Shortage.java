package io.akkord.placement.plan;

import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import java.util.List;
import java.util.Locale;

/** Says how much is missing where nothing fits. */
final class Shortage {

    private Shortage() {}

    /** Where one call fits on no mesh by itself. */
    static String ofCall(Call call, Cluster cluster, Prices prices, List<Mesh> meshes) {
        long least = Long.MAX_VALUE;
        Layout best = null;
        for (Mesh mesh : meshes) {
            for (int tensor = 1; tensor <= mesh.size(); tensor *= 2) {
                for (int pipeline = 1; mesh.size() % tensor == 0 && pipeline <= mesh.size() / tensor; pipeline *= 2) {
                    if (mesh.size() / tensor % pipeline == 0) {
                        var layout =
                                new Layout(mesh, new Parallelism(mesh.size() / tensor / pipeline, tensor, pipeline));
                        long needs = needs(call, layout, prices);
                        if (needs < least) {
                            least = needs;
                            best = layout;
                        }
                    }
                }
            }
        }
        if (best == null) {
            return call.name() + " can be cut over no set of the "
                    + cluster.devices().size() + " devices of cluster " + cluster.name()
                    + ": its heads, layers and rows divide by none; try another number of devices";
        }
        return call.name() + " fits nowhere in cluster " + cluster.name() + ": at best, "
                + missing(best, least, cluster);
    }

    /** Where one call does not fit the layout that is given. */
    static String ofCall(Call call, Cluster cluster, Prices prices, Layout given) {
        return call.name() + " does not fit as plan.layouts wants it: "
                + missing(given, needs(call, given, prices), cluster);
    }

    private static String missing(Layout layout, long needs, Cluster cluster) {
        long has = cluster.devices().get(layout.mesh().device(0)).memoryBytes();
        return "cut " + layout.parallelism() + " (data x tensor x pipeline), it needs " + bytes(needs)
                + " of each device, which has " + bytes(has) + ": " + bytes(needs - has)
                + " too much; more or larger devices, a smaller model or shorter sequences would fit";
    }

    private static long needs(Call call, Layout layout, Prices prices) {
        long needs = 0;
        for (Step step : call.steps()) {
            needs = Math.max(
                    needs,
                    prices.executions(step, layout.parallelism()).stream()
                            .mapToLong(execution -> prices.price(step, layout, execution)
                                    .memory()
                                    .totalBytes())
                            .min()
                            .orElse(Long.MAX_VALUE));
        }
        return needs;
    }

    /** Where each call fits and all together do not. */
    static String of(Workflow workflow, Cluster cluster, PlanProblem.Evaluation nearest, List<Mesh> meshes) {
        long worst = 0;
        long limit = 0;
        for (Filling filling : Filling.of(nearest, meshes, cluster)) {
            if (filling.bytes() - filling.limit() > worst - limit || worst == 0) {
                worst = filling.bytes();
                limit = filling.limit();
            }
        }
        return "no placement of " + workflow.name() + "'s networks fits cluster " + cluster.name()
                + ": the best found needs "
                + bytes(worst) + " of a device that has " + bytes(limit) + ": " + bytes(worst - limit)
                + " too much; smaller models, a smaller batch, or more or larger devices would fit";
    }

    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        for (; size >= 1024 && unit < 4; unit++) {
            size /= 1024;
        }
        return String.format(
                Locale.ROOT,
                unit == 0 ? "%.0f %s" : "%.1f %s",
                size,
                List.of("B", "KiB", "MiB", "GiB", "TiB").get(unit));
    }
}
