package io.akkord.actors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.akkord.algorithms.experience.Ending;
import io.akkord.policies.generate.Completion;
import io.akkord.policies.generate.StopRule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a model continue a text. */
@Command(
        name = "generate",
        description = "Prints a prompt and how a model continues it.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Runnable {

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A Hugging Face folder, such as a run's checkpoint.")
    private Path model = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "PROMPT",
            description = "May be empty where the tokenizer adds a first token.")
    private String prompt = "";

    @Mixin
    private SamplingOptions options = new SamplingOptions();

    @Option(
            names = "--json",
            description =
                    "Print ids and log-probs too: those of the new tokens, and of each prompt token but the first.")
    private boolean json;

    GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        try (var speaker = Speaker.open(terminal.resolve(model))) {
            var ids = speaker.prompt(prompt);
            int tokens = options.tokens(speaker.room(ids));
            var sampling = options.sampling(Math.max(1, tokens));
            var answer = tokens == 0
                    ? new Completion(new int[0], new float[0], Ending.LENGTH)
                    : speaker.answer(ids, sampling, options.seed(), StopRule.none());
            var text = speaker.tokenizer().decode(joined(ids, answer.response()));
            terminal.out()
                    .println(json ? json(ids, answer, text, speaker.logprobs(ids, sampling.logitTemperature())) : text);
        }
    }

    private static int[] joined(int[] prompt, int[] response) {
        var all = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, all, prompt.length, response.length);
        return all;
    }

    private static String json(int[] prompt, Completion answer, String text, double[] promptLogprobs) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("prompt_ids", prompt);
        fields.put("ids", answer.response());
        fields.put("text", text);
        fields.put("logprobs", answer.logprobs());
        fields.put("prompt_logprobs", promptLogprobs);
        fields.put("ending", answer.ending().name().toLowerCase(Locale.ROOT));
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
