package io.akkord.actors.metrics;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.akkord.placement.cluster.Mesh;
import io.akkord.placement.cost.StepPrice;
import io.akkord.placement.plan.Filling;
import io.akkord.placement.plan.Placement;
import io.akkord.placement.plan.Plan;
import io.akkord.placement.plan.Timeline.Interval;
import java.util.LinkedHashSet;
import java.util.Map;

/** A plan as {@code plan.json} and {@code akkord plan --json} write it. */
public final class PlanJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanJson() {}

    /** All of it, the timeline included, as a JSON library takes it. */
    public static Map<String, Object> of(Plan plan) {
        return JSON.convertValue(tree(plan), new TypeReference<>() {});
    }

    private static ObjectNode tree(Plan plan) {
        ObjectNode all = JSON.createObjectNode()
                .put("workflow", plan.workflow())
                .put("cluster", plan.cluster().name())
                .put("devices", plan.cluster().devices().size())
                .put("seconds_per_iteration", plan.seconds())
                .put("objective", plan.objective().key())
                .put("cost", plan.cost())
                .put("lower_bound", plan.search().lowerBound())
                .put("gap", plan.gap())
                .put("proved", plan.search().proved())
                .put("evaluations", plan.search().evaluations());
        ObjectNode placements = all.putObject("placements");
        plan.placements().stream().map(Placement::network).distinct().forEach(network -> {
            var names = new LinkedHashSet<String>();
            plan.placements().stream()
                    .filter(placement -> placement.network() == network)
                    .forEach(placement ->
                            names.addAll(plan.cluster().names(placement.layout().mesh())));
            ArrayNode devices = placements.putArray(network.key());
            names.forEach(devices::add);
        });
        ArrayNode calls = all.putArray("calls");
        plan.placements().forEach(placement -> calls.add(call(placement, plan)));
        all.set("predicted_seconds", JSON.valueToTree(plan.stepSeconds()));
        ObjectNode memory = all.putObject("memory_bytes");
        for (Filling filling : plan.memory()) {
            memory.put(String.join(",", plan.cluster().names(filling.devices())), filling.bytes());
        }
        ArrayNode timeline = all.putArray("timeline");
        plan.timeline().intervals().forEach(interval -> timeline.add(interval(interval, plan)));
        ObjectNode heuristics = all.putObject("heuristics");
        plan.heuristics().forEach(rule -> {
            if (rule.placements().isEmpty()) {
                heuristics.putNull(rule.name());
            } else {
                heuristics.put(rule.name(), rule.cost());
            }
        });
        return all.put("description", plan.description());
    }

    private static ObjectNode call(Placement placement, Plan plan) {
        var cut = placement.layout().parallelism();
        Mesh mesh = placement.layout().mesh();
        ObjectNode call = JSON.createObjectNode()
                .put("call", placement.call())
                .put("network", placement.network().key())
                .put("devices", String.join(",", plan.cluster().names(mesh)))
                .put("device_numbers", mesh.toString())
                .put("data", cut.data())
                .put("tensor", cut.tensor())
                .put("pipeline", cut.pipeline())
                .put("micro_batch_rows", placement.execution().microBatchRows())
                .put("virtual_stages", placement.execution().virtualStages())
                .put("recompute", placement.execution().recompute().key())
                .put("offloaded", placement.offloaded())
                .put("memory_bytes", placement.memoryBytes());
        ObjectNode steps = call.putObject("steps");
        placement.prices().forEach((step, price) -> steps.set(step, step(price)));
        return call;
    }

    private static ObjectNode step(StepPrice price) {
        ObjectNode step = JSON.createObjectNode().put("seconds", price.seconds());
        step.set("spending", JSON.valueToTree(price.spending()));
        step.set("memory", JSON.valueToTree(price.memory()));
        return step;
    }

    private static ObjectNode interval(Interval interval, Plan plan) {
        ObjectNode node = JSON.createObjectNode()
                .put("name", interval.name())
                .put("iteration", interval.iteration())
                .put("start", interval.start())
                .put("end", interval.end())
                .put("critical", interval.isCritical());
        ArrayNode devices = node.putArray("devices");
        interval.meshes().stream()
                .flatMap(mesh -> plan.cluster().names(mesh).stream())
                .distinct()
                .forEach(devices::add);
        return node;
    }
}
