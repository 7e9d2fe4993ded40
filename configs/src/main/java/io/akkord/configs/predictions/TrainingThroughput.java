package io.akkord.configs.predictions;

import io.akkord.algorithms.UserError;
import io.akkord.configs.ClusterReader;
import io.akkord.configs.hocon.Keys;
import io.akkord.configs.rows.CsvRow;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.Pricing;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.Software;
import io.akkord.placement.cost.Work;
import io.akkord.placement.model.Family;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pre-training as Megatron-LM reports it: FLOP/s of a device, by the model's formula.
 *
 * <p>Narayanan et al. 2021, table 1 and equation 3: {@code 96 B s l h^2 (1 + s / 6h + V / 16lh)} FLOP an iteration, the
 * forward pass counted twice where it is computed again. As in that paper, attention is not fused, nothing is cut by tokens,
 * and every copy has a whole optimiser.
 */
record TrainingThroughput() implements PublishedTable {

    private static final List<String> NEEDED = List.of(
            "hardware",
            "model",
            "hidden",
            "heads",
            "layers",
            "vocab",
            "seq",
            "tp",
            "pp",
            "dp",
            "micro_batch",
            "virtual_stages",
            "gpus",
            "global_batch",
            "recompute");

    @Override
    public String unit() {
        return "TFLOP/s";
    }

    @Override
    public List<String> needed() {
        return NEEDED;
    }

    @Override
    public List<String> others() {
        return List.of("tflops_per_gpu", "percent_of_peak");
    }

    @Override
    public Prediction predict(CsvRow row) {
        ModelShape shape = shape(row);
        Parallelism cut = cut(row);
        int chunks = row.count("virtual_stages");
        if ((long) cut.pipeline() * chunks > shape.layers()) {
            throw row.fault("pp", "times virtual_stages must be at most layers, " + shape.layers());
        }
        int devices = cut.ranks();
        Recompute recompute = recompute(row);
        int batch = row.count("global_batch");
        int tokens = row.count("seq");
        double seconds = new Pricing(cluster(row, devices), Storage.mixed())
                .price(
                        new Work.Training(batch, tokens, 1, 1),
                        shape,
                        new Layout(Mesh.of(0, devices), cut),
                        new Execution(row.count("micro_batch"), chunks, recompute, Software.PLAIN))
                .seconds();
        double flop = (recompute == Recompute.FULL ? 4 : 3) * forwardFlop(shape, batch, tokens);
        return new Prediction(
                row, row.text("model"), flop / seconds / devices / 1e12, row.measurement("tflops_per_gpu"));
    }

    private static Parallelism cut(CsvRow row) {
        int data = row.count("dp");
        int tensor = row.count("tp");
        int pipeline = row.count("pp");
        double ranks = (double) data * tensor * pipeline;
        if (ranks != row.count("gpus")) {
            throw row.fault(
                    "gpus", String.format(Locale.ROOT, "must be tp x pp x dp, %.0f, was %s", ranks, row.text("gpus")));
        }
        return new Parallelism(data, tensor, pipeline);
    }

    /** A fourth of the paper's equation 3, which counts every score, not only those that the mask leaves. */
    private static double forwardFlop(ModelShape shape, int batch, int tokens) {
        double h = shape.hidden();
        double l = shape.layers();
        return 24.0 * batch * tokens * l * h * h * (1 + tokens / (6 * h) + shape.vocabulary() / (16 * l * h));
    }

    private static ModelShape shape(CsvRow row) {
        int hidden = row.count("hidden");
        int heads = row.count("heads");
        if (hidden % heads != 0) {
            throw row.fault("heads", "must divide hidden, " + hidden + ", was " + heads);
        }
        return new ModelShape(
                Family.GPT,
                row.count("vocab"),
                hidden,
                row.count("layers"),
                heads,
                heads,
                hidden / heads,
                4 * hidden,
                row.count("seq"),
                true,
                false);
    }

    private static Cluster cluster(CsvRow row, int devices) {
        String name = row.text("hardware");
        List<String> known = ClusterReader.names();
        if (!known.contains(name)) {
            throw row.fault("hardware", "must be a cluster, was \"" + name + "\"; " + Keys.suggestion(name, known));
        }
        try {
            return new ClusterReader(Path.of("")).read(name, devices);
        } catch (UserError tooMany) {
            throw row.fault("gpus", "does not fit: " + tooMany.getMessage());
        }
    }

    private static Recompute recompute(CsvRow row) {
        String key = row.text("recompute");
        return Arrays.stream(Recompute.values())
                .filter(choice -> choice.key().equals(key))
                .findFirst()
                .orElseThrow(() -> row.fault("recompute", "must be none, selective or full, was \"" + key + "\""));
    }
}
