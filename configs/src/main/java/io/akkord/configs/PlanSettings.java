package io.akkord.configs;

import io.akkord.algorithms.workflow.Role;
import io.akkord.placement.cluster.Cluster;
import io.akkord.placement.cost.Recompute;
import io.akkord.placement.cost.ResponseLengths;
import io.akkord.placement.plan.Constraints;
import io.akkord.placement.plan.FixedLayout;
import io.akkord.placement.plan.Objective;
import io.akkord.placement.plan.PlannerSettings;
import io.akkord.placement.plan.Regime;
import io.akkord.placement.search.Budget;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an experiment's networks are placed. None of it changes what is learned, staleness aside: with it, responses are those
 * of older weights, and algorithms that can correct for that do so unless told otherwise.
 *
 * @param machine a cluster file of the machine that runs the experiment, null to guess the speed of its cores
 * @param objective what shall be small
 * @param evaluations plans and bounds that the search may look at
 * @param promptTokens of a typical prompt, 0 to count those of the data
 * @param responseTokens of a mean response, 0 for as many as sampling allows
 * @param responseSpread how far responses are from that, as a share of it, in [0, 1]
 * @param overlap whether iterations may overlap
 * @param staleness by how many versions the policy that generates may be behind
 * @param streaming whether finished responses are scored while others are being written
 * @param devices devices or nodes that may be used, all where none is named
 * @param fixed where networks must be
 * @param whole whether networks that no layout names stay whole, each on one device
 * @param layouts of calls or networks, by name
 * @param recompute what training forgets, null for whatever is best
 * @param optimizerSharding whether copies share the optimiser's state out among them
 * @param replan whether a run corrects its plan by what it measures
 */
public record PlanSettings(
        @Nullable Path machine,
        Objective objective,
        long evaluations,
        int promptTokens,
        int responseTokens,
        double responseSpread,
        boolean overlap,
        int staleness,
        boolean streaming,
        List<String> devices,
        Map<Role, List<String>> fixed,
        boolean whole,
        Map<String, FixedLayout> layouts,
        @Nullable Recompute recompute,
        boolean optimizerSharding,
        boolean replan) {

    public PlanSettings {
        atLeast(1, evaluations, "evaluations");
        atLeast(0, promptTokens, "prompt-tokens");
        atLeast(0, responseTokens, "response-tokens");
        atLeast(0, staleness, "staleness");
        if (!(responseSpread >= 0 && responseSpread <= 1)) {
            throw new IllegalArgumentException("response-spread must lie in [0, 1], was " + responseSpread);
        }
        devices = List.copyOf(devices);
        fixed = Collections.unmodifiableMap(new TreeMap<>(fixed));
        layouts = Collections.unmodifiableMap(new LinkedHashMap<>(layouts));
        if (recompute == Recompute.SELECTIVE) {
            throw new IllegalArgumentException("recompute must be none or full, was selective");
        }
        if (replan && !(whole && layouts.isEmpty())) {
            throw new IllegalArgumentException(
                    "replan must be false where networks are cut, since only whole ones are moved while a run goes on");
        }
        if (replan && staleness > 0) {
            throw new IllegalArgumentException(
                    "replan must be false with staleness, since networks that are writing ahead cannot be moved");
        }
        for (Role network : fixed.keySet()) {
            if (layouts.keySet().stream().anyMatch(name -> name.split(" ", 2)[0].equals(network.key()))) {
                throw new IllegalArgumentException(
                        "fixed may not name " + network.key() + ", since layouts does; its layout says where it is");
            }
        }
    }

    private static void atLeast(long least, long value, String key) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", was " + value);
        }
    }

    /**
     * Whether the planner shall do what it always did with our own runtime: networks whole, moves free, nothing offloaded.
     */
    public boolean keepsWhole() {
        return whole && layouts.isEmpty() && recompute == null;
    }

    /**
     * For a planner.
     *
     * @param whole whether networks stay whole if the experiment wants that
     * @param budget when to stop looking
     */
    public PlannerSettings settings(boolean whole, Budget budget) {
        return new PlannerSettings(
                objective, regime(), new Constraints(whole && this.whole, devices, fixed, layouts, recompute), budget);
    }

    /**
     * The cores of this JVM, as fast as the machine's file says.
     *
     * @param cores how many
     * @throws io.akkord.algorithms.UserError if the file is none of a cluster
     */
    public Cluster embedded(int cores) {
        return machine == null
                ? Cluster.embedded(cores)
                : Cluster.embedded(
                        cores,
                        new ClusterReader(Path.of(""))
                                .read(machine.toString())
                                .devices()
                                .getFirst()
                                .kind());
    }

    /** Of responses, each cut off at the limit of the step that writes it. */
    public ResponseLengths lengths() {
        return responseTokens == 0 ? ResponseLengths.FULL : new ResponseLengths.Around(responseTokens, responseSpread);
    }

    /** How iterations follow each other. */
    public Regime regime() {
        return new Regime(!overlap && staleness == 0, staleness, streaming);
    }
}
