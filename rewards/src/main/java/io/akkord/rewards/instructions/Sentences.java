package io.akkord.rewards.instructions;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts text into sentences as Punkt does (Kiss and Strunk 2006, "Unsupervised Multilingual Sentence Boundary Detection").
 *
 * <p>A question or exclamation mark always ends a sentence, a period does unless it belongs to an abbreviation, a number
 * or an initial that the next word continues. Punkt learned its abbreviations and which words are capitalised for their
 * place alone from newspapers; here a list of common abbreviations and one of common words stand in. Lines mean nothing
 * to it: a heading without a full stop is part of the sentence that follows.
 */
final class Sentences {

    private static final String ENDS = ".?!";

    /** What may follow the end of a sentence without a blank. */
    private static final String CUTS = "?!)\";}]*:@'({[";

    private static final String PAUSES = ";:,.!?";
    private static final String OPENERS = "(\"`{[:;&#*@)}]-,";
    private static final String CLOSERS = "\"')]}";
    private static final Set<String> ABBREVIATIONS = WordLists.words("abbreviations.txt");
    private static final Set<String> COMMON = WordLists.union("stop-words.txt", "verbs.txt");

    private final String text;
    private final List<String> found = new ArrayList<>();
    private int start;

    private Sentences(String text) {
        this.text = text;
    }

    /** The sentences in their order, each without the blanks around it but those before the first. */
    static List<String> of(String text) {
        return new Sentences(text).split();
    }

    private List<String> split() {
        int end = lastInk();
        int run = nextInk(0);
        while (run < end) {
            int runEnd = run;
            while (runEnd < end && !Words.isBlank(text.charAt(runEnd))) {
                runEnd++;
            }
            int next = nextInk(runEnd);
            int mark = candidate(run, runEnd, next < end);
            if (mark >= 0 && ends(run, mark, runEnd, next)) {
                add(mark + 1);
                start = mark + 1 < runEnd ? mark + 1 : next;
                start = closeQuotes(start);
            }
            run = next;
            Words.answerInterrupt();
        }
        if (start < end) {
            add(end);
        }
        return found;
    }

    private int lastInk() {
        int end = text.length();
        while (end > 0 && Words.isBlank(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private int nextInk(int from) {
        int at = from;
        while (at < text.length() && Words.isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void add(int end) {
        if (start < end) {
            found.add(text.substring(start, end));
        }
    }

    /** The last mark in a run that could end a sentence, or -1. */
    private int candidate(int run, int runEnd, boolean continues) {
        for (int at = runEnd - 1; at >= run; at--) {
            if (ENDS.indexOf(text.charAt(at)) >= 0) {
                boolean last = at + 1 == runEnd;
                if (last ? continues : CUTS.indexOf(text.charAt(at + 1)) >= 0) {
                    return at;
                }
            }
        }
        return -1;
    }

    /** Closing quotes and brackets belong to the sentence that they close. */
    private int closeQuotes(int from) {
        int at = from;
        while (at < text.length() && CLOSERS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        boolean closed = at > from
                && !found.isEmpty()
                && (at == text.length() || Words.isBlank(text.charAt(at)) || text.startsWith("--", at));
        if (!closed) {
            return from;
        }
        found.set(found.size() - 1, found.getLast() + text.substring(from, at));
        return nextInk(at);
    }

    private boolean ends(int run, int mark, int runEnd, int next) {
        String before = text.substring(run, mark + 1);
        if (before.indexOf('?') >= 0 || before.indexOf('!') >= 0) {
            return true;
        }
        String last = lastToken(before);
        String following = mark + 1 < runEnd ? text.substring(mark + 1, mark + 2) : firstToken(next);
        boolean ellipsis = last.startsWith("..");
        String word = Words.lower(last.substring(0, last.length() - 1));
        boolean abbreviation = !ellipsis && (ABBREVIATIONS.contains(word) || ABBREVIATIONS.contains(afterHyphen(word)));
        boolean initial = last.length() == 2 && Character.isLetter(last.charAt(0));
        boolean capital = Character.isUpperCase(following.codePointAt(0));
        boolean continues = Character.isLowerCase(following.codePointAt(0)) || PAUSES.indexOf(following.charAt(0)) >= 0;
        boolean common = COMMON.contains(Words.lower(Words.bareEnd(following)));
        if (initial) {
            return !abbreviation && !continues && (!capital || common);
        }
        if (abbreviation || ellipsis) {
            return capital && common;
        }
        return !(isNumber(word) && continues);
    }

    private static String afterHyphen(String word) {
        return word.substring(word.lastIndexOf('-') + 1);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty()
                && word.chars().allMatch(one -> Character.isDigit(one) || one == ',' || one == '.' || one == '-')
                && word.chars().anyMatch(Character::isDigit);
    }

    /** The token that a run ends with, its period included. */
    private static String lastToken(String run) {
        int from = run.length() - 1;
        while (from > 0 && CUTS.indexOf(run.charAt(from - 1)) < 0 && !run.startsWith("--", from - 1)) {
            from--;
        }
        while (from < run.length() - 1 && OPENERS.indexOf(run.charAt(from)) >= 0) {
            from++;
        }
        int dots = run.lastIndexOf("..");
        if (dots >= from) {
            int after = dots + 2;
            return after == run.length() ? ".." : run.substring(after);
        }
        return run.substring(from);
    }

    private String firstToken(int from) {
        int at = from + 1;
        if (OPENERS.indexOf(text.charAt(from)) < 0) {
            while (at < text.length() && !Words.isBlank(text.charAt(at)) && CUTS.indexOf(text.charAt(at)) < 0) {
                at++;
            }
        }
        return text.substring(from, at);
    }
}
