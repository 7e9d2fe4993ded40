package io.akkord.rewards.tasks;

import io.akkord.rewards.RowVerifier;
import io.akkord.rewards.Unscored;
import io.akkord.rewards.Verdict;
import io.akkord.rewards.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * One operation on two numbers: {@code 57+68=}, answered by the number alone, or by a sum's columns from the right with
 * what each carries and then the number: {@code 15,12=125} (Nye et al. 2021, "Show your work").
 *
 * @param least smallest operand
 * @param bound above the largest operand
 */
record Arithmetic(int least, int bound, List<String> operators, boolean worked) implements World {

    /** What work looks like: no more than that, so that a list of answers is not taken for it. */
    private static final Pattern COLUMNS = Pattern.compile("^\\d{1,2}(?:,\\d{1,2})+=");

    Arithmetic(TaskKnobs knobs) {
        this(
                knobs.digits() == 1 ? 0 : (int) Math.pow(10, knobs.digits() - 1),
                (int) Math.pow(10, knobs.digits()),
                knobs.operators(),
                knobs.worked());
    }

    @Override
    public Drawn draw(Random random) {
        int left = random.nextInt(least, bound);
        int right = random.nextInt(least, bound);
        String operator = operators.get(random.nextInt(operators.size()));
        var labels = Map.of(
                Problem.ANSWER, Long.toString(result(left, operator, right)), RowVerifier.LABEL, Task.ARITHMETIC.key());
        // Neither 34+12 nor 34-12 is new to who has seen 12+34.
        String key = Math.min(left, right) + " " + Math.max(left, right);
        return new Drawn(new Problem(left + operator + right + "=", labels), key);
    }

    private static long result(long left, String operator, long right) {
        return switch (operator) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
        };
    }

    @Override
    public String work(Problem problem) {
        int plus = problem.prompt().indexOf('+');
        if (!worked || plus < 0 || bound <= 10) {
            return "";
        }
        var columns = new StringJoiner(",", "", "=");
        int left = Integer.parseInt(problem.prompt().substring(0, plus));
        int right = Integer.parseInt(
                problem.prompt().substring(plus + 1, problem.prompt().length() - 1));
        int carried = 0;
        for (int place = 1; place < bound; place *= 10) {
            int column = left / place % 10 + right / place % 10 + carried;
            columns.add(Integer.toString(column));
            carried = column / 10;
        }
        return columns.toString();
    }

    /** Off by one in some place, as a forgotten carry is, or of the wrong sign. */
    @Override
    public String wrong(Problem problem, Random random) {
        long answer = Long.parseLong(problem.answer());
        if (answer != 0 && random.nextInt(6) == 0) {
            return Long.toString(-answer);
        }
        long place = (long)
                Math.pow(10, random.nextInt(Long.toString(Math.abs(answer)).length()));
        return Long.toString(answer + (random.nextBoolean() ? place : -place));
    }

    /** Right is the number in its one usual spelling, alone or behind two columns or more and one {@code =}. */
    static Verdict check(String response, Map<String, String> labels) throws Unscored {
        String answer = Verifier.label(labels, Problem.ANSWER);
        String found = COLUMNS.matcher(response).replaceFirst("").strip();
        return Verdict.compared(found.equals(answer), found, answer);
    }
}
