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
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges a stage on held-out rows: walks the graph by which its algorithm is judged, and asks the gold reward, where the
 * experiment has one, about the responses and about every other column of as many.
 */
final class EvaluationCoordinator extends AbstractOnMessageBehavior<EvaluationCoordinator.Command> {

    /** Nobody outside talks to it. */
    sealed interface Command {}

    private record Walked(WalkCollector.Outcome outcome) implements Command {}

    private record CollectorLost() implements Command {}

    private record Judged(StepCall.Outcome outcome) implements Command {}

    private record Golden(String column, double[] scores) implements Command {}

    private record Broken(String reason) implements Command {}

    /** How the judging ends. */
    sealed interface Outcome {}

    /** What was found, and responses worth showing. */
    record Evaluated(Evaluation evaluation, List<Sample> samples) implements Outcome {}

    /** It did not come to an end. */
    record Failed(String reason, Fault cause) implements Outcome {}

    private final ActorContext<Command> context;
    private final String when;
    private final Walk walk;
    private final RunSite site;
    private final BulkPort port;
    private final ActorRef<Outcome> replyTo;
    private final List<ColumnRef> kept = new ArrayList<>();
    private final Map<String, double[]> gold = new TreeMap<>();
    private Experience columns = Experience.empty();
    private Metrics metrics = new Metrics();
    private boolean collected;
    private int unjudged;

    /**
     * Starts judging.
     *
     * @param when {@code before} or {@code after}
     * @param walk the graph by which the stage is judged, with held-out rows as its inputs
     */
    static Behavior<Command> create(String when, Walk walk, RunSite site, ActorRef<Outcome> replyTo) {
        return Behaviors.setup(context -> {
            var walked = context.messageAdapter(WalkCollector.Outcome.class, Walked::new);
            context.watchWith(
                    context.spawn(WalkCollector.create(walk, site, walked), "collector"), new CollectorLost());
            return new EvaluationCoordinator(context, when, walk, site, replyTo);
        });
    }

    private EvaluationCoordinator(
            ActorContext<Command> context, String when, Walk walk, RunSite site, ActorRef<Outcome> replyTo) {
        super(context);
        this.context = context;
        this.when = when;
        this.walk = walk;
        this.site = site;
        this.port = site.port();
        this.replyTo = replyTo;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Walked(WalkCollector.Collected found) -> onWalked(found);
            case Walked(WalkCollector.Failed(String reason, Fault cause)) -> end(new Failed(reason, cause));
            case CollectorLost() -> collected ? this : end(new Failed("its walk crashed", Fault.INFRASTRUCTURE));
            case Judged(StepCall.Done done) -> onJudged(done);
            case Judged(StepCall.Failed failed) -> end(new Failed(failed.reason(), failed.cause()));
            case Golden(String column, double[] scores) -> onGolden(column, scores);
            case Broken(String reason) -> end(new Failed(reason, Fault.INFRASTRUCTURE));
        };
    }

    private Behavior<Command> onWalked(WalkCollector.Collected found) {
        collected = true;
        columns = found.columns();
        metrics = found.metrics();
        Map<String, Rows<?>> answers = site.experiment().gold() == null ? Map.of() : Evaluation.answers(columns);
        unjudged = answers.size();
        answers.forEach(this::judge);
        return answers.isEmpty() ? sumUp() : this;
    }

    /** Asks about a column of rollouts; the answer is told apart by the step's name. */
    private void judge(String column, Rows<?> answers) {
        var call = StepCall.withoutNetwork(
                walk.stage(),
                column,
                walk.iteration(),
                walk.attempt(),
                Map.of(),
                Map.of(),
                context.messageAdapter(StepCall.Outcome.class, Judged::new));
        ColumnRef rollouts = port.put(answers);
        kept.add(rollouts);
        walk.workers().reward().orElseThrow().tell(new RewardWorker.Judge(call, rollouts));
    }

    private Behavior<Command> onJudged(StepCall.Done done) {
        kept.addAll(done.outputs().values());
        context.pipeToSelf(
                port.pull(done.outputs(), Map.of()),
                (judged, error) -> error == null
                        ? new Golden(done.step(), judged.get(RewardWorker.GOLD).values())
                        : new Broken(String.valueOf(error)));
        return this;
    }

    private Behavior<Command> onGolden(String column, double[] scores) {
        gold.put(column, scores);
        return gold.size() == unjudged ? sumUp() : this;
    }

    private Behavior<Command> sumUp() {
        var evaluation = Evaluation.of(when, columns, metrics, gold);
        return end(new Evaluated(evaluation, samples(evaluation.gold())));
    }

    private List<Sample> samples(double[] gold) {
        var samples = new ArrayList<Sample>();
        List<Rollout> rollouts =
                columns.has(Column.ROLLOUTS) ? columns.get(Column.ROLLOUTS).items() : List.of();
        int shown = Math.min(site.experiment().runtime().samplesKept(), rollouts.size());
        for (int row = 0; row < shown; row++) {
            Rollout rollout = rollouts.get(row);
            samples.add(new Sample(
                    walk.stage(),
                    walk.iteration(),
                    when,
                    rollout.prompt().text(),
                    rollout.text(),
                    columns.has(Column.RAW_SCORES)
                            ? columns.get(Column.RAW_SCORES).values()[row]
                            : null,
                    row < gold.length ? gold[row] : null,
                    rollout.ending().name()));
        }
        return samples;
    }

    private Behavior<Command> end(Outcome outcome) {
        port.release(kept);
        replyTo.tell(outcome);
        return Behaviors.stopped();
    }
}
