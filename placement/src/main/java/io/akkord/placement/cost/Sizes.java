package io.akkord.placement.cost;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.model.ModelShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sizes each step of a workflow by the rows it reads.
 *
 * <p>Rows follow the columns: a source has what the workload says, generation multiplies them by its samples, and whatever
 * is computed of columns has as many rows as the longest of them, since rows are at most put into other words.
 */
public final class Sizes {

    /** Rows of a column, and tokens of one. */
    private record Extent(long sequences, int tokens) {

        Extent larger(Extent other) {
            return new Extent(Math.max(sequences, other.sequences), Math.max(tokens, other.tokens));
        }
    }

    private final Workload workload;
    private final ResponseLengths lengths;
    private final Map<Role, ModelShape> shapes;
    private final Map<Column<?>, Extent> extents = new HashMap<>();
    private final Map<String, Work> works = new HashMap<>();

    /**
     * Reads a workflow.
     *
     * @param shapes the shape of each network that takes part in the work of another; others may be missing
     * @param lengths of responses, each cut off at the limit of the step that writes it
     */
    public Sizes(Workflow workflow, Map<Role, ModelShape> shapes, Workload workload, ResponseLengths lengths) {
        this.workload = workload;
        this.lengths = lengths;
        this.shapes = shapes;
        workflow.steps().forEach(this::size);
    }

    /** What the step asks of its network; empty where no network works. */
    public Optional<Work> of(Step step) {
        return Optional.ofNullable(works.get(step.name()));
    }

    private void size(Step step) {
        switch (step) {
            case Step.Generate generate -> {
                Extent read =
                        extents.getOrDefault(generate.from(), new Extent(sourceSequences(), workload.promptTokens()));
                int limit = generate.sampling().maxTokens();
                long responses = read.sequences() * generate.sampling().samples();
                works.put(step.name(), new Work.Generation(responses, read.tokens(), limit, lengths, guests(generate)));
                int tokens = read.tokens() + (int) Math.ceil(lengths.mean(limit));
                extents.put(generate.yields(), new Extent(responses, tokens));
            }
            case Step.Infer infer -> {
                Extent read = extent(List.of(infer.from()));
                works.put(step.name(), new Work.Inference(read.sequences(), read.tokens()));
                extents.put(infer.yields(), read);
            }
            case Step.Train train -> {
                Extent read = extent(List.of(train.rows()));
                var passes = train.passes();
                works.put(
                        step.name(),
                        new Work.Training(read.sequences(), read.tokens(), passes.epochs(), passes.updates()));
            }
            case Step.Score _, Step.Compute _ -> {
                Extent read = extent(step.inputs());
                step.outputs().forEach(column -> extents.put(column, read));
            }
        }
    }

    private List<ModelShape> guests(Step.Generate generate) {
        return generate
                .guest()
                .map(role -> Optional.ofNullable(shapes.get(role))
                        .orElseThrow(() -> new IllegalArgumentException("no shape for " + role.key())))
                .stream()
                .toList();
    }

    private long sourceSequences() {
        return (long) workload.rows() * workload.sequencesPerRow();
    }

    private Extent extent(List<Column<?>> columns) {
        var source = new Extent(sourceSequences(), workload.promptTokens() + workload.responseTokens());
        return columns.stream()
                .filter(column -> !column.isCarried())
                .map(column -> extents.getOrDefault(column, source))
                .reduce(Extent::larger)
                .orElse(source);
    }
}
