package io.akkord.actors.cli;

import io.akkord.algorithms.UserError;
import io.akkord.policies.text.ChatTemplate;
import io.akkord.policies.text.ChatTemplate.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Talks with a model, one line at a time, until the input ends. */
@Command(
        name = "chat",
        description = "Talks with a model; an empty line or the end of input ends it.",
        mixinStandardHelpOptions = true)
final class ChatCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(paramLabel = "MODEL", description = "A Hugging Face folder, such as a run's checkpoint.")
    private Path model = Path.of("");

    @Mixin
    private SamplingOptions options = new SamplingOptions();

    @Option(
            names = "--plain",
            description = "Give each line as it is, without turns: for models that follow requests bare.")
    private boolean plain;

    ChatCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var folder = terminal.resolve(model);
        try (var speaker = Speaker.open(folder)) {
            var template = ChatTemplate.of(folder);
            template.notice().ifPresent(terminal::complain);
            var turns = new ArrayList<Turn>();
            for (var line = ask(); line != null && !line.isBlank(); line = ask()) {
                turns.add(new Turn(ChatTemplate.Speaker.USER, line));
                turns.add(new Turn(
                        ChatTemplate.Speaker.ASSISTANT,
                        answer(speaker, plain ? line : fitting(speaker, template, turns))));
            }
        }
        return 0;
    }

    private @Nullable String ask() throws IOException {
        terminal.err().print("> ");
        terminal.err().flush();
        return terminal.in().readLine();
    }

    /** The conversation without its oldest turns, if it has outgrown half of the model's context. */
    private static String fitting(Speaker speaker, ChatTemplate template, List<Turn> turns) {
        for (int from = 0; from < turns.size() - 1; from += 2) {
            var text = template.render(turns.subList(from, turns.size()));
            if (speaker.leavesHalf(text)) {
                return text;
            }
        }
        return template.render(turns.subList(turns.size() - 1, turns.size()));
    }

    private String answer(Speaker speaker, String text) {
        var prompt = speaker.prompt(text);
        int tokens = options.tokens(speaker.room(prompt));
        if (tokens == 0) {
            throw new UserError("no room is left for an answer: the model reads at most " + prompt.length + " tokens");
        }
        var utterance = new Utterance(speaker.tokenizer(), prompt, terminal.out());
        speaker.answer(prompt, options.sampling(tokens), options.seed(), utterance);
        return utterance.finish();
    }
}
