package io.akkord.configs.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.akkord.algorithms.UserError;
import io.akkord.placement.instance.CallOption;
import io.akkord.placement.instance.DeviceRange;
import io.akkord.placement.instance.ModelCall;
import io.akkord.placement.instance.PlanInstance;
import io.akkord.placement.instance.Strategy;
import io.akkord.placement.instance.Transfer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads {@code rlhf-plan-instance/1}: a cluster, the calls of an RLHF iteration, and what each option of them costs. */
public final class InstanceFile {

    private static final String FORMAT = "rlhf-plan-instance/1";
    private static final int USUAL_EPOCHS = 5;
    private static final int MOST_EPOCHS = 10_000;

    private final Entry root;
    private final List<DeviceRange> meshes;
    private final List<String> names;

    private InstanceFile(Entry root) {
        this.root = root;
        this.meshes = meshes();
        this.names = names();
    }

    /**
     * The instance in a file.
     *
     * @throws UserError with the file and the key if a plan could not be priced
     */
    public static PlanInstance read(Path file) {
        Entry root = Entry.read(file);
        if (!root.field("format").text().equals(FORMAT)) {
            throw root.field("format")
                    .wrong("must be \"" + FORMAT + "\", was "
                            + root.field("format").value());
        }
        return new InstanceFile(root).instance();
    }

    private PlanInstance instance() {
        List<ModelCall> calls = calls();
        var instance = new PlanInstance(
                devices(),
                root.field("cluster").field("gpu_mem").whole(1, Entry.MOST),
                root.has("epochs") ? (int) root.field("epochs").whole(1, MOST_EPOCHS) : USUAL_EPOCHS,
                meshes,
                calls,
                edges(),
                transfers(),
                heuristic(calls));
        instance.callOnCycle().ifPresent(call -> {
            throw root.field("edges").wrong("form a cycle through " + names.get(call));
        });
        if (!(instance.mostMicros() < Entry.MOST)) {
            throw root.wrong("holds times that add up to over 285 years; time_us is in microseconds");
        }
        return instance;
    }

    private int devices() {
        Entry cluster = root.field("cluster");
        long devices = (long) cluster.field("n_nodes").count()
                * cluster.field("gpus_per_node").count();
        if (devices > Integer.MAX_VALUE) {
            throw cluster.wrong("has " + devices + " devices, more than can be counted");
        }
        return (int) devices;
    }

    private List<DeviceRange> meshes() {
        int devices = devices();
        var read = new ArrayList<DeviceRange>();
        for (Entry entry : root.field("meshes").elements()) {
            List<Entry> row = entry.elements(3, "[name, first_gpu, n_gpus]");
            var mesh = new DeviceRange(
                    row.get(0).text(),
                    (int) row.get(1).whole(0, Integer.MAX_VALUE),
                    row.get(2).count());
            if ((long) mesh.first() + mesh.devices() > devices) {
                throw entry.wrong("lies outside the cluster, which has the devices 0 to " + (devices - 1));
            }
            read.add(mesh);
        }
        return read;
    }

    private List<String> names() {
        var read = new ArrayList<String>();
        for (Entry entry : root.field("rpcs").elements()) {
            String name = entry.field("name").text();
            if (read.contains(name)) {
                throw entry.wrong("is a second call of the name " + name);
            }
            read.add(name);
        }
        if (read.isEmpty()) {
            throw root.field("rpcs").wrong("must hold at least one call");
        }
        return read;
    }

    private List<ModelCall> calls() {
        List<ModelCall> read = new ArrayList<>();
        for (Entry entry : root.field("rpcs").elements()) {
            String name = entry.field("name").text();
            String kind = entry.field("kind").text();
            if (!List.of("GENERATE", "INFERENCE", "TRAIN_STEP").contains(kind)) {
                throw entry.field("kind").wrong("must be GENERATE, INFERENCE or TRAIN_STEP, was " + kind);
            }
            boolean trains = kind.equals("TRAIN_STEP");
            String size = entry.has("size") ? entry.field("size").value().asText() : "";
            read.add(new ModelCall(name, entry.field("model").text(), trains, size, options(name)));
        }
        for (ModelCall call : read) {
            boolean moves = call.trains()
                    && read.stream()
                            .anyMatch(other -> !other.trains() && other.role().equals(call.role()));
            if (moves && call.size().isEmpty()) {
                throw root.field("rpcs").elements().get(read.indexOf(call)).wrong("has no key \"size\"");
            }
        }
        return read;
    }

    /** Of rows that name the same option, the last one holds. */
    private List<CallOption> options(String call) {
        Entry options = root.field("options").field(call);
        Map<List<Object>, CallOption> read = new LinkedHashMap<>();
        for (Entry entry : options.elements()) {
            List<Entry> row = entry.elements(7, "[mesh, pp, tp, dp, time_us, mem_bytes, static_mem_bytes]");
            int mesh = mesh(row.get(0));
            var strategy = new Strategy(
                    row.get(1).count(), row.get(2).count(), row.get(3).count());
            long peak = row.get(5).whole(0, Entry.MOST);
            read.put(
                    List.of(mesh, strategy),
                    new CallOption(
                            mesh,
                            strategy,
                            row.get(4).whole(0, Entry.MOST),
                            peak,
                            row.get(6).whole(0, peak)));
        }
        if (read.isEmpty()) {
            throw options.wrong("must hold at least one option");
        }
        return List.copyOf(read.values());
    }

    private int mesh(Entry entry) {
        if (meshes.isEmpty()) {
            throw entry.wrong("names a mesh, and there is none");
        }
        return (int) entry.whole(0, meshes.size() - 1);
    }

    private List<PlanInstance.Edge> edges() {
        var read = new ArrayList<PlanInstance.Edge>();
        for (Entry entry : root.field("edges").elements()) {
            List<Entry> ends = entry.elements(2, "[from, to]");
            read.add(new PlanInstance.Edge(call(ends.get(0)), call(ends.get(1))));
        }
        return read;
    }

    private int call(Entry entry) {
        int call = names.indexOf(entry.text());
        if (call < 0) {
            throw entry.wrong("names the unknown call " + entry.text() + "; there are " + String.join(", ", names));
        }
        return call;
    }

    private Map<Transfer, Long> transfers() {
        var read = new HashMap<Transfer, Long>();
        if (root.has("realloc_us")) {
            root.field("realloc_us").fields().forEach((key, entry) -> {
                String[] part = key.split(",", -1);
                if (part.length != 7) {
                    throw entry.wrong("must have a key \"size,pp,tp,dp,pp,tp,dp\"");
                }
                read.put(
                        new Transfer(part[0], strategy(entry, part, 1), strategy(entry, part, 4)),
                        entry.whole(0, Entry.MOST));
            });
        }
        return read;
    }

    private static Strategy strategy(Entry entry, String[] part, int at) {
        try {
            return new Strategy(
                    Integer.parseInt(part[at]), Integer.parseInt(part[at + 1]), Integer.parseInt(part[at + 2]));
        } catch (NumberFormatException e) {
            throw entry.wrong("must have a key \"size,pp,tp,dp,pp,tp,dp\" of whole numbers");
        }
    }

    /** Empty unless it names an option for every call: a baseline may be too large for the cluster. */
    private List<Integer> heuristic(List<ModelCall> calls) {
        var read = new ArrayList<Integer>();
        for (ModelCall call : calls) {
            var wanted = root.value().path("heuristic").path(call.name());
            IntStream.range(0, call.options().size())
                    .filter(number -> wanted.equals(key(call.options().get(number))))
                    .forEach(read::add);
        }
        return read.size() == calls.size() ? read : List.of();
    }

    private static JsonNode key(CallOption option) {
        Strategy strategy = option.strategy();
        return JsonNodeFactory.instance
                .arrayNode()
                .add(option.mesh())
                .add(strategy.pipeline())
                .add(strategy.tensor())
                .add(strategy.data());
    }
}
