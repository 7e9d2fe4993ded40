package io.akkord.actors.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {

    private static final List<String> SEVENTY = List.of(
            "plan",
            "ppo",
            "policy.model=llama-2-70b",
            "critic.model=llama-2-70b",
            "ppo.batch=512",
            "ppo.sampling.max-tokens=512",
            "plan.prompt-tokens=512",
            "--hardware",
            "h100",
            "--gpus",
            "128",
            "--evaluations",
            "40000");

    @TempDir
    Path here;

    private Typed typed(List<String> arguments, String... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return Typed.in(here, all.toArray(String[]::new));
    }

    private JsonNode stage(Typed typed) throws IOException {
        assertEquals(0, typed.status(), typed.err());
        return new ObjectMapper().readTree(typed.out()).path("stages").path(0);
    }

    @Test
    void aPlanOfSeventyBillionSaysWhereWhyAndWhatElse() throws IOException {
        var typed = typed(SEVENTY, "--html", "plan.html");
        assertEquals(0, typed.status(), typed.err());
        String text = typed.out();
        assertTrue(text.startsWith("ppo on h100, 16 nodes, 128 devices: "), text);
        for (String step :
                List.of("generate-policy", "infer-reference", "infer-critic", "train-policy", "train-critic")) {
            assertTrue(text.contains("\n" + step + " "), text);
        }
        assertTrue(text.contains("of 79.6 GiB"), text);
        assertTrue(text.contains("Megatron style, 1x8x16 for every call"), text);
        assertTrue(text.contains("% better: of "), text);
        assertTrue(text.contains("Limited by "), text);
        assertTrue(text.contains("Would help: "), text);
        String page = Files.readString(here.resolve("plan.html"));
        assertTrue(page.contains("<svg") && page.contains("train-critic"), "the timeline is drawn");
        assertFalse(page.contains("http"), "the page needs no network");
    }

    @Test
    void nothingWouldBeBetterThanItsBoundAndNoRuleIsBetter() throws IOException {
        JsonNode plan = stage(typed(SEVENTY, "--json"));
        double cost = plan.path("cost").doubleValue();
        assertTrue(plan.path("lower_bound").doubleValue() <= cost);
        assertTrue(plan.path("gap").doubleValue() < 0.5, plan.path("gap").toString());
        plan.path("heuristics").forEach(rule -> assertTrue(rule.isNull() || rule.doubleValue() >= cost));
        assertEquals(5, plan.path("calls").size());
        for (JsonNode call : plan.path("calls")) {
            assertTrue(call.path("memory_bytes").longValue() <= 81559L << 20);
        }
    }

    @Test
    void theSameEvaluationsGiveTheSamePlan() throws IOException {
        JsonNode once = stage(typed(SEVENTY, "--json"));
        JsonNode again = stage(typed(SEVENTY, "--json"));
        assertEquals(once.path("calls"), again.path("calls"));
        assertEquals(once.path("timeline"), again.path("timeline"));
    }

    @Test
    void aWorkflowHasTheCallsItNeedsAndNoOthers() throws IOException {
        JsonNode judged = new ObjectMapper()
                .readTree(Typed.in(here, "plan", "self-judge", "--hardware", "h100", "--evaluations", "5000", "--json")
                        .out())
                .path("stages")
                .path(1);
        assertTrue(judged.path("placements").has("policy"));
        assertFalse(
                judged.path("placements").has("critic"),
                judged.path("placements").toString());
    }

    @Test
    void theCoresOfThisMachineTakeWholeNetworks() throws IOException {
        JsonNode plan = stage(Typed.in(here, "plan", "ppo", "runtime.devices=2", "--json"));
        assertTrue(plan.path("proved").booleanValue());
        for (JsonNode call : plan.path("calls")) {
            assertEquals(1, call.path("tensor").intValue() * call.path("data").intValue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plan | plan needs a recipe or an experiment file",
                "plan ppo --hardware h101 | did you mean h100?",
                "plan ppo --hardware h100 --gpus 0 | the number of devices must lie between 1 and",
                "plan ppo --hardware h100 --gpus 13 | must make up whole nodes, such as 8 or 16, was 13",
                "plan ppo --gpus 8 | name it with --hardware",
                "plan ppo --html nowhere/plan.html | --html: there is no folder for nowhere/plan.html",
                "plan ppo --instance x.json | give it no recipe or settings",
                "plan ppo policy.model=llama-2-71b | did you mean llama-2-70b?",
                "plan ppo plan.staleness=-1 | plan.staleness: must be at least 0, was -1",
                "plan ppo plan.devices=[node9] --hardware h100 | there is no device or node node9 in cluster h100",
                "plan ppo plan.fixed.policy=[node,node] --hardware h100 | plan.fixed.policy: a mesh overlaps itself",
                "plan ppo policy.model=llama-2-70b | policy fits nowhere in cluster embedded",
                "run ppo policy.model=llama-2-70b | its shape is known and can be planned with",
            })
    void wrongInputIsToldInOneSentence(String line, String told) {
        var typed = Typed.in(here, line.split(" "));
        assertEquals(2, typed.status(), typed.err());
        assertTrue(typed.complaint().contains(told), typed.complaint());
        assertEquals(1, typed.complaint().lines().count(), typed.complaint());
    }

    @Test
    void whatDoesNotFitIsCountedInBytesWithTheSmallestClusterThatWouldDo() {
        var typed = Typed.in(
                here,
                "plan",
                "ppo",
                "policy.model=llama-2-70b",
                "critic.model=llama-2-70b",
                "--hardware",
                "h100",
                "--gpus",
                "8",
                "--evaluations",
                "2000");
        assertEquals(2, typed.status());
        assertTrue(typed.complaint().contains("GiB too much"), typed.complaint());
        assertTrue(
                typed.complaint().contains("the smallest cluster of these nodes that would do has"), typed.complaint());
    }
}
