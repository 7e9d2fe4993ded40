package io.akkord.algorithms;

import io.akkord.algorithms.experience.TextCodec;

/** A tokenizer whose ids are the text's characters; 0 ends a response and 1 begins a sequence. */
public record Letters() implements TextCodec {

    @Override
    public int[] prompt(String text) {
        return ("\1" + text).chars().toArray();
    }

    @Override
    public int[] continuation(String text) {
        return text.chars().toArray();
    }

    @Override
    public int context() {
        return 10_000;
    }

    @Override
    public int[] end() {
        return new int[] {0};
    }

    @Override
    public String text(int[] ids) {
        var text = new StringBuilder();
        for (int id : ids) {
            if (id > 1) {
                text.append((char) id);
            }
        }
        return text.toString();
    }
}
