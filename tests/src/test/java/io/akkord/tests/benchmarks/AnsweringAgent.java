package io.akkord.tests.benchmarks;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.Holding;
import io.akkord.actors.node.ModelWorker;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.StageWork;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.ColumnContent;
import io.akkord.algorithms.experience.Ending;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Step;
import io.akkord.policies.parallel.Shard;
import io.akkord.policies.weights.DType;
import io.akkord.policies.weights.HostTensor;
import io.akkord.policies.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An agent whose workers hold nothing and compute nothing, and answer each call at once.
 *
 * <p>They put columns of the right kind and length into the store of their node and publish as many pieces as a network
 * that learns, so whoever gathers, pulls and releases has as much to do as in a real run.
 *
 * @param work the stage whose steps they are asked for
 * @param port to the store of their node
 */
record AnsweringAgent(StageWork work, BulkPort port) {

    private static final int TOKENS = 8;
    private static final Weights NUMBERS = new Weights(Map.of("model.norm.weight", HostTensor.zeros(DType.F32, 1)));

    Behavior<NodeAgent.Command> create() {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            switch (command) {
                case NodeAgent.StartWorker start ->
                    start.replyTo()
                            .tell(new NodeAgent.WorkerStarted(start.key(), context.spawnAnonymous(modelWorker())));
                case NodeAgent.StartRewardWorker start ->
                    start.replyTo().tell(new NodeAgent.RewardWorkerStarted(context.spawnAnonymous(rewardWorker())));
                case NodeAgent.StopWorkers() -> context.getChildren().forEach(context::stop);
                default -> throw new IllegalStateException("unexpected: " + command);
            }
            return Behaviors.same();
        }));
    }

    private Behavior<ModelWorker.Command> modelWorker() {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            switch (command) {
                case ModelWorker.Refit refit -> refit.replyTo().tell(new ModelWorker.Refitted(context.getSelf()));
                case ModelWorker.Perform(StepCall call) -> call.replyTo().tell(performed(call));
                case ModelWorker.Meet _ -> {}
                case ModelWorker.Cancel() -> {}
                case ModelWorker.Release() -> {}
                default -> throw new IllegalStateException("unexpected: " + command);
            }
            return Behaviors.same();
        }));
    }

    private Behavior<RewardWorker.Command> rewardWorker() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case RewardWorker.Perform(StepCall call) -> call.replyTo().tell(done(call, 0, 1, true, null));
                default -> throw new IllegalStateException("unexpected: " + command);
            }
            return Behaviors.same();
        });
    }

    private StepCall.Done performed(StepCall call) {
        Holding holding = Objects.requireNonNull(call.network());
        Shard shard = holding.seat().shard();
        PublishedNetwork published = null;
        if (work.step(call) instanceof Step.Train train) {
            var piece = new PublishedNetwork.Piece(port.put(NUMBERS), port.put(NUMBERS), port.put(NUMBERS));
            published = new PublishedNetwork(
                    holding.role(),
                    holding.config(),
                    holding.version() + train.passes().updates(),
                    holding.seat().layout(),
                    List.of(piece));
        }
        boolean speaks = shard.isFirst() && shard.slice() == 0;
        return done(call, shard.copy(), shard.parallelism().data(), speaks, published);
    }

    private StepCall.Done done(
            StepCall call, int copy, int copies, boolean speaks, @Nullable PublishedNetwork published) {
        var outputs = new HashMap<String, ColumnRef>();
        if (speaks) {
            int all = call.inputs().values().iterator().next().rows();
            int rows = all * (copy + 1) / copies - all * copy / copies;
            for (Column<?> column : work.step(call).outputs()) {
                outputs.put(column.name(), port.put(content(column, rows)));
            }
        }
        return new StepCall.Done(call.step(), outputs, Map.of(), Map.of(), published, 0);
    }

    private static ColumnContent content(Column<?> column, int rows) {
        if (column.kind() == TokenGrid.class) {
            return TokenGrid.of(new double[rows][TOKENS]);
        } else if (column.kind() == Scores.class) {
            return new Scores(new double[rows]);
        }
        return new Rows<>(
                IntStream.range(0, rows).mapToObj(AnsweringAgent::rollout).toList());
    }

    private static Rollout rollout(int row) {
        var sampled = new boolean[TOKENS];
        Arrays.fill(sampled, true);
        var prompt = new Prompt(row, "", new int[] {1}, Map.of());
        return new Rollout(prompt, 0, new int[TOKENS], sampled, new float[TOKENS], 0, Ending.LENGTH, "");
    }
}
