package io.akkord.rewards;

import java.util.concurrent.CancellationException;

/** Text that refuses to be read further by an interrupted thread: the only way to stop a Java regular expression. */
public record InterruptibleText(String text) implements CharSequence {

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("interrupted while matching");
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new InterruptibleText(text.substring(start, end));
    }

    @Override
    public String toString() {
        return text;
    }
}
