package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** A square of four by four in which each row, column and quarter must hold 1 to 4; any such filling of the holes is right. */
record Sudoku(int holes) implements World {

    private static final String GRID = "grid";
    private static final int SIDE = 4;
    private static final Pattern FILLED = Pattern.compile("[1-4]{4}( [1-4]{4}){3}");

    private static final List<String> SQUARES = everySquare();

    Sudoku(TaskKnobs knobs) {
        this(knobs.holes());
    }

    @Override
    public Drawn draw(Random random) {
        String filled = SQUARES.get(random.nextInt(SQUARES.size()));
        var cells = new ArrayList<Integer>();
        for (int cell = 0; cell < SIDE * SIDE; cell++) {
            cells.add(cell);
        }
        Collections.shuffle(cells, random);
        var asked = new StringBuilder(filled);
        cells.subList(0, holes).forEach(cell -> asked.setCharAt(place(cell), '_'));
        var labels = Map.of(Problem.ANSWER, filled, GRID, asked.toString(), RowVerifier.LABEL, Task.SUDOKU.key());
        return new Drawn(new Problem(asked + ":", labels), filled);
    }

    /** One hole filled wrongly. */
    @Override
    public String wrong(Problem problem, Random random) {
        String asked = problem.labels().getOrDefault(GRID, "");
        var wrong = new StringBuilder(problem.answer());
        int hole = asked.indexOf('_', random.nextInt(asked.lastIndexOf('_') + 1));
        wrong.setCharAt(hole, (char) ('1' + (wrong.charAt(hole) - '1' + 1 + random.nextInt(SIDE - 1)) % SIDE));
        return wrong.toString();
    }

    /** Right are four groups of four digits that keep what was given and hold 1 to 4 everywhere they must. */
    static Verdict check(String response, Map<String, String> labels) throws Unscored {
        String asked = Verifier.label(labels, GRID);
        String found = response.strip();
        if (!FILLED.matcher(found).matches()) {
            return Verdict.of(false, "found no square in " + Verdict.shown(found));
        }
        for (int place = 0; place < asked.length(); place++) {
            if (asked.charAt(place) != '_' && asked.charAt(place) != found.charAt(place)) {
                return Verdict.of(false, "changes a given digit: " + found);
            }
        }
        boolean solved = isSolved(found);
        return Verdict.of(
                solved, (solved ? "solves it: " : "holds a digit twice in a row, column or quarter: ") + found);
    }

    private static int place(int cell) {
        return cell + cell / SIDE; // a blank after each row
    }

    private static boolean isSolved(String square) {
        for (int unit = 0; unit < SIDE; unit++) {
            Set<Character> row = new HashSet<>();
            Set<Character> column = new HashSet<>();
            Set<Character> quarter = new HashSet<>();
            for (int i = 0; i < SIDE; i++) {
                row.add(square.charAt(place(unit * SIDE + i)));
                column.add(square.charAt(place(i * SIDE + unit)));
                quarter.add(square.charAt(place((unit / 2 * 2 + i / 2) * SIDE + unit % 2 * 2 + i % 2)));
            }
            if (row.size() < SIDE || column.size() < SIDE || quarter.size() < SIDE) {
                return false;
            }
        }
        return true;
    }

    /** All 288, in order: halves that are sound by themselves, two by two. */
    private static List<String> everySquare() {
        List<String> rows = new ArrayList<>();
        for (int code = 0; code < 256; code++) {
            String row = "" + (1 + code / 64) + (1 + code / 16 % 4) + (1 + code / 4 % 4) + (1 + code % 4);
            if (row.chars().distinct().count() == SIDE) {
                rows.add(row);
            }
        }
        var halves = new ArrayList<String>();
        for (String upper : rows) {
            for (String lower : rows) {
                String quarter = upper.substring(0, 2) + lower.substring(0, 2);
                if (quarter.chars().distinct().count() == SIDE) {
                    halves.add(upper + " " + lower);
                }
            }
        }
        return halves.stream()
                .flatMap(upper -> halves.stream().map(lower -> upper + " " + lower))
                .filter(Sudoku::isSolved)
                .toList();
    }
}
