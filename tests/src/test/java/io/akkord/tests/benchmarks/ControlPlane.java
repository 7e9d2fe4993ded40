package io.akkord.tests.benchmarks;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.akkord.actors.cluster.Endpoint;
import io.akkord.actors.cluster.NodeConfig;
import io.akkord.actors.cluster.NodeHost;
import io.akkord.actors.cluster.NodeLines;
import io.akkord.actors.cluster.NodeSystem;
import io.akkord.actors.cluster.RunNode;
import io.akkord.actors.journal.JournalTable;
import io.akkord.actors.node.NodeAgent;
import io.akkord.actors.run.AnsweredStage;
import io.akkord.actors.run.Messages;
import io.akkord.configs.Experiment;
import io.akkord.configs.ExperimentReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What an iteration of PPO costs its coordinator, by the number of workers: a cluster of up to 64 nodes of eight devices,
 * in three JVMs besides the coordinator's, whose workers answer at once.
 *
 * <p>{@code [ITERATIONS [DEVICES...]]}, 1,000 and 8, 64, 256, 512 unless given. The policy learns on all devices, cut in
 * slices, stages and copies; it generates on half of them, the critic has the other half, the reference a quarter.
 */
public final class ControlPlane {

    private static final int NODE = 8;
    private static final int WARM_UP = 100;

    private sealed interface Order {}

    private record Begin(Experiment experiment, Path directory, List<RunNode> nodes, ControlPlaneTrial trial)
            implements Order {}

    private record End(List<RunNode> nodes, CompletableFuture<Boolean> ended) implements Order {}

    /** A JVM of nodes. */
    private record Far(Process process, String address, String plane) {}

    private ControlPlane() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty(WireCount.SETTING, WireCount.class.getName());
        int iterations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        int[] sizes = arguments.length > 1
                ? Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray()
                : new int[] {8, 64, 256, 512};
        int nodes = Arrays.stream(sizes).max().orElseThrow() / NODE;
        ActorSystem<Order> system = NodeSystem.member(
                guardian(),
                NodeConfig.member(new Endpoint("127.0.0.1", 0), List.of()),
                Messages.TABLE,
                JournalTable.empty(),
                List.of());
        var far = new ArrayList<Far>();
        for (int jvm = 0; jvm < Math.min(3, nodes); jvm++) {
            far.add(start(NodeSystem.address(system), (nodes + 2 - jvm) / 3));
        }
        List<Process> processes = far.stream().map(Far::process).toList();
        for (int devices : sizes) {
            var trial = new ControlPlaneTrial(Math.min(WARM_UP, iterations), iterations, processes);
            List<RunNode> used = nodes(system, far, devices / NODE);
            system.tell(new Begin(
                    experiment(devices, WARM_UP + iterations + 1), Files.createTempDirectory("akkord"), used, trial));
            System.out.println(trial.result(devices));
            var ended = new CompletableFuture<Boolean>();
            system.tell(new End(used, ended));
            ended.join();
        }
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        system.terminate();
    }

    private static Behavior<Order> guardian() {
        return Behaviors.setup(context -> {
            var lines = NodeLines.member(context);
            var port = lines.port(ControlPlaneNodes.DEADLINE);
            var agent = new AnsweringAgent(ControlPlaneNodes.work(experiment(NODE, 1)), port);
            ActorRef<NodeAgent.Command> home = context.spawn(agent.create(), "home");
            return Behaviors.receiveMessage(order -> {
                switch (order) {
                    case Begin begin ->
                        context.spawn(
                                AnsweredStage.create(
                                        begin.experiment(),
                                        begin.directory(),
                                        begin.nodes(),
                                        home,
                                        port,
                                        begin.trial(),
                                        begin.trial()::ended),
                                "stage-" + begin.nodes().size());
                    case End(List<RunNode> nodes, CompletableFuture<Boolean> ended) -> {
                        context.getChild("stage-" + nodes.size()).ifPresent(context::stop);
                        nodes.forEach(node -> node.agent().tell(new NodeAgent.StopWorkers()));
                        ended.complete(true);
                    }
                }
                return Behaviors.same();
            });
        });
    }

    /** PPO whose policy learns on all devices. */
    static Experiment experiment(int devices, int iterations) {
        int stages = devices < 64 ? 2 : devices < 512 ? 4 : 8;
        int slices = devices < 64 ? 2 : devices < 256 ? 4 : 8;
        int half = devices / 2;
        int quarter = devices / 4;
        return ExperimentReader.read(
                "ppo",
                List.of(
                        "policy.new.layers=8",
                        "policy.new.heads=8",
                        "policy.new.key-value-heads=8",
                        "policy.new.intermediate=128",
                        "data.generated=256",
                        "runtime.devices=" + devices,
                        "runtime.checkpoint-every=" + (iterations + 1),
                        "runtime.micro-batch=1",
                        "ppo.batch=64",
                        "ppo.iterations=" + iterations,
                        "plan.whole=false",
                        layout("policy train", 0, devices, slices, stages),
                        layout("policy generate", 0, half, slices, 1),
                        layout("critic", half, half, slices, 2 * slices > half ? 1 : 2),
                        layout("reference", devices - quarter, quarter, Math.min(slices, quarter), 1)),
                Path.of(""));
    }

    private static String layout(String call, int first, int devices, int slices, int stages) {
        return String.format(
                Locale.ROOT,
                "plan.layouts.\"%s\"={devices=[\"%d-%d\"],data=%d,tensor=%d,pipeline=%d}",
                call,
                first,
                first + devices - 1,
                devices / slices / stages,
                slices,
                stages);
    }

    private static Far start(String seed, int agents) throws IOException {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dlogback.configurationFile=akkord-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ControlPlaneNodes.class.getName(),
                seed,
                String.valueOf(agents));
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] places = lines.readLine().split(" ", -1);
        return new Far(process, places[0], places[1]);
    }

    private static List<RunNode> nodes(ActorSystem<?> system, List<Far> far, int count) {
        var resolver = ActorRefResolver.get(system);
        var nodes = new ArrayList<RunNode>();
        for (int i = 0; nodes.size() < count; i++) {
            Far jvm = far.get(i % far.size());
            String name = "node" + i;
            ActorRef<NodeAgent.Command> agent = resolver.resolveActorRef("akka://" + NodeSystem.NAME + "@"
                    + jvm.address() + "/user/" + ControlPlaneNodes.name(i / far.size()));
            nodes.add(new RunNode(name, jvm.address(), agent, offers(name), jvm.plane()));
        }
        return nodes;
    }

    private static List<NodeHost.DeviceOffer> offers(String node) {
        return IntStream.range(0, NODE)
                .mapToObj(i -> new NodeHost.DeviceOffer(node + "/cpu" + i, "cpu-core", 4L << 30))
                .toList();
    }
}
