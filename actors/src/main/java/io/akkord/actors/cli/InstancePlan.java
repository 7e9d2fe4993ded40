package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.configs.instance.InstanceFile;
import io.akkord.placement.instance.CallOption;
import io.akkord.placement.instance.DeviceRange;
import io.akkord.placement.instance.InstanceProblem;
import io.akkord.placement.instance.ModelCall;
import io.akkord.placement.instance.PlanInstance;
import io.akkord.placement.instance.Strategy;
import io.akkord.placement.search.Budget;
import io.akkord.placement.search.Finding;
import io.akkord.placement.search.Search;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the search found for a file of ReaL's planning problem, for programs and for people. */
record InstancePlan(PlanInstance instance, InstanceProblem problem, Finding finding) {

    private static final double GIB = 1L << 30;

    static InstancePlan solve(Path file, Budget budget) {
        PlanInstance instance = InstanceFile.read(file);
        var problem = new InstanceProblem(instance);
        return new InstancePlan(instance, problem, Search.run(problem, budget, progress -> {}));
    }

    String json() {
        Map<String, List<Integer>> plan = new LinkedHashMap<>();
        for (int call = 0; call < problem.calls(); call++) {
            CallOption option = option(call);
            Strategy strategy = option.strategy();
            plan.put(
                    instance.calls().get(call).name(),
                    List.of(option.mesh(), strategy.pipeline(), strategy.tensor(), strategy.data()));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("plan", plan);
        line.put("seconds_per_iteration", instance.secondsPerIteration(finding.cost()));
        line.put("lower_bound", instance.secondsPerIteration(Math.max(0, finding.lowerBound())));
        line.put("proved", finding.proved());
        line.put("search_seconds", finding.seconds());
        try {
            return new ObjectMapper().writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String table() {
        var text = new StringBuilder();
        row(text, "call", "devices", "data x tensor x pipeline", "seconds", "GiB");
        for (int call = 0; call < problem.calls(); call++) {
            ModelCall model = instance.calls().get(call);
            CallOption option = option(call);
            DeviceRange mesh = instance.meshes().get(option.mesh());
            Strategy strategy = option.strategy();
            row(
                    text,
                    model.name(),
                    mesh.first() + "-" + (mesh.first() + mesh.devices() - 1),
                    strategy.data() + " x " + strategy.tensor() + " x " + strategy.pipeline(),
                    decimals(option.micros() / 1e6),
                    decimals(option.peakBytes() / GIB));
        }
        text.append('\n').append(seconds(finding.cost())).append(" an iteration, ");
        text.append(
                finding.proved()
                        ? "proved the best"
                        : String.format(Locale.ROOT, "at most %.1f %% above the best", 100 * excess()));
        text.append(
                String.format(Locale.ROOT, "; %,d evaluations in %.1f s", finding.evaluations(), finding.seconds()));
        if (!problem.fits(choice())) {
            text.append(
                    "\nIt does not fit in the devices' memory, for which its time counts threefold; nothing better is known.");
        }
        problem.heuristicMicros()
                .ifPresent(micros -> text.append(String.format(
                        Locale.ROOT,
                        "%nThe heuristic plan takes %s: %+.1f %%",
                        seconds(micros),
                        100 * (finding.cost() / micros - 1))));
        return text.toString();
    }

    private double excess() {
        return finding.lowerBound() > 0 ? finding.cost() / finding.lowerBound() - 1 : Double.POSITIVE_INFINITY;
    }

    private int[] choice() {
        return finding.choice().stream().mapToInt(Integer::intValue).toArray();
    }

    private CallOption option(int call) {
        return instance.calls().get(call).options().get(finding.choice().get(call));
    }

    private String seconds(double micros) {
        return decimals(instance.secondsPerIteration(micros)) + " s";
    }

    private static String decimals(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static void row(StringBuilder text, String call, String devices, String cut, String seconds, String gib) {
        text.append(String.format(Locale.ROOT, "%-20s %-11s %-26s %9s %9s%n", call, devices, cut, seconds, gib));
    }
}
