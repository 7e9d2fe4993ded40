package io.akkord.actors.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Scores;
import io.akkord.algorithms.experience.State;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.configs.Experiment;
import io.akkord.rewards.Reward;
import io.akkord.rewards.ScoreNormalizer;
import io.akkord.rewards.Scored;
import io.akkord.rewards.Scorer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Scores rollouts with the experiment's reward, off the model threads.
 *
 * <p>A reward that throws, is too slow or answers NaN leaves that response unscored; the run goes on and the metrics say
 * how many. The worker also judges by the gold reward, which only ever evaluates.
 */
public final class RewardWorker extends AbstractOnMessageBehavior<RewardWorker.Command> {

    /** What a reward worker is asked. */
    public sealed interface Command {}

    /** Perform a score step of a workflow. */
    public record Perform(StepCall call) implements Command, WireMessage {}

    /** Judge rollouts by the gold reward; the answer yields {@link #GOLD}. */
    public record Judge(StepCall call, ColumnRef rollouts) implements Command, WireMessage {}

    private record Finished(
            StepCall call,
            StepCall.@Nullable Done done,
            @Nullable Throwable error) implements Command {}

    /** What the gold reward says of each rollout. */
    public static final Column<Scores> GOLD = Column.scores("gold-scores");

    private final ActorContext<Command> context;
    private final NodeSite site;
    private final Reward reward;
    private final @Nullable Reward gold;
    private final ScoreNormalizer normalizer;
    private final Scorer scorer;
    private final Executor executor;
    private final Logger log;

    /** Starts a reward worker. */
    static Behavior<Command> create(NodeSite site) {
        return Behaviors.setup(context -> new RewardWorker(context, site));
    }

    private RewardWorker(ActorContext<Command> context, NodeSite site) {
        super(context);
        this.context = context;
        this.site = site;
        Experiment experiment = site.experiment();
        this.reward = experiment.rewarding();
        this.gold = experiment.gold() == null ? null : experiment.gold().reward();
        this.normalizer = experiment.reward().normalizer();
        this.scorer = new Scorer(Math.max(1, Runtime.getRuntime().availableProcessors()));
        this.executor = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        this.log = context.getLog();
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Perform(StepCall call) -> onPerform(call);
            case Judge(StepCall call, ColumnRef rollouts) -> onJudge(call, rollouts);
            case Finished finished -> onFinished(finished);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            scorer.close();
        }
        return this;
    }

    private Behavior<Command> onPerform(StepCall call) {
        var step = (Step.Score) site.work(call.stage()).step(call);
        CompletionStage<StepCall.Done> done = site.port()
                .pull(call.inputs(), call.carried())
                .thenApplyAsync(inputs -> score(step, call, inputs), executor);
        context.pipeToSelf(done, (result, error) -> new Finished(call, result, error));
        return this;
    }

    private StepCall.Done score(Step.Score step, StepCall call, Experience inputs) {
        List<Rollout> rollouts = inputs.get(step.from()).items();
        var models = new EnumMap<Role, double[]>(Role.class);
        step.models()
                .forEach(model ->
                        models.put(model.network(), inputs.get(model.column()).values()));
        Scored scored = scorer.score(
                reward, rollouts, models, site.experiment().runtime().rewardTimeout());
        var normalized = normalizer.apply(scored.values(), inputs.get(Step.MOMENTS));
        warn(scored);
        var outputs = new HashMap<String, ColumnRef>();
        outputs.put(step.raw().name(), site.port().put(new Scores(scored.values())));
        outputs.put(step.yields().name(), site.port().put(new Scores(normalized.scores())));
        State moments = normalized.moments();
        return new StepCall.Done(
                call.step(), outputs, Map.of(Step.MOMENTS.name(), moments.numbers()), Map.of(), null, 0);
    }

    private void warn(Scored scored) {
        if (scored.unscored() > 0) {
            log.warn("{} responses unscored, the first because {}", scored.unscored(), scored.firstReason());
        }
    }

    private Behavior<Command> onJudge(StepCall call, ColumnRef ref) {
        Reward judge = gold;
        if (judge == null) {
            throw new IllegalStateException(
                    "no gold reward in experiment " + site.experiment().name());
        }
        CompletionStage<StepCall.Done> done = site.port()
                .pull(Map.of(Column.ROLLOUTS.name(), ref), Map.of())
                .thenApplyAsync(
                        inputs -> {
                            var scored = scorer.score(
                                    judge,
                                    inputs.get(Column.ROLLOUTS).items(),
                                    Map.of(),
                                    site.experiment().runtime().rewardTimeout());
                            return new StepCall.Done(
                                    call.step(),
                                    Map.of(GOLD.name(), site.port().put(new Scores(scored.values()))),
                                    Map.of(),
                                    Map.of(),
                                    null,
                                    0);
                        },
                        executor);
        context.pipeToSelf(done, (result, error) -> new Finished(call, result, error));
        return this;
    }

    private Behavior<Command> onFinished(Finished finished) {
        StepCall call = finished.call();
        if (finished.done() != null) {
            call.replyTo().tell(finished.done());
        } else {
            String reason = String.valueOf(finished.error());
            call.replyTo().tell(new StepCall.Failed(call.step(), reason, StepCall.Fault.INFRASTRUCTURE));
        }
        return this;
    }
}
