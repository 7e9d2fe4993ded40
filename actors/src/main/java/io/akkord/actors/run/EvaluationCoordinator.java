package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.metrics.Sample;
import io.akkord.actors.node.BulkPort;
import io.akkord.actors.node.RewardWorker;
import io.akkord.actors.node.StepCall;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Judges a policy by fresh responses to the evaluation prompts: the part of the stage's own workflow that yields raw
 * scores and reference log-probs, walked once, and the gold reward where the experiment has one.
 */
final class EvaluationCoordinator extends AbstractOnMessageBehavior<EvaluationCoordinator.Command> {

    /** Nobody outside talks to it. */
    sealed interface Command {}

    private record Walked(IterationCoordinator.Outcome outcome) implements Command {}

    private record WalkLost() implements Command {}

    private record Judged(StepCall.Outcome outcome) implements Command {}

    private record Collected(Experience experience) implements Command {}

    private record Broken(String reason) implements Command {}

    /** How the judging ends. */
    sealed interface Outcome {}

    /** What was found, and responses worth showing. */
    record Evaluated(Evaluation evaluation, List<Sample> samples) implements Outcome {}

    /** It did not come to an end. */
    record Failed(String reason, StepCall.Fault cause) implements Outcome {}

    private static final Set<Column<?>> WANTED = Set.of(Column.RAW_SCORES, Column.REFERENCE_LOGPROBS);

    private final ActorContext<Command> context;
    private final String when;
    private final IterationCoordinator.Walk walk;
    private final boolean gold;
    private final int samplesKept;
    private final BulkPort port;
    private final ActorRef<Outcome> replyTo;
    private boolean walked;
    private final Map<String, ColumnRef> outputs = new HashMap<>();

    /** Whether a workflow yields what an evaluation looks at. */
    static boolean applies(Workflow workflow) {
        return workflow.steps().stream().anyMatch(step -> step.outputs().contains(Column.RAW_SCORES));
    }

    /**
     * Starts judging.
     *
     * @param when {@code before} or {@code after}
     * @param walk the stage's workflow with evaluation prompts as its inputs
     */
    static Behavior<Command> create(
            String when, IterationCoordinator.Walk walk, RunSite site, ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> {
            var part = walk.of(walk.workflow().yielding(WANTED));
            var walked = context.messageAdapter(IterationCoordinator.Outcome.class, Walked::new);
            var child = context.spawn(IterationCoordinator.create(part, site.recorder(), site.port(), walked), "walk");
            context.watchWith(child, new WalkLost());
            return new EvaluationCoordinator(context, when, part, site, replyTo);
        });
    }

    private EvaluationCoordinator(
            ActorContext<Command> context,
            String when,
            IterationCoordinator.Walk walk,
            RunSite site,
            ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.when = when;
        this.walk = walk;
        this.gold = site.experiment().gold() != null;
        this.samplesKept = site.experiment().runtime().samplesKept();
        this.port = site.port();
        this.replyTo = replyTo;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Walked(IterationCoordinator.Finished finished) -> onWalked(finished);
            case Walked(IterationCoordinator.Failed failed) -> {
                port.release(failed.leftovers());
                yield end(new Failed(failed.step() + ": " + failed.reason(), failed.cause()));
            }
            case WalkLost() -> walked ? this : end(new Failed("its walk crashed", StepCall.Fault.INFRASTRUCTURE));
            case Judged(StepCall.Done done) -> onJudged(done);
            case Judged(StepCall.Failed failed) -> end(new Failed(failed.reason(), failed.cause()));
            case Collected(Experience experience) -> onCollected(experience);
            case Broken(String reason) -> end(new Failed(reason, StepCall.Fault.INFRASTRUCTURE));
        };
    }

    private Behavior<Command> onWalked(IterationCoordinator.Finished finished) {
        walked = true;
        outputs.putAll(finished.outputs());
        if (!gold) {
            return collect();
        }
        var call = new StepCall(
                walk.stage(),
                "judge",
                walk.iteration(),
                walk.attempt(),
                0,
                Map.of(),
                Map.of(),
                context.messageAdapter(StepCall.Outcome.class, Judged::new));
        ColumnRef rollouts = Objects.requireNonNull(finished.outputs().get(Column.ROLLOUTS.name()));
        walk.workers().reward().orElseThrow().tell(new RewardWorker.Judge(call, rollouts));
        return this;
    }

    private Behavior<Command> onJudged(StepCall.Done done) {
        outputs.putAll(done.outputs());
        return collect();
    }

    private Behavior<Command> collect() {
        context.pipeToSelf(
                port.pull(outputs, Map.of()),
                (experience, error) -> error == null ? new Collected(experience) : new Broken(String.valueOf(error)));
        return this;
    }

    private Behavior<Command> onCollected(Experience experience) {
        double[] scores = experience.get(Column.RAW_SCORES).values();
        double[] counted =
                Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
        double mean = Arrays.stream(counted).average().orElse(Double.NaN);
        double squares = Arrays.stream(counted)
                .map(score -> (score - mean) * (score - mean))
                .sum();
        double sd = counted.length > 1 ? Math.sqrt(squares / (counted.length - 1)) : Double.NaN;
        double[] golden = gold ? experience.get(RewardWorker.GOLD).values() : new double[0];
        List<Rollout> rollouts = experience.get(Column.ROLLOUTS).items();
        var divergence = Divergence.of(rollouts, experience);
        var evaluation =
                new Evaluation(when, counted.length, mean, sd, divergence.perplexity(), divergence.kl(), golden);
        var samples = new ArrayList<Sample>();
        for (int row = 0; row < Math.min(samplesKept, rollouts.size()); row++) {
            Rollout rollout = rollouts.get(row);
            samples.add(new Sample(
                    walk.stage(),
                    walk.iteration(),
                    when,
                    rollout.prompt().text(),
                    rollout.text(),
                    scores[row],
                    gold ? golden[row] : null,
                    rollout.ending().name()));
        }
        return end(new Evaluated(evaluation, samples));
    }

    private Behavior<Command> end(Outcome outcome) {
        port.release(outputs.values());
        replyTo.tell(outcome);
        return Behaviors.stopped();
    }

    /** How far the responses are from the reference: perplexity per token and nats per response. */
    private record Divergence(double perplexity, double kl) {

        static Divergence of(List<Rollout> rollouts, Experience experience) {
            if (!experience.has(Column.REFERENCE_LOGPROBS)) {
                return new Divergence(Double.NaN, Double.NaN);
            }
            TokenGrid reference = experience.get(Column.REFERENCE_LOGPROBS);
            double logprobs = 0;
            double kl = 0;
            long tokens = 0;
            for (int row = 0; row < rollouts.size(); row++) {
                Rollout rollout = rollouts.get(row);
                for (int t = 0; t < rollout.response().length; t++) {
                    logprobs += reference.values()[row][t];
                    kl += rollout.logprobs()[t] - reference.values()[row][t];
                    tokens++;
                }
            }
            return new Divergence(Math.exp(-logprobs / tokens), kl / rollouts.size());
        }
    }
}
