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
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step;
import io.akkord.policies.parallel.Groups;
import io.akkord.policies.tensor.Device;
import io.akkord.policies.text.Tokenizer;
import io.akkord.policies.train.OptimizerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Owns a network, or one rank's part of it, on one device.
 *
 * <p>The worker only enqueues work on its device and always answers its mailbox, so it can be cancelled, refitted or die
 * while the device computes. Each call says what the worker must hold, and where to find it; the worker fetches what it
 * lacks and serves that version or none. When it dies, its device work is cancelled and its memory freed on the device's own
 * thread; a new worker fetches what was last published.
 */
public final class ModelWorker extends AbstractOnMessageBehavior<ModelWorker.Command> {

    /** What a worker is asked. */
    public sealed interface Command {}

    /** Know whom to meet. Not answered: what one JVM tells a worker arrives in order, so it comes before the first call. */
    public record Meet(Seat.Roster roster) implements Command, WireMessage {}

    /** Hold this from now on. */
    public record Refit(Holding holding, ActorRef<RefitOutcome> replyTo) implements Command, WireMessage {}

    /** Perform a step of a workflow. */
    public record Perform(StepCall call) implements Command, WireMessage {}

    /** Give up whatever is running; its outcome is never sent. */
    public record Cancel() implements Command, WireMessage {}

    /** Free the device's memory; what was held is fetched again when it is next asked for. */
    public record Release() implements Command, WireMessage {}

    private record Loaded(
            Refit refit,
            CompletableFuture<ResidentNetwork> network,
            @Nullable Throwable error) implements Command {}

    private record Performed(
            StepCall call,
            CompletableFuture<ResidentNetwork> network,
            StepCall.@Nullable Done done,
            @Nullable Throwable error)
            implements Command {}

    private record DrillReached(Drill drill) implements Command {}

    /** How a refit ends. */
    public sealed interface RefitOutcome extends WireMessage {}

    /** The worker serves what it was asked to. */
    public record Refitted(ActorRef<Command> worker) implements RefitOutcome {}

    /** The worker could not take the weights; it serves nothing. */
    public record RefitFailed(ActorRef<Command> worker, String reason) implements RefitOutcome {}

    private static final CompletableFuture<ResidentNetwork> NOTHING =
            CompletableFuture.failedFuture(new IllegalStateException("no network is held"));

    private final ActorContext<Command> context;
    private final NodeSite site;
    private final Role role;
    private final Device device;
    private final Tokenizer tokenizer;
    private final RankGroups meeting;
    private @Nullable Holding held;
    private CompletableFuture<ResidentNetwork> resident = NOTHING;
    private CompletableFuture<ResidentNetwork> working = NOTHING;
    private AtomicBoolean cancelled = new AtomicBoolean();

    /** Starts a worker that holds nothing. */
    static Behavior<Command> create(NodeSite site, Role role, Device device, Tokenizer tokenizer) {
        return Behaviors.setup(context -> new ModelWorker(context, site, role, device, tokenizer));
    }

    private ModelWorker(ActorContext<Command> context, NodeSite site, Role role, Device device, Tokenizer tokenizer) {
        super(context);
        this.context = context;
        this.site = site;
        this.role = role;
        this.device = device;
        this.tokenizer = tokenizer;
        this.meeting = new RankGroups(site.hub());
    }

    @Override
    public Behavior<Command> onMessage(Command command) {
        return switch (command) {
            case Meet(Seat.Roster roster) -> {
                meeting.introduce(roster);
                yield this;
            }
            case Refit refit -> onRefit(refit);
            case Loaded loaded -> onLoaded(loaded);
            case Perform(StepCall call) -> onPerform(call);
            case Performed performed -> onPerformed(performed);
            case Cancel() -> onCancel();
            case Release() -> {
                free();
                yield this;
            }
            case DrillReached(Drill drill) -> throw new IllegalStateException("failure drill " + drill);
        };
    }

    @Override
    public Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            onCancel();
            free();
            meeting.leave();
        }
        return this;
    }

    private Behavior<Command> onRefit(Refit refit) {
        CompletableFuture<ResidentNetwork> network = hold(refit.holding());
        context.pipeToSelf(network, (_, error) -> new Loaded(refit, network, error));
        return this;
    }

    /** Brings what the worker must hold to its device, unless it is there. */
    private CompletableFuture<ResidentNetwork> hold(Holding holding) {
        if (held != null && held.serves(holding)) {
            return resident;
        }
        free();
        Groups groups = meeting.of(holding.seat());
        var intake = new WeightIntake(holding, site.fetches());
        held = holding;
        resident = intake.weights()
                .thenCombine(
                        intake.moments(),
                        (weights, moments) -> device.submit("reallocate " + role.key(), () -> {
                            var loaded = ResidentNetwork.load(holding, weights, site.experiment(), tokenizer, groups);
                            moments.ifPresent(loaded::restore);
                            return loaded;
                        }))
                .thenCompose(loading -> loading)
                .toCompletableFuture();
        return resident;
    }

    private Behavior<Command> onLoaded(Loaded loaded) {
        ActorRef<Command> self = context.getSelf();
        if (loaded.error() == null) {
            loaded.refit().replyTo().tell(new Refitted(self));
        } else {
            forget(loaded.network());
            loaded.refit()
                    .replyTo()
                    .tell(new RefitFailed(
                            self, StepCall.Failed.of("", loaded.error()).reason()));
        }
        return this;
    }

    private Behavior<Command> onPerform(StepCall call) {
        Holding holding = call.network();
        if (holding == null) {
            throw new IllegalStateException(call.step() + " names no network");
        }
        var running = new AtomicBoolean();
        cancelled = running;
        StageWork work = site.work(call.stage());
        var self = context.getSelf();
        Drill drill = Drill.of(
                site.experiment().runtime().drills(), call, running, reached -> self.tell(new DrillReached(reached)));
        CompletableFuture<ResidentNetwork> asked = hold(holding);
        working = asked;
        CompletionStage<StepCall.Done> done = asked.thenCompose(network -> guest(call, network))
                .thenCombine(
                        site.port().pull(call.inputs(), call.carried()),
                        (network, inputs) ->
                                device.submit(call.label(), () -> perform(work, call, holding, network, inputs, drill)))
                .thenCompose(performing -> performing);
        context.pipeToSelf(done, (result, error) -> new Performed(call, asked, result, error));
        return this;
    }

    /** Brings the second network of a mixture to this device, where it stays until another is called for. */
    private CompletionStage<ResidentNetwork> guest(StepCall call, ResidentNetwork network) {
        Holding guest = call.guest();
        if (guest == null || network.hosts(guest)) {
            return CompletableFuture.completedFuture(network);
        }
        return new WeightIntake(guest, site.fetches())
                .weights()
                .thenCompose(
                        weights -> device.submit("reallocate " + guest.role().key(), () -> {
                            network.welcome(guest, weights);
                            return network;
                        }));
    }

    /** On the device's thread: computes, keeps what is yielded on this node, and publishes what was learnt. */
    private StepCall.Done perform(
            StageWork work, StepCall call, Holding holding, ResidentNetwork network, Experience inputs, Drill drill) {
        long begun = System.nanoTime();
        meeting.phase(call.step() + "@" + call.iteration());
        ResidentNetwork.Product product = network.perform(work, call, inputs, drill);
        drill.check();
        var outputs = new HashMap<String, ColumnRef>();
        if (holding.seat().isSpeaker()) {
            product.outputs()
                    .forEach((name, column) -> outputs.put(name, site.port().put(column)));
        }
        PublishedNetwork published = work.step(call) instanceof Step.Train ? publish(holding, network) : null;
        double busySeconds = (System.nanoTime() - begun) / 1e9;
        return new StepCall.Done(
                call.step(), outputs, Map.of(), product.metrics().means(), published, busySeconds);
    }

    private PublishedNetwork publish(Holding holding, ResidentNetwork network) {
        OptimizerState state = network.optimizer();
        BulkPort port = site.port();
        var piece = new PublishedNetwork.Piece(
                port.put(network.network().weights()),
                state == null ? null : port.put(state.first()),
                state == null ? null : port.put(state.second()));
        return new PublishedNetwork(
                role, holding.config(), network.version(), holding.seat().layout(), List.of(piece));
    }

    /** What failed may have changed the network; it is fetched again when it is next asked for. */
    private Behavior<Command> onPerformed(Performed performed) {
        StepCall call = performed.call();
        Holding holding = call.network();
        StepCall.Done done = performed.done();
        if (done != null && holding != null) {
            PublishedNetwork published = done.published();
            if (published != null && resident == performed.network()) {
                held = holding.after(published);
            }
            call.replyTo().tell(done);
        } else {
            forget(performed.network());
            call.replyTo().tell(StepCall.Failed.of(call.step(), performed.error()));
        }
        return this;
    }

    /** Wakes the device's thread where it waits for other ranks, and holds no longer what may have begun to learn. */
    private Behavior<Command> onCancel() {
        cancelled.set(true);
        meeting.abandon("it was called off");
        forget(working);
        return this;
    }

    private void forget(CompletableFuture<ResidentNetwork> network) {
        if (resident == network) {
            free();
        }
    }

    /** Frees the network on the device's thread, after whatever is still running there. */
    private void free() {
        CompletableFuture<ResidentNetwork> old = resident;
        if (held != null) {
            held = null;
            resident = NOTHING;
            old.thenAccept(network -> device.submit("-free", () -> {
                network.close();
                return true;
            }));
        }
    }
}
