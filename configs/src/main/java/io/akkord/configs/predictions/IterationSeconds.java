package io.akkord.configs.predictions;

import io.akkord.configs.ClusterReader;
import io.akkord.configs.rows.CsvRow;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Pricing;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.cost.Work;
import io.akkord.placement.model.KnownModels;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Iterations of PPO as ReaL measured them: seconds, under its Megatron heuristic.
 *
 * <p>Mei et al. 2024 (2406.14088): Llama 2 on A100 80 GB, every response as long as its limit, and every call on all
 * devices, one after the other, tensor parallel over the eight of a node and pipelined over nodes. A pipeline has as many
 * micro-batches as stages, twice as many where it trains, and the way forward is computed again. The updates of an
 * iteration are not published with the measurements: eight are taken because they fit best of 1, 4 and 8 (5.4, 4.8 and
 * 3.1 % with the constants fitted anew each time), so they are a fitted number too; ReaL's example scripts have four,
 * HybridFlow (2409.19256) has eight. Plans of
 * other systems are not published, so nothing is predicted for them.
 */
record IterationSeconds() implements PublishedTable {

    private static final String CLUSTER = "a100-80g";
    private static final String HEURISTIC = "ReaL-Heuristic";
    private static final int NODE_DEVICES = 8;
    private static final int UPDATES = 8;

    /** As many nodes as the shallowest network has blocks, since each is a stage. */
    private static final int MOST_DEVICES = 32 * NODE_DEVICES;

    @Override
    public String unit() {
        return "s";
    }

    @Override
    public List<String> needed() {
        return List.of(
                "case",
                "actor_B",
                "ref_B",
                "critic_B",
                "reward_B",
                "n_gpus",
                "batch",
                "prompt_len",
                "gen_len",
                "system");
    }

    @Override
    public List<String> others() {
        return List.of("petaflop_per_iter", "pflops_from_svg", "sec_per_iter");
    }

    @Override
    public Prediction predict(CsvRow row) {
        String label = row.text("case") + " " + row.text("actor_B") + "B+" + row.text("critic_B") + "B, "
                + row.text("n_gpus") + " GPUs, " + row.text("batch") + " x " + row.text("gen_len") + ", "
                + row.text("system");
        @Nullable Double predicted = row.text("system").equals(HEURISTIC) ? new Iteration(row).seconds() : null;
        return new Prediction(row, label, predicted, row.measurement("sec_per_iter"));
    }

    /** One iteration of a row. */
    private static final class Iteration {

        private final CsvRow row;
        private final Layout layout;
        private final Pricing pricing;
        private final int batch;
        private final int prompt;
        private final int response;

        Iteration(CsvRow row) {
            this.row = row;
            int devices = row.count("n_gpus");
            if (devices % NODE_DEVICES != 0 || devices > MOST_DEVICES) {
                throw row.fault(
                        "n_gpus",
                        "must be whole nodes of " + NODE_DEVICES + ", at most " + MOST_DEVICES + " in all, was "
                                + devices);
            }
            this.layout = new Layout(Mesh.of(0, devices), new Parallelism(1, NODE_DEVICES, devices / NODE_DEVICES));
            this.pricing = new Pricing(new ClusterReader(Path.of("")).read(CLUSTER, devices), Storage.mixed());
            this.batch = row.count("batch");
            this.prompt = row.count("prompt_len");
            this.response = row.count("gen_len");
        }

        double seconds() {
            ModelShape actor = shape("actor_B");
            ModelShape critic = shape("critic_B").scored();
            return generation(actor)
                    + inference(shape("ref_B"))
                    + inference(shape("reward_B").scored())
                    + inference(critic)
                    + training(actor)
                    + training(critic);
        }

        private double generation(ModelShape shape) {
            var work = new Work.Generation(batch, prompt, response, ResponseLengths.FULL, List.of());
            return price(work, shape, batch, Recompute.NONE);
        }

        private double inference(ModelShape shape) {
            return price(new Work.Inference(batch, prompt + response), shape, batch / stages(), Recompute.NONE);
        }

        private double training(ModelShape shape) {
            int microBatches = stages() == 1 ? 1 : 2 * stages();
            var work = new Work.Training(batch, prompt + response, 1, UPDATES);
            return price(work, shape, batch / UPDATES / microBatches, Recompute.FULL);
        }

        private double price(Work work, ModelShape shape, int rows, Recompute recompute) {
            return pricing.price(work, shape, layout, Execution.of(Math.max(1, rows), recompute))
                    .seconds();
        }

        private int stages() {
            return layout.parallelism().pipeline();
        }

        private ModelShape shape(String column) {
            return KnownModels.find("llama-2-" + row.count(column) + "b")
                    .orElseThrow(() ->
                            row.fault(column, "must be a size of Llama 2, 7, 13, 34 or 70, was " + row.text(column)));
        }
    }
}
