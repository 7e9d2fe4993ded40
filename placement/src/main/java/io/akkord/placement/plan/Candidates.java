package io.akkord.placement.plan;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.workflow.Step;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cluster.Layout;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cluster.Node;
import io.akkord.placement.cluster.Parallelism;
import io.akkord.placement.cost.Execution;
import io.akkord.placement.cost.StepPrice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The options of each call: every mesh, every cut that the mesh and the network allow, every execution, less those that
 * another one makes useless.
 *
 * <p>A price depends on a mesh only through the devices and links it has, so meshes that are alike are priced once. Of
 * their options those stay that no other beats in both time and memory, and a few of the fastest cuts beside them, since a
 * cut may also be wanted for being the one in which the network learns.
 */
final class Candidates {

    /** A frozen network's cheapest options are offered with its weights offloaded, too. */
    private static final int OFFLOADED = 3;

    private static final int FASTEST_CUTS = 6;

    private final Cluster cluster;
    private final Prices prices;
    private final List<Mesh> meshes;
    private final Constraints constraints;
    private final int nodeDevices;
    private final Map<Mesh, List<List<Integer>>> likeness = new HashMap<>();

    /**
     * Over meshes.
     *
     * @param meshes by the numbers that options give them
     * @param constraints which of them a call may use
     */
    Candidates(Cluster cluster, Prices prices, List<Mesh> meshes, Constraints constraints) {
        this.cluster = cluster;
        this.prices = prices;
        this.meshes = meshes;
        this.constraints = constraints;
        this.nodeDevices = cluster.nodes().stream()
                .mapToInt(node -> node.devices().size())
                .max()
                .orElse(1);
    }

    /**
     * A call's options, the fastest first; none where it fits on no mesh.
     *
     * @param wanted cuts to keep even if others are better
     * @throws UserError if the call's layout is given and does not suit the network or the cluster
     */
    List<Option> of(Call call, boolean learns, List<Layout> wanted) {
        return constraints
                .layout(call, cluster)
                .map(given -> fixed(call, learns, given))
                .orElseGet(() -> free(call, learns, wanted));
    }

    private List<Option> fixed(Call call, boolean learns, Layout given) {
        String key = constraints.key(call);
        if (executions(call, given.parallelism()).isEmpty()) {
            throw new UserError(
                    key + ": " + NearestCuts.sentence(call, given.parallelism(), cluster, this::executions));
        }
        List<Option> ways = useful(ways(call, meshes.indexOf(given.mesh()), given, limit(given.mesh())));
        if (ways.isEmpty()) {
            throw new NothingFits(Shortage.ofCall(call, cluster, prices, given));
        }
        List<Option> kept = (learns ? ways : withOffloaded(call, ways))
                .stream().filter(option -> constraints.allows(call, option)).toList();
        if (kept.isEmpty()) {
            throw new UserError(key + ".offloaded: must be false, since "
                    + (learns ? call.network().key() + " learns" : "weights cannot wait in the host's memory here"));
        }
        return kept;
    }

    private List<Option> free(Call call, boolean learns, List<Layout> wanted) {
        var byLikeness = new HashMap<List<List<Integer>>, List<Option>>();
        var options = new ArrayList<Option>();
        for (int number = 0; number < meshes.size(); number++) {
            Mesh mesh = meshes.get(number);
            if (!constraints.allows(call, mesh, cluster)) {
                continue;
            }
            int here = number;
            List<Option> alike = byLikeness.computeIfAbsent(
                    likeness.computeIfAbsent(mesh, this::likeness), _ -> priced(call, learns, here, wanted));
            for (Option option : alike) {
                options.add(option.on(here, new Layout(mesh, option.layout().parallelism())));
            }
        }
        options.sort(Comparator.comparingDouble((Option option) -> option.seconds()));
        return options;
    }

    /** What decides a price: runs of like nodes, and how many devices of each the mesh has. */
    private List<List<Integer>> likeness(Mesh mesh) {
        var counts = new TreeMap<Integer, Integer>();
        mesh.devices().forEach(device -> counts.merge(cluster.nodeOf(device), 1, Integer::sum));
        var runs = new ArrayList<List<Integer>>();
        counts.forEach((node, devices) -> {
            int kind = kindOf(node);
            List<Integer> last = runs.isEmpty() ? List.of(-1, -1, 0) : runs.getLast();
            if (last.get(0).equals(kind) && last.get(1).equals(devices)) {
                runs.set(runs.size() - 1, List.of(kind, devices, last.get(2) + 1));
            } else {
                runs.add(List.of(kind, devices, 1));
            }
        });
        return runs;
    }

    private int kindOf(int node) {
        List<Node> nodes = cluster.nodes();
        return IntStream.rangeClosed(0, node)
                .filter(first -> nodes.get(first).isLike(nodes.get(node)))
                .findFirst()
                .orElse(node);
    }

    private List<Option> priced(Call call, boolean learns, int number, List<Layout> wanted) {
        Mesh mesh = meshes.get(number);
        long limit = limit(mesh);
        var best = new ArrayList<List<Option>>();
        for (Parallelism cut : cuts(mesh)) {
            var layout = new Layout(mesh, cut);
            List<Option> ways = useful(ways(call, number, layout, limit));
            if (!ways.isEmpty()) {
                best.add(ways);
            }
        }
        best.sort(Comparator.comparingDouble(ways -> ways.getFirst().seconds()));
        var all = new ArrayList<Option>();
        best.forEach(all::addAll);
        var kept = new ArrayList<>(useful(all));
        for (int i = 0; i < best.size(); i++) {
            Option fastest = best.get(i).getFirst();
            boolean keep = i < FASTEST_CUTS || wanted.contains(fastest.layout());
            if (keep && !kept.contains(fastest)) {
                kept.add(fastest);
            }
        }
        kept.sort(Comparator.comparingDouble((Option option) -> option.seconds()));
        return learns ? kept : withOffloaded(call, kept);
    }

    private long limit(Mesh mesh) {
        return mesh.devices()
                .mapToLong(device -> cluster.devices().get(device).memoryBytes())
                .min()
                .orElseThrow();
    }

    private List<Option> withOffloaded(Call call, List<Option> kept) {
        var all = new ArrayList<>(kept);
        for (Option option : kept.subList(0, Math.min(OFFLOADED, kept.size()))) {
            double seconds = prices.fetchSeconds(call.network(), option.layout());
            if (Double.isFinite(seconds) && seconds > 0) {
                all.add(option.offloaded(seconds));
            }
        }
        return all;
    }

    /** Cuts of as many ranks as the mesh has devices, slices staying inside a node. */
    private List<Parallelism> cuts(Mesh mesh) {
        var cuts = new ArrayList<Parallelism>();
        int size = mesh.size();
        for (int tensor = 1; tensor <= Math.min(nodeDevices, size); tensor *= 2) {
            for (int pipeline = 1; size % tensor == 0 && pipeline <= size / tensor; pipeline++) {
                if (size / tensor % pipeline == 0) {
                    cuts.add(new Parallelism(size / tensor / pipeline, tensor, pipeline));
                }
            }
        }
        return cuts;
    }

    private List<Option> ways(Call call, int number, Layout layout, long limit) {
        var ways = new ArrayList<Option>();
        for (Execution execution : executions(call, layout.parallelism())) {
            List<StepPrice> all = call.steps().stream()
                    .map(step -> prices.price(step, layout, execution))
                    .toList();
            var option = Option.of(number, layout, execution, all);
            if (option.totalBytes() <= limit) {
                ways.add(option);
            }
        }
        return ways;
    }

    /** Those that suit all steps of the call. */
    private List<Execution> executions(Call call, Parallelism cut) {
        List<Execution> common = new ArrayList<>();
        for (Step step : call.steps()) {
            List<Execution> some = prices.executions(step, cut);
            if (some.isEmpty()) {
                return List.of();
            }
            some.stream()
                    .filter(one -> constraints.allows(call, one) && !common.contains(one))
                    .forEach(common::add);
        }
        return common;
    }

    /** Options that no other beats in time, in what stays and in all it needs; the fastest first. */
    private static List<Option> useful(List<Option> options) {
        var sorted = options.stream()
                .sorted(Comparator.comparingDouble((Option option) -> option.seconds())
                        .thenComparingLong(Option::totalBytes))
                .toList();
        var useful = new ArrayList<Option>();
        for (Option option : sorted) {
            boolean beaten = useful.stream()
                    .anyMatch(faster -> faster.residentBytes() <= option.residentBytes()
                            && faster.totalBytes() <= option.totalBytes());
            if (!beaten) {
                useful.add(option);
            }
        }
        return useful;
    }
}
