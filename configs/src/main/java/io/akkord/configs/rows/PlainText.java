package io.akkord.configs.rows;

import io.akkord.algorithms.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Prompts from plain text: one a line, or the first words of each story. */
final class PlainText {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String END_OF_TEXT = "<|endoftext|>";

    private PlainText() {}

    /** Every line that is not blank. */
    static List<PromptText> lines(Path path) {
        List<PromptText> prompts = TextFile.lines(path).stream()
                .filter(line -> !line.isBlank())
                .map(line -> new PromptText(line.strip(), Map.of()))
                .toList();
        return TextFile.someOf(path, prompts, "line of text");
    }

    /**
     * The first words of each story, joined by single blanks; shorter stories are left out.
     *
     * @param words how many, at least 1
     */
    static List<PromptText> openings(Path path, int words) {
        var prompts = new ArrayList<PromptText>();
        for (String story : stories(TextFile.lines(path))) {
            List<String> all = Arrays.asList(BLANKS.split(story.strip()));
            if (all.size() >= words && !all.getFirst().isEmpty()) {
                prompts.add(new PromptText(String.join(" ", all.subList(0, words)), Map.of()));
            }
        }
        if (prompts.isEmpty()) {
            throw new UserError(path + ": holds no story of " + words + " words (data.prompt-words)");
        }
        return prompts;
    }

    /**
     * Stories as TinyStories and its like lay them out: {@code <|endoftext|>} ends one where the file uses it; elsewhere a
     * blank line is a new paragraph of the same story, and a line right below another begins the next story.
     */
    private static List<String> stories(List<String> lines) {
        boolean marked = lines.stream().anyMatch(line -> line.contains(END_OF_TEXT));
        if (marked) {
            return List.of(String.join("\n", lines).split(Pattern.quote(END_OF_TEXT)));
        }
        var stories = new ArrayList<String>();
        boolean afterBlank = false;
        for (String line : lines) {
            if (!line.isBlank() && (stories.isEmpty() || !afterBlank)) {
                stories.add(line);
            } else if (!line.isBlank()) {
                stories.set(stories.size() - 1, stories.getLast() + "\n" + line);
            }
            afterBlank = line.isBlank();
        }
        return stories;
    }
}
