package io.akkord.actors.cli;

import io.akkord.policies.generate.StopRule;
import io.akkord.policies.text.TextStream;
import io.akkord.policies.text.Tokenizer;
import java.io.PrintWriter;

/** An answer that is printed while it is made, and ends where the model begins to speak for its user. */
final class Utterance implements StopRule {

    private static final String OTHER_SIDE = "\nUser:";

    private final TextStream stream;
    private final PrintWriter out;
    private final StringBuilder text = new StringBuilder();
    private int printed;

    Utterance(Tokenizer tokenizer, int[] prompt, PrintWriter out) {
        this.stream = new TextStream(tokenizer, prompt);
        this.out = out;
    }

    @Override
    public boolean stops(int[] tokens, int length) {
        text.append(stream.accept(tokens[length - 1]));
        int end = text.indexOf(OTHER_SIDE);
        if (end >= 0) {
            text.setLength(end);
        }
        print(end >= 0 ? text.length() : text.length() - heldBack());
        return end >= 0;
    }

    /** Prints what is left and a line's end, and returns the whole answer. */
    String finish() {
        if (text.indexOf(OTHER_SIDE) < 0) {
            text.append(stream.finish());
        }
        print(text.length());
        out.println();
        out.flush();
        return text.toString().strip();
    }

    /** How much of the end could yet become the other side's turn. */
    private int heldBack() {
        for (int length = Math.min(OTHER_SIDE.length(), text.length()); length > 0; length--) {
            if (OTHER_SIDE.startsWith(text.substring(text.length() - length))) {
                return length;
            }
        }
        return 0;
    }

    private void print(int end) {
        if (end > printed) {
            out.print(text.substring(printed, end));
            out.flush();
            printed = end;
        }
    }
}
