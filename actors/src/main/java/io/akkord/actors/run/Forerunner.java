package io.akkord.actors.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.node.PublishedNetwork;
import io.akkord.actors.node.StepCall.Fault;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the responses of coming iterations while earlier ones train.
 *
 * <p>The stage allows an iteration together with the networks that are to write its responses: those of the boundary {@code
 * staleness} iterations before its own, or of the first. That is AReaL's admission rule, {@code accepted <= (staleness + version + 1)
 * * batch} (Fu et al. 2025, equation 3), taken at its limit, so which weights write which response is a function of the
 * iteration alone, whoever is faster. Responses are written one iteration after another.
 */
final class Forerunner extends AbstractOnMessageBehavior<Forerunner.Command> {

    /** What a forerunner is asked. */
    sealed interface Command {}

    /** The responses of this iteration may be written, by these networks. */
    record Allow(int iteration, Map<Role, PublishedNetwork> networks) implements Command {}

    /** Hand over the responses of an iteration; answered when they are there. */
    record Claim(int iteration, ActorRef<Outcome> replyTo) implements Command {}

    /** Go on, or begin again what was under way, with these workers. */
    record GoOn(WorkerFleet.Ready workers) implements Command {}

    /** Give up what is under way, until told to go on. */
    record Pause() implements Command {}

    private record Walked(int walk, IterationCoordinator.Outcome outcome) implements Command {}

    private record WalkLost(int walk) implements Command {}

    /** How writing ends. */
    sealed interface Outcome {}

    /** The responses are there. */
    record Written(int iteration, IterationCoordinator.Finished finished) implements Outcome {}

    /** They could not be written. */
    record NotWritten(String reason, Fault cause) implements Outcome {}

    private final ActorContext<Command> context;
    private final RunSite site;
    private final String stage;
    private final Workflow ahead;
    private final RowFeed feed;
    private final TextCodec text;
    private final Deque<Allow> allowed = new ArrayDeque<>();
    private final Map<Integer, IterationCoordinator.Finished> written = new HashMap<>();
    private Map<String, ColumnRef> inputs = Map.of();
    private WorkerFleet.@Nullable Ready workers;
    private @Nullable ActorRef<?> walking;
    private @Nullable Claim claim;
    private IterationCoordinator.@Nullable Failed failed;
    private int attempt;
    private int walks;

    /**
     * Starts a forerunner that waits.
     *
     * @param ahead what it walks for each iteration
     */
    static Behavior<Command> create(RunSite site, String stage, Workflow ahead, RowFeed feed, TextCodec text) {
        return Behaviors.setup(context -> new Forerunner(context, site, stage, ahead, feed, text));
    }

    private Forerunner(
            ActorContext<Command> context, RunSite site, String stage, Workflow ahead, RowFeed feed, TextCodec text) {
        super(context);
        this.context = context;
        this.site = site;
        this.stage = stage;
        this.ahead = ahead;
        this.feed = feed;
        this.text = text;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Allow allow -> {
                allowed.add(allow);
                yield walkNext();
            }
            case Claim asked -> {
                claim = asked;
                yield answer();
            }
            case GoOn(WorkerFleet.Ready ready) -> {
                workers = ready;
                failed = null;
                yield walkNext();
            }
            case Pause() -> onPause();
            case Walked(int walk, IterationCoordinator.Finished finished) -> onFinished(walk, finished);
            case Walked(int walk, IterationCoordinator.Failed lost) -> onFailed(walk, lost);
            case WalkLost(int walk) ->
                onFailed(
                        walk,
                        new IterationCoordinator.Failed(
                                "rollouts", "their walk crashed", Fault.INFRASTRUCTURE, List.of()));
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            site.port().release(inputs.values());
            written.values()
                    .forEach(finished -> site.port().release(finished.outputs().values()));
        }
        return this;
    }

    private Behavior<Command> walkNext() {
        Allow next = allowed.peek();
        WorkerFleet.Ready now = workers;
        if (walking != null || next == null || now == null) {
            return this;
        }
        var refs = new HashMap<String, ColumnRef>();
        feed.rows(next.iteration())
                .forEach((name, content) -> refs.put(name, site.port().put(content)));
        inputs = refs;
        var walk = new Walk(
                stage,
                ahead,
                next.iteration(),
                attempt,
                inputs,
                Map.of(),
                next.networks(),
                now,
                text,
                site.experiment().runtime().stepDeadline());
        int number = ++walks;
        var outcome = context.messageAdapter(IterationCoordinator.Outcome.class, result -> new Walked(number, result));
        ActorRef<?> child = context.spawn(
                IterationCoordinator.create(walk, site.recorder(), site.port(), outcome), "ahead-" + number);
        context.watchWith(child, new WalkLost(number));
        walking = child;
        return this;
    }

    /** Whether a walk is the one under way, and not one that was given up. */
    private boolean isUnderWay(int walk) {
        return walking != null && walk == walks;
    }

    private Behavior<Command> onFinished(int walk, IterationCoordinator.Finished finished) {
        if (!isUnderWay(walk)) {
            site.port().release(finished.outputs().values());
            return this;
        }
        ended();
        attempt = 0;
        written.put(allowed.remove().iteration(), finished);
        answer();
        return walkNext();
    }

    /** What failed stays first in line, until the stage has the workers made ready again. */
    private Behavior<Command> onFailed(int walk, IterationCoordinator.Failed lost) {
        site.port().release(lost.leftovers());
        if (isUnderWay(walk)) {
            ended();
            attempt++;
            workers = null;
            failed = lost;
        }
        return answer();
    }

    private Behavior<Command> onPause() {
        workers = null;
        if (walking != null) {
            context.stop(walking);
            ended();
            attempt++;
        }
        return this;
    }

    private void ended() {
        walking = null;
        site.port().release(inputs.values());
        inputs = Map.of();
    }

    private Behavior<Command> answer() {
        Claim asked = claim;
        if (asked == null) {
            return this;
        }
        IterationCoordinator.Finished finished = written.remove(asked.iteration());
        IterationCoordinator.Failed lost = failed;
        if (finished != null) {
            claim = null;
            asked.replyTo().tell(new Written(asked.iteration(), finished));
        } else if (lost != null) {
            claim = null;
            failed = null;
            asked.replyTo().tell(new NotWritten(lost.step() + ": " + lost.reason(), lost.cause()));
        }
        return this;
    }
}
