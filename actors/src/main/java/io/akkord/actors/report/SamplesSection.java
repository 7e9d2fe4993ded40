package io.akkord.actors.report;

import static io.akkord.actors.report.Element.div;
import static io.akkord.actors.report.Element.span;

import io.akkord.actors.report.RunRecord.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same prompts answered before and after, side by side. */
final class SamplesSection {

    private static final int SHOWN = 8;

    private SamplesSection() {}

    /** First response of each prompt before and after. */
    private record Answers(
            @Nullable Sample before, @Nullable Sample after) {

        Answers with(Sample sample) {
            return switch (sample.when()) {
                case "before" -> before == null ? new Answers(sample, after) : this;
                case "after" -> after == null ? new Answers(before, sample) : this;
                default -> this;
            };
        }
    }

    /** Pairs of the last stage that has both; empty where nothing was kept. */
    static Optional<Element> of(RunRecord run) {
        for (var stage : run.stages().reversed()) {
            var samples = run.samples().stream()
                    .filter(sample -> sample.stage().equals(stage))
                    .toList();
            if (!samples.isEmpty()) {
                return Optional.of(section(stage, byPrompt(samples)));
            }
        }
        return Optional.empty();
    }

    private static Map<String, Answers> byPrompt(List<Sample> samples) {
        var answers = new LinkedHashMap<String, Answers>();
        for (var sample : samples) {
            var sofar = answers.getOrDefault(sample.prompt(), new Answers(null, null));
            answers.put(sample.prompt(), sofar.with(sample));
        }
        answers.values().removeIf(one -> one.before() == null && one.after() == null);
        return answers;
    }

    private static Element section(String stage, Map<String, Answers> answers) {
        var shown = div("samples");
        var more = div("samples");
        int count = 0;
        for (var entry : answers.entrySet()) {
            var card = card(entry.getKey(), entry.getValue());
            (count++ < SHOWN ? shown : more).add(card);
        }
        var section = Element.of(
                        "section", Element.of("h2", "Before and after", span("facts", "responses of " + stage)), shown)
                .with("id", "samples");
        return count > SHOWN
                ? section.add(Element.of("details", Element.of("summary", (count - SHOWN) + " more prompts"), more))
                : section;
    }

    private static Element card(String prompt, Answers answers) {
        return div(
                "card sample",
                div("prompt", prompt),
                div("answers", answer("before", answers.before()), answer("after", answers.after())));
    }

    private static Element answer(String when, @Nullable Sample sample) {
        var answer = div("answer " + when);
        var head = div("answer-head", span("when", when));
        if (sample == null) {
            return answer.add(head).add(div("response none", "not sampled"));
        }
        if (Double.isFinite(sample.score())) {
            head.add(span("chip", "score " + Figures.number(sample.score())));
        }
        if (Double.isFinite(sample.gold())) {
            head.add(span("chip gold", "gold " + Figures.number(sample.gold())));
        }
        return answer.add(head)
                .add(div(
                        sample.response().isBlank() ? "response none" : "response",
                        sample.response().isBlank()
                                ? "(nothing)"
                                : sample.response().strip()));
    }
}
