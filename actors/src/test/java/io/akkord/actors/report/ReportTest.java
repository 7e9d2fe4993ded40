package io.akkord.actors.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.akkord.algorithms.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path run;

    @Test
    void aFinishedRunShowsItsGainItsCurvesItsDevicesAndItsResponses() throws Exception {
        finishedRun();
        var html = report();
        assertTrue(html.contains("+2.5 sd"), "reward gain in standard deviations");
        assertTrue(html.contains("aligned wins 87 %"), "gold win rate");
        assertTrue(html.contains("<title>generate-policy 800 ms</title>"), "bar of the Gantt chart");
        assertTrue(html.contains("node0/cpu1"), "row of the Gantt chart");
        assertTrue(html.contains("planned 700 ms"), "plan beside measurement");
        assertTrue(html.contains("With pleasure."), "response after");
        assertTrue(html.contains("aria-label=\"Reward\""), "plot of the reward");
        assertTrue(html.contains("aria-label=\"value/odd_new_metric\""), "a metric that nobody foresaw");
        assertTrue(html.contains("seed = 7"), "settings");
    }

    @Test
    void aRewardThatWasGamedIsABoxThatNobodyOverlooks() throws Exception {
        finishedRun();
        assertFalse(report().contains("Alarm"));
        write("summary.json", """
                {"name":"town","stages":[],"gold":{"baseline":2,"aligned":1,"win_rate":0.1,"alarm":"stage ppo <games>"}}""");
        var html = report();
        assertTrue(html.contains("class=\"notice alarm\">Alarm: stage ppo &lt;games&gt;."), "alarm");
        parse(html);
    }

    @Test
    void theReportIsWellFormedAndLoadsNothing() throws Exception {
        finishedRun();
        var html = report();
        parse(html);
        assertFalse(Pattern.compile("(src|href)=\"(?!#)|url\\(|@import|<script")
                .matcher(html)
                .find());
    }

    @Test
    void whatAModelWroteNeverBecomesMarkup() throws Exception {
        finishedRun();
        var hostile = "</pre></style><script>alert(1)</script>\\\" onload=\\\"x\\u0000\\u001b[31m<!-- ]]> &amp;";
        write("samples.jsonl", """
                {"stage":"ppo","iteration":1,"when":"before","prompt":"%1$s","response":"%1$s","score":1,"gold":2}
                """.formatted(hostile));
        write("experiment.conf", "name = \"</pre><script>\"\n");
        var html = report();
        assertFalse(html.contains("<script"));
        assertFalse(html.contains("\" onload"));
        assertTrue(html.contains("&lt;/pre&gt;&lt;/style&gt;&lt;script&gt;alert(1)"));
        parse(html);
    }

    @Test
    void aRunThatWasStoppedInTheMiddleOfALineHasAReport() throws Exception {
        write("experiment.conf", "name = torn\n");
        write("metrics.jsonl", metrics(1) + metrics(2) + "{\"stage\":\"ppo\",\"itera");
        write("samples.jsonl", "{\"stage\":\"ppo\",\"iteration\":0,\"when\":\"before\",\"prompt\":\"p\",\"resp");
        write("trace.json", "{\"traceEvents\":[" + span("generate-policy", 0, 0, 800) + "," + "{\"name\":\"infer");
        write("plan.json", "{\"stages\":[");
        var html = report();
        assertTrue(html.contains("has not finished"));
        assertTrue(html.contains("2 of 40 iterations"));
        assertTrue(html.contains("<title>generate-policy 800 ms</title>"));
        parse(html);
    }

    @Test
    void aRunThatHadNoTimeToBeginHasAReport() throws Exception {
        write("experiment.conf", "name = nothing\n");
        assertTrue(report().contains("No iteration was finished."));
    }

    @Test
    void aDirectoryWithoutARunIsTheUsersError() {
        var error = assertThrows(UserError.class, () -> Report.write(run.resolve("elsewhere")));
        assertTrue(String.valueOf(error.getMessage())
                .endsWith("elsewhere is no run directory: neither experiment.conf nor metrics.jsonl is in it"));
    }

    @Test
    void figuresKeepThreeDigits() {
        assertEquals("0.0123", Figures.number(0.012345));
        assertEquals("−1.5", Figures.number(-1.5));
        assertEquals("–", Figures.number(Double.NaN));
        assertEquals("1 min 40 s", Figures.seconds(100));
        assertEquals("1.5 GiB", Figures.bytes(1.5 * (1L << 30)));
    }

    private void finishedRun() throws IOException {
        write("experiment.conf", "name = town\nseed = 7\n");
        write("metrics.jsonl", metrics(1) + metrics(2) + metrics(3));
        write("samples.jsonl", """
                {"stage":"ppo","iteration":0,"when":"before","prompt":"Please sing.","response":"No.","score":-1,"gold":0.5}
                {"stage":"ppo","iteration":3,"when":"after","prompt":"Please sing.","response":"With pleasure.","score":2,"gold":3}
                """);
        write(
                "trace.json",
                "{\"traceEvents\":[{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":0,\"tid\":1,\"args\":{\"name\":\"node0/cpu1\"}},"
                        + span("generate-policy", 0, 0, 800) + "," + span("infer-critic", 1, 800, 100) + "]}");
        write("plan.json", """
                {"stages":[{"name":"ppo","placements":{"policy":["node0/cpu0"]},
                 "predicted_seconds":{"generate-policy":0.7},"memory_bytes":{"node0/cpu0":1048576}}]}""");
        write("summary.json", """
                {"name":"town","seconds":95.2,"stages":[{"name":"ppo","workflow":"ppo","iterations":3,"seconds":90,
                 "reward_first":-1,"reward_last":1.5,"reward_sd_first":1.0,"kl_last":2.1}],
                 "gold":{"baseline":1,"aligned":2,"win_rate":0.87},"orchestration_share":0.01,"peak_rss_bytes":1073741824,
                 "checkpoint":"checkpoints/0003"}""");
    }

    private static String metrics(int iteration) {
        return """
                {"stage":"ppo","iteration":%d,"of":40,"objective/reward_mean":%d,"objective/kl":0.1,"value/odd_new_metric":3,\
                "policy/loss":NaN,"time/generate-policy":0.8,"time/iteration":1.1}
                """.formatted(iteration, iteration).replace(":NaN", ":null");
    }

    private static String span(String name, int device, int startMillis, int millis) {
        return """
                {"name":"%s","cat":"model","ph":"X","ts":%d,"dur":%d,"pid":0,"tid":%d,"args":{"stage":"ppo","iteration":1}}""".formatted(name, 1000 * startMillis, 1000 * millis, device);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(run.resolve(file), text);
    }

    private String report() throws IOException {
        return Files.readString(Report.write(run));
    }

    /** HTML whose void elements are closed must be XML: every tag has its end and every quote is closed. */
    private static void parse(String html) throws Exception {
        var xml = html.replace("<!doctype html>", "").replaceAll("<(meta|br)([^>]*)>", "<$1$2/>");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
