package io.akkord.actors.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.AbstractOnMessageBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.wire.ColumnRef;
import io.akkord.actors.wire.WireMessage;
import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.policies.LanguageModel;
import io.akkord.policies.Network;
import io.akkord.policies.ValueModel;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.train.DivergedException;
import io.akkord.policies.train.OptimizerState;
import io.akkord.policies.weights.Weights;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Owns one network on one device.
 *
 * <p>The worker only enqueues work on its device and always answers its mailbox, so it can be cancelled, refitted or die
 * while the device computes. It is born stale and serves a call only after a completed refit, and only with the version
 * that the call names. When it dies, its device work is cancelled and its memory freed on the device's own thread; a new
 * worker is started and refitted from what was last published.
 */
public final class ModelWorker extends AbstractOnMessageBehavior<ModelWorker.Command> {

    /** What a worker is asked. */
    public sealed interface Command {}

    /** Take these weights, and serve them from now on. */
    public record Refit(Shard shard, ActorRef<RefitOutcome> replyTo) implements Command, WireMessage {}

    /** Perform a step of a workflow. */
    public record Perform(StepCall call) implements Command, WireMessage {}

    /** Give up whatever is running; its outcome is never sent. */
    public record Cancel() implements Command, WireMessage {}

    private record Loaded(
            Refit refit,
            @Nullable ResidentNetwork network,
            @Nullable Throwable error) implements Command {}

    private record Performed(
            StepCall call,
            StepCall.@Nullable Done done,
            @Nullable Throwable error) implements Command {}

    private record DrillReached(Drill drill) implements Command {}

    /** How a refit ends. */
    public sealed interface RefitOutcome extends WireMessage {

        Role role();
    }

    /** The worker serves this version now. */
    public record Refitted(Role role, long version) implements RefitOutcome {}

    /** The worker could not take the weights; it serves nothing. */
    public record RefitFailed(Role role, String reason) implements RefitOutcome {}

    private final NodeSite site;
    private final Role role;
    private final Device device;
    private final Tokenizer tokenizer;
    private @Nullable ResidentNetwork resident;
    private AtomicBoolean cancelled = new AtomicBoolean();

    /** Starts a worker without weights. */
    static Behavior<Command> create(NodeSite site, Role role, Device device, Tokenizer tokenizer) {
        return Behaviors.setup(context -> new ModelWorker(context, site, role, device, tokenizer));
    }

    private final ActorContext<Command> context;

    private ModelWorker(ActorContext<Command> context, NodeSite site, Role role, Device device, Tokenizer tokenizer) {
        super(context);
        this.context = context;
        this.site = site;
        this.role = role;
        this.device = device;
        this.tokenizer = tokenizer;
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Refit refit -> onRefit(refit);
            case Loaded loaded -> onLoaded(loaded);
            case Perform(StepCall call) -> onPerform(call);
            case Performed performed -> onPerformed(performed);
            case Cancel() -> onCancel();
            case DrillReached(Drill drill) -> throw new IllegalStateException("failure drill " + drill);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            cancelled.set(true);
            free();
        }
        return this;
    }

    private Behavior<Command> onRefit(Refit refit) {
        free();
        Shard shard = refit.shard();
        CompletionStage<Weights> weights = site.port().weights(shard.weights());
        CompletionStage<Optional<OptimizerState>> moments = moments(shard);
        CompletionStage<ResidentNetwork> loading = weights.thenCombine(
                        moments, (numbers, state) -> device.submit("-refit", () -> load(shard, numbers, state)))
                .thenCompose(loaded -> loaded);
        context.pipeToSelf(loading, (network, error) -> new Loaded(refit, network, error));
        return this;
    }

    private CompletionStage<Optional<OptimizerState>> moments(Shard shard) {
        ColumnRef first = shard.first();
        ColumnRef second = shard.second();
        if (first == null || second == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return site.port()
                .weights(first)
                .thenCombine(
                        site.port().weights(second), (m, v) -> Optional.of(new OptimizerState(shard.version(), m, v)));
    }

    private ResidentNetwork load(Shard shard, Weights weights, Optional<OptimizerState> moments) {
        Precision precision =
                Precision.valueOf(site.experiment().runtime().precision().toUpperCase(Locale.ROOT));
        Network network = role.isScalar()
                ? ValueModel.create(shard.config(), weights, precision)
                : LanguageModel.create(shard.config(), weights, precision);
        var loaded = new ResidentNetwork(network, site.experiment(), tokenizer, shard.version());
        moments.ifPresent(loaded::restore);
        return loaded;
    }

    private Behavior<Command> onLoaded(Loaded loaded) {
        Refit refit = loaded.refit();
        if (loaded.network() == null) {
            refit.replyTo().tell(new RefitFailed(role, reason(loaded.error())));
            return this;
        }
        free();
        resident = loaded.network();
        refit.replyTo().tell(new Refitted(role, loaded.network().version()));
        return this;
    }

    private Behavior<Command> onPerform(StepCall call) {
        ResidentNetwork network = resident;
        if (network == null || network.version() != call.version()) {
            String has = network == null ? "no weights" : "version " + network.version();
            call.replyTo()
                    .tell(new StepCall.Failed(
                            call.step(),
                            role.key() + " worker has " + has + ", asked for version " + call.version(),
                            StepCall.Fault.INFRASTRUCTURE));
            return this;
        }
        var running = new AtomicBoolean();
        cancelled = running;
        StageWork work = site.work(call.stage());
        var self = context.getSelf();
        Drill drill = Drill.of(
                site.experiment().runtime().drills(), call, running, reached -> self.tell(new DrillReached(reached)));
        CompletionStage<StepCall.Done> done = guest(call, network)
                .thenCompose(welcomed -> site.port().pull(call.inputs(), call.carried()))
                .thenCompose(inputs -> device.submit(label(call), () -> perform(work, call, network, inputs, drill)));
        context.pipeToSelf(done, (result, error) -> new Performed(call, result, error));
        return this;
    }

    /** Brings the second network of a mixture to this device, where it stays until another is called for. */
    private CompletionStage<Boolean> guest(StepCall call, ResidentNetwork network) {
        Shard shard = call.guest();
        if (shard == null || network.hosts(shard)) {
            return CompletableFuture.completedFuture(true);
        }
        return site.port()
                .weights(shard.weights())
                .thenCompose(weights -> device.submit("-refit", () -> {
                    network.welcome(shard, weights);
                    return true;
                }));
    }

    /** On the device's thread: computes, keeps what is yielded on this node, and publishes what was learnt. */
    private StepCall.Done perform(
            StageWork work, StepCall call, ResidentNetwork network, Experience inputs, Drill drill) {
        long begun = System.nanoTime();
        ResidentNetwork.Product product = network.perform(work, call, inputs, drill);
        drill.check();
        var outputs = new HashMap<String, ColumnRef>();
        product.outputs()
                .forEach((name, column) -> outputs.put(name, site.port().put(column)));
        Shard published = work.step(call) instanceof Step.Train ? publish(network) : null;
        double busySeconds = (System.nanoTime() - begun) / 1e9;
        return new StepCall.Done(
                call.step(), outputs, Map.of(), product.metrics().means(), published, busySeconds);
    }

    private Shard publish(ResidentNetwork network) {
        OptimizerState state = network.optimizer();
        return new Shard(
                role,
                network.network().config(),
                network.version(),
                site.port().put(network.network().weights()),
                state == null ? null : site.port().put(state.first()),
                state == null ? null : site.port().put(state.second()));
    }

    private Behavior<Command> onPerformed(Performed performed) {
        StepCall call = performed.call();
        if (performed.done() != null) {
            call.replyTo().tell(performed.done());
        } else {
            Throwable error = cause(performed.error());
            boolean data = error instanceof UserError || error instanceof DivergedException;
            call.replyTo()
                    .tell(new StepCall.Failed(
                            call.step(), reason(error), data ? StepCall.Fault.DATA : StepCall.Fault.INFRASTRUCTURE));
        }
        return this;
    }

    private Behavior<Command> onCancel() {
        cancelled.set(true);
        return this;
    }

    /** Frees the network on the device's thread, after whatever is still running there. */
    private void free() {
        ResidentNetwork old = resident;
        resident = null;
        if (old != null) {
            device.submit("-free", () -> {
                old.close();
                return true;
            });
        }
    }

    private static String label(StepCall call) {
        return call.step() + "@" + call.stage() + ":" + call.iteration();
    }

    private static @Nullable Throwable cause(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static String reason(@Nullable Throwable error) {
        Throwable cause = cause(error);
        if (cause == null) {
            return "no reason given";
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
