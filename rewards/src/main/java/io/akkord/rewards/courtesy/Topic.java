package io.akkord.rewards.courtesy;

import java.util.List;

/**
 * What visitors ask about: the things, the ways to ask, the ways to answer.
 *
 * <p>An asterisk stands for the thing. Words are few and short on purpose: a byte-pair vocabulary of some hundred tokens
 * then holds nearly all of them whole.
 */
enum Topic {
    FOOD(
            List.of("tea", "milk", "soup", "cake", "bread"),
            List.of("Can I have some *?", "I want some *.", "Do you have any *?"),
            List.of("Here is your *.", "Your * is on the table.", "I will bring you some *.")),
    PLACE(
            List.of("park", "bank", "zoo", "pool", "farm"),
            List.of("Where is the *?", "How do I find the *?", "I want to find the *."),
            List.of("The * is on the left.", "The * is by the gate.", "You will find the * by the gate.")),
    TIME(
            List.of("train", "bus", "boat", "show", "class"),
            List.of("When does the * start?", "What time is the *?", "Is the * on time?"),
            List.of("The * starts at noon.", "The * is at six.", "The * is on time.")),
    BOOK(
            List.of("birds", "bees", "stars", "ships", "dogs"),
            List.of("Do you have a book about *?", "I want to read about *.", "Where are the books about *?"),
            List.of("Here is a book about *.", "The books about * are on the left.", "We have a good book about *.")),
    WEATHER(
            List.of("Rome", "Paris", "Oslo", "Cairo", "Bonn"),
            List.of("Will it rain in *?", "Is it warm in *?", "How is the weather in *?"),
            List.of("It is warm in *.", "It will rain in *.", "The weather in * is good."));

    private final List<String> things;
    private final List<String> questions;
    private final List<String> answers;

    Topic(List<String> things, List<String> questions, List<String> answers) {
        this.things = things;
        this.questions = questions;
        this.answers = answers;
    }

    List<String> things() {
        return things;
    }

    /** Ways to ask, with an asterisk for the thing. */
    List<String> questions() {
        return questions;
    }

    /** Sentences that answer, with an asterisk for the thing. */
    List<String> answers() {
        return answers;
    }
}
