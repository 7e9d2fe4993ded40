package io.akkord.placement.cost;

import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.algorithms.workflow.Workflow;
import io.akkord.placement.model.ModelShape;
import io.akkord.placement.model.Storage;
import java.util.Map;

/**
 * Prices the steps of one workflow under one workload.
 *
 * <p>Time is FLOP over the device's sustained speed. That ranks the steps of an iteration and so orders plans, which is
 * all a planner of a few like devices needs; it flatters generation, where reading the weights for each token and not
 * multiplying with them is the limit of a large device.
 */
public final class StepCost {

    private final Map<Role, ModelShape> shapes;
    private final Storage storage;
    private final Workload workload;
    private final long sequences;
    private final int tokens;

    /**
     * Reads how many sequences of how many tokens the workflow's networks see.
     *
     * @param shapes the shape of every network that {@code workflow} asks or trains
     * @param storage bytes of a parameter
     */
    public StepCost(Workflow workflow, Map<Role, ModelShape> shapes, Storage storage, Workload workload) {
        this.shapes = shapes;
        this.storage = storage;
        this.workload = workload;
        int samples = 1;
        int response = workload.responseTokens();
        for (Step step : workflow.steps()) {
            if (step instanceof Step.Generate generate) {
                samples = generate.sampling().samples();
                response = generate.sampling().maxTokens();
            }
        }
        this.sequences = (long) workload.rows() * workload.sequencesPerRow() * samples;
        this.tokens = workload.promptTokens() + response;
    }

    /** FLOP of the step in one iteration; 0 where no network works. */
    public double flop(Step step) {
        double attended = (tokens + 1) / 2.0;
        double all = (double) sequences * tokens;
        return switch (step) {
            case Step.Generate generate -> all * shape(generate.policy()).forwardFlop(attended);
            case Step.Infer infer -> all * shape(infer.network()).forwardFlop(attended);
            case Step.Train train ->
                train.passes().epochs() * all * shape(train.network()).trainingFlop(attended);
            case Step.Score _, Step.Compute _ -> 0;
        };
    }

    /** Bytes a network holds between its steps: weights, and what its optimiser needs where it is trained. */
    public long residentBytes(Role role, boolean trained) {
        ModelShape shape = shape(role);
        int each = storage.weightBytes() + (trained ? storage.gradientBytes() + storage.optimizerBytes() : 0);
        return shape.parameters() * each;
    }

    /** Bytes a step needs beside the resident ones while it runs: the cache of generation, the activations of training. */
    public long workingBytes(Step step) {
        long decoded = Math.min(sequences, workload.generationRows()) * (long) tokens;
        long trained =
                Math.min(sequences, (long) workload.microBatchRows() * workload.sequencesPerRow()) * (long) tokens;
        return switch (step) {
            case Step.Generate generate ->
                decoded * shape(generate.policy()).cacheNumbersPerToken() * storage.weightBytes();
            case Step.Infer infer -> trained * activationBytesPerToken(shape(infer.network())) / layers(infer);
            case Step.Train train -> trained * activationBytesPerToken(shape(train.network()));
            case Step.Score _, Step.Compute _ -> 0;
        };
    }

    /**
     * What a training pass keeps for each token until it has gone back: ten numbers of the stream's width and three of
     * the SwiGLU's in each block, and the head's output with its log-softmax. An estimate; frameworks differ.
     */
    private long activationBytesPerToken(ModelShape shape) {
        long block = 10L * shape.hidden() + 3L * shape.intermediate();
        return (shape.layers() * block + 2L * (shape.scalar() ? 1 : shape.vocabulary())) * storage.weightBytes();
    }

    /** Without a gradient only one block's activations live at a time. */
    private int layers(Step.Infer infer) {
        return Math.max(1, shape(infer.network()).layers());
    }

    private ModelShape shape(Role role) {
        ModelShape shape = shapes.get(role);
        if (shape == null) {
            throw new IllegalArgumentException("no shape for " + role.key() + " among " + shapes.keySet());
        }
        return shape;
    }
}
