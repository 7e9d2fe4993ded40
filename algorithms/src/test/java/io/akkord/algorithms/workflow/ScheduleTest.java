package io.akkord.algorithms.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.workflow.Schedule.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void ratesAreThoseOfTransformers() throws IOException {
        Path file = Path.of("..", "..", "shared", "families", "optim.json");
        Assumptions.assumeTrue(Files.exists(file), "the shared folder is not beside this checkout");
        int ran = 0;
        for (JsonNode one : new ObjectMapper().readTree(file.toFile()).get("schedules")) {
            JsonNode arguments = one.get("args");
            Kind kind = switch (one.get("fn").asText()) {
                case "get_linear_schedule_with_warmup" -> Kind.LINEAR;
                case "get_cosine_schedule_with_warmup" -> Kind.COSINE;
                default -> Kind.CONSTANT;
            };
            var schedule = new Schedule(
                    kind,
                    arguments.path("num_warmup_steps").asInt(),
                    arguments.path("num_training_steps").asInt(),
                    0);
            JsonNode rates = one.get("lr_used_at_step_0_to_19");
            for (int step = 0; step < rates.size(); step++) {
                double rate = one.get("base_lr").asDouble() * schedule.factor(step);
                assertEquals(rates.get(step).asDouble(), rate, 1e-15, kind + " at step " + step);
            }
            ran++;
        }
        assertEquals(5, ran);
    }

    @Test
    void cosineEndsAtItsLowestRatio() {
        var schedule = new Schedule(Kind.COSINE_WITH_MIN_LR, 10, 110, 0.1);
        assertEquals(0.5, schedule.factor(5));
        assertEquals(1, schedule.factor(10));
        assertEquals(0.55, schedule.factor(60), 1e-12);
        assertEquals(0.1, schedule.factor(110), 1e-12);
    }
}
