package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Where each network lived, what that took of each device, and the settings to run the same again. */
final class PlanSection {

    private PlanSection() {}

    static Optional<Element> of(RunRecord run) {
        var section =
                Element.of("section", Element.of("h2", "Plan and settings")).with("id", "plan");
        var stages = div("plots");
        for (var stage : run.plan().path("stages")) {
            stages.add(stage(stage));
        }
        boolean planned = !run.plan().path("stages").isEmpty();
        if (planned) {
            section.add(stages);
        }
        if (!run.experiment().isBlank()) {
            section.add(Element.of(
                    "details",
                    Element.of("summary", "The experiment, resolved: save it as a file and run it again"),
                    Element.of("pre", run.experiment().strip()).with("class", "card")));
        }
        var checkpoint = run.summary().path("checkpoint").asText("");
        if (!checkpoint.isEmpty()) {
            section.add(Element.of("p", "Final model: ", Element.of("code", checkpoint))
                    .with("class", "where"));
        }
        return planned || !run.experiment().isBlank() ? Optional.of(section) : Optional.empty();
    }

    private static Element stage(JsonNode stage) {
        var card = div("card plan", div("name", stage.path("name").asText()));
        for (var role : stage.path("placements").properties()) {
            var devices = span("devices");
            role.getValue().forEach(device -> devices.add(span("chip", device.asText())));
            card.add(div("row", span("row-name", role.getKey()), devices));
        }
        for (var device : stage.path("memory_bytes").properties()) {
            card.add(div(
                    "row",
                    span("row-name", device.getKey()),
                    span("value", Figures.bytes(device.getValue().asDouble()))));
        }
        // Its first line says what the rows above show.
        stage.path("description").asText("").lines().skip(1).forEach(line -> card.add(div("why", line)));
        return card;
    }
}
