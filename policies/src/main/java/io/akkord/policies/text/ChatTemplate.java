package io.akkord.policies.text;

import io.akkord.policies.files.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a conversation becomes one prompt: for now always the plain form, a line {@code User: ...} or {@code Assistant: ...}
 * a turn.
 *
 * @param notice one sentence for the user where the model brings a template of its own, which is not followed yet
 */
public record ChatTemplate(Optional<String> notice) {

    /** Who speaks. */
    public enum Speaker {
        USER("User"),
        ASSISTANT("Assistant");

        private final String label;

        Speaker(String label) {
            this.label = label;
        }
    }

    /** One utterance of a conversation. */
    public record Turn(Speaker speaker, String text) {}

    /** The template of a model folder. */
    public static ChatTemplate of(Path directory) {
        if (!brought(directory)) {
            return new ChatTemplate(Optional.empty());
        }
        return new ChatTemplate(Optional.of("the chat template of " + directory
                + " is not followed yet: turns are written as \"User: ...\" and \"Assistant: ...\" lines"));
    }

    /** The text after which the assistant speaks. */
    public String render(List<Turn> conversation) {
        var text = new StringBuilder();
        for (Turn turn : conversation) {
            text.append(turn.speaker.label)
                    .append(": ")
                    .append(turn.text.strip())
                    .append('\n');
        }
        return text.append(Speaker.ASSISTANT.label).append(':').toString();
    }

    private static boolean brought(Path directory) {
        Path settings = directory.resolve("tokenizer_config.json");
        if (Files.exists(directory.resolve("chat_template.jinja"))) {
            return true;
        }
        return Files.exists(settings) && JsonFile.read(settings).has("chat_template");
    }
}
