package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of separated values (RFC 4180), read leniently: what follows a closing quote belongs to its field.
 *
 * <p>An empty line is a row without fields, which is how an answer fails that pads its table.
 */
final class Csv {

    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private final StringBuilder field = new StringBuilder();

    private Csv() {}

    static List<List<String>> rows(String text, char separator) {
        var csv = new Csv();
        boolean quoted = false;
        boolean begun = false;
        for (int at = 0; at < text.length(); at++) {
            char one = text.charAt(at);
            if (quoted) {
                boolean twice = one == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"';
                quoted = one != '"' || twice;
                at += twice ? 1 : 0;
                if (quoted) {
                    csv.field.append(one);
                }
            } else if (one == '"' && csv.field.isEmpty()) {
                quoted = true;
                begun = true;
            } else if (one == separator) {
                csv.endField();
                begun = true;
            } else if (one == '\n') {
                csv.endRow(begun);
                begun = false;
            } else if (one != '\r') {
                csv.field.append(one);
                begun = true;
            }
        }
        if (begun) {
            csv.endRow(true);
        }
        return csv.rows;
    }

    private void endField() {
        row.add(field.toString());
        field.setLength(0);
    }

    private void endRow(boolean begun) {
        if (begun) {
            endField();
        }
        rows.add(row);
        row = new ArrayList<>();
        Words.answerInterrupt();
    }
}
