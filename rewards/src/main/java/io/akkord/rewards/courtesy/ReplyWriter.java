package io.akkord.rewards.courtesy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes replies with given virtues: an opening, an answer, a close, each of which may be missing or bad. */
final class ReplyWriter {

    private final Question question;
    private final Random random;

    private ReplyWriter(Question question, Random random) {
        this.question = question;
        this.random = random;
    }

    /** A reply of 3 to 25 words. */
    static String write(Question question, Virtues virtues, Random random) {
        var writer = new ReplyWriter(question, random);
        String opening = virtues.kind() ? writer.courteous() : writer.unkind();
        String answer = virtues.answers() ? writer.answer(question.topic(), question.thing()) : writer.miss();
        String close = virtues.endsWell() ? writer.pick(Manners.WISHES) : writer.badEnd(answer);
        return Stream.of(opening, answer, close).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private String courteous() {
        return Manners.addressed(pick(Manners.COURTEOUS), question.visitor());
    }

    /** Rude, or curt, or courteous to somebody else. */
    private String unkind() {
        return switch (random.nextInt(10)) {
            case 0 -> Manners.addressed(pick(Manners.COURTEOUS), other(Question.VISITORS, question.visitor()));
            case 1, 2, 3 -> "";
            default -> Manners.addressed(pick(Manners.RUDE), question.visitor());
        };
    }

    private String answer(Topic topic, String thing) {
        return pick(topic.answers()).replace("*", thing);
    }

    /** Says nothing of it, or speaks of another thing of the same kind, or of another kind. */
    private String miss() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> pick(Manners.EVASIVE);
            case 2 -> answer(question.topic(), other(question.topic().things(), question.thing()));
            default -> {
                Topic topic = other(Arrays.asList(Topic.values()), question.topic());
                yield answer(topic, pick(topic.things()));
            }
        };
    }

    /** No close at all, or one cut off, or no end of it. */
    private String badEnd(String answer) {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> answer;
            case 2 -> Manners.RAMBLING;
            default -> cut(pick(Manners.WISHES));
        };
    }

    private String cut(String wish) {
        String[] words = wish.split(" ");
        return String.join(" ", Arrays.asList(words).subList(0, 1 + random.nextInt(words.length - 1)));
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> T other(List<T> choices, T than) {
        return pick(choices.stream().filter(choice -> !choice.equals(than)).toList());
    }
}
