package io.akkord.policies.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Schedule;
import io.akkord.policies.tensor.OnDevice;
import io.akkord.policies.tensor.Precision;
import io.akkord.policies.tensor.Scope;
import io.akkord.policies.tensor.Tensor;
import io.akkord.policies.weights.SharedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** AdamW and clipping against torch's own steps in float64. */
class AdamWTest {

    private static final Schedule CONSTANT = new Schedule(Schedule.Kind.CONSTANT, 0, 0, 0);

    @Test
    void updatesAreTorchs() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(SharedFiles.need("families/optim.json").toFile());
        int compared = 0;
        for (JsonNode example : golden.get("adamw")) {
            if (!example.has("weight_decay_per_tensor")) {
                OnDevice.run(() -> follow(example));
                compared++;
            }
        }
        assertEquals(4, compared);
    }

    private static void follow(JsonNode example) {
        var names = new ArrayList<String>();
        example.get("shapes").fieldNames().forEachRemaining(names::add);
        JsonNode hyper = example.get("hyper");
        var settings = new OptimizerSettings(
                hyper.get("lr").asDouble(),
                hyper.get("betas").get(0).asDouble(),
                hyper.get("betas").get(1).asDouble(),
                hyper.get("eps").asDouble(),
                hyper.get("weight_decay").asDouble(),
                0,
                CONSTANT);
        try (var scope = new Scope()) {
            List<Tensor> parameters = vectors(scope, names, example.get("initial"));
            List<Tensor> first = zeros(scope, parameters);
            List<Tensor> second = zeros(scope, parameters);
            var optimizer = new AdamW(first, second);
            var sums = new Gradients();
            for (JsonNode step : example.get("steps")) {
                List<Tensor> gradients = vectors(scope, names, step.get("grad"));
                if (step.has("total_norm_before_clip")) {
                    double norm = sums.norm(gradients);
                    assertEquals(step.get("total_norm_before_clip").asDouble(), norm, 1e-12 * norm);
                    sums.clip(
                            gradients,
                            norm,
                            example.get("clip_grad_norm").get("max_norm").asDouble());
                }
                optimizer.update(
                        parameters, gradients, settings, step.get("lr_used").asDouble());
                assertNear(names, step.get("param_after"), parameters);
                assertNear(names, step.get("exp_avg"), first);
                assertNear(names, step.get("exp_avg_sq"), second);
            }
            sums.close();
            optimizer.close();
        }
    }

    @Test
    void clippingIsTorchs() throws IOException {
        JsonNode golden = new ObjectMapper()
                .readTree(SharedFiles.need("families/optim.json").toFile());
        for (JsonNode example : golden.get("clip")) {
            OnDevice.run(() -> {
                try (var scope = new Scope();
                        var sums = new Gradients()) {
                    var gradients = new ArrayList<Tensor>();
                    example.get("grad").forEach(one -> gradients.add(scope.of(Precision.FLOAT64, numbers(one))));
                    double norm = sums.norm(gradients);
                    assertEquals(example.get("total_norm").asDouble(), norm, 1e-12);
                    sums.clip(gradients, norm, example.get("max_norm").asDouble());
                    for (int i = 0; i < gradients.size(); i++) {
                        double[] clipped = numbers(example.get("clipped").get(i));
                        assertArrayEquals(clipped, gradients.get(i).doubles(), 1e-12);
                    }
                }
            });
        }
    }

    private static void assertNear(List<String> names, JsonNode expected, List<Tensor> actual) {
        for (int i = 0; i < names.size(); i++) {
            assertArrayEquals(numbers(expected.get(names.get(i))), actual.get(i).doubles(), 1e-12);
        }
    }

    private static List<Tensor> vectors(Scope scope, List<String> names, JsonNode values) {
        return names.stream()
                .map(name -> scope.of(Precision.FLOAT64, numbers(values.get(name))))
                .toList();
    }

    private static List<Tensor> zeros(Scope scope, List<Tensor> like) {
        return like.stream()
                .map(tensor -> scope.zeros(tensor.type(), tensor.shape()))
                .toList();
    }

    private static double[] numbers(JsonNode array) {
        var numbers = new double[array.size()];
        Arrays.setAll(numbers, i -> array.get(i).asDouble());
        return numbers;
    }
}
