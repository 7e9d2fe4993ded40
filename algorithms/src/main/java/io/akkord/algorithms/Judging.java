package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.experience.Column.ROLLOUTS;
import static io.akkord.algorithms.objective.Output.LOGPROBS;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compute;
import static io.akkord.algorithms.workflow.WorkflowBuilder.infer;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.Metrics;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Rollout;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.experience.TokenGrid;
import io.akkord.algorithms.judge.Contest;
import io.akkord.algorithms.judge.JudgeMetrics;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.workflow.Role;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.WorkflowBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The steps in which a language model of the workflow judges, for the algorithms that learn from its verdicts.
 *
 * @param judge what it is asked
 * @param asked the network that answers
 */
record Judging(PairwiseJudge judge, Role asked) {

    /** Winners of {@link #tournament}. */
    static final Column<Rows<Rollout>> CHAMPIONS = Column.rows("tournament");

    private static final Column<Rows<Question>> QUESTIONS = Column.rows("questions");
    private static final Column<TokenGrid> ANSWERS = Column.tokens("answers");
    private static final Column<Rows<Question>> PAIR_QUESTIONS = Column.rows("pair-questions");
    private static final Column<TokenGrid> PAIR_ANSWERS = Column.tokens("pair-answers");

    Judging {
        if (asked.isScalar()) {
            throw new IllegalArgumentException(
                    "judged-by must be a language model: policy, reference or judge, was " + asked.key());
        }
    }

    /** Asks about the rollouts of each prompt; {@link #matches} reads the answers. */
    void addTo(WorkflowBuilder workflow, Contest contest) {
        workflow.then(compose("ask", (in, text) -> Computed.of(QUESTIONS, contest.questions(in.get(ROLLOUTS), text)))
                        .from(ROLLOUTS)
                        .yields(QUESTIONS))
                .then(infer(asked, LOGPROBS, 1).from(QUESTIONS).yields(ANSWERS));
    }

    /** The column that {@link #matches} reads beside the rollouts. */
    static Column<TokenGrid> answers() {
        return ANSWERS;
    }

    /** What the judge said, measured under {@code judge/...}. */
    static List<Contest.Match> matches(Contest contest, Experience in, Metrics metrics) {
        List<Contest.Match> matches = contest.matches(in.get(ROLLOUTS), in.get(ANSWERS));
        matches.forEach(match -> JudgeMetrics.measure(match.judgment(), metrics));
        return matches;
    }

    /** Figures of the judge on held-out pairs, each shown in both orders. */
    void accuracy(WorkflowBuilder graph) {
        graph.then(compose("ask-pairs", this::pairQuestions).from(PAIRS).yields(PAIR_QUESTIONS))
                .then(infer(asked, LOGPROBS, 1).from(PAIR_QUESTIONS).yields(PAIR_ANSWERS))
                .then(compute("judge-accuracy", this::pairFigures)
                        .from(PAIR_ANSWERS)
                        .yields());
    }

    private Computed pairQuestions(Experience in, TextCodec text) {
        var questions = new ArrayList<Question>();
        for (PreferencePair pair : in.get(PAIRS).items()) {
            questions.addAll(judge.questions(plain(pair.prompt(), text), pair.chosen(), pair.rejected(), text));
        }
        return Computed.of(PAIR_QUESTIONS, new Rows<>(questions));
    }

    private Computed pairFigures(Experience in) {
        var metrics = new Metrics();
        double[][] logprobs = Question.logprobs(in.get(PAIR_ANSWERS), 2);
        for (int at = 0; at < logprobs.length; at += judge.questionsEach()) {
            JudgeMetrics.figures(judge.judge(Arrays.copyOfRange(logprobs, at, at + judge.questionsEach())), metrics);
        }
        return new Computed(Experience.empty(), metrics);
    }

    /** A prompt as it is quoted: without the ids with which a sequence begins. */
    static int[] plain(int[] prompt, TextCodec text) {
        int begin = text.prompt("").length;
        return Arrays.copyOfRange(prompt, Math.min(begin, prompt.length), prompt.length);
    }

    /**
     * Tournament rejection sampling, Ye et al. 2024, section 3.3: of each prompt's candidates the judge picks one by
     * knock-out. An odd one goes on by itself; of two that are equal or equally good the first goes on. Candidates are
     * independent draws, so their order needs no shuffling.
     *
     * @param entrants to each prompt, prompt after prompt
     */
    void tournament(WorkflowBuilder graph, Column<Rows<Rollout>> candidates, int entrants) {
        Column<Rows<Rollout>> playing = candidates;
        int left = entrants;
        for (int round = 1; left > 1; round++) {
            var contest = new Contest(judge, left, false);
            int next = (left + 1) / 2;
            Column<Rows<Question>> questions = Column.rows("questions-" + round);
            Column<TokenGrid> answers = Column.tokens("answers-" + round);
            Column<Rows<Rollout>> winners = next == 1 ? CHAMPIONS : Column.rows("winners-" + round);
            Column<Rows<Rollout>> players = playing;
            graph.then(compose(
                                    "ask-" + round,
                                    (in, text) -> Computed.of(questions, contest.questions(in.get(players), text)))
                            .from(players)
                            .yields(questions))
                    .then(infer(asked, LOGPROBS, 1).from(questions).yields(answers))
                    .then(compute(
                                    "round-" + round,
                                    in -> Computed.of(winners, winners(contest, in.get(players), in.get(answers))))
                            .from(players, answers)
                            .yields(winners));
            playing = winners;
            left = next;
        }
    }

    private static Rows<Rollout> winners(Contest contest, Rows<Rollout> players, TokenGrid answers) {
        var lost = new boolean[players.size()];
        for (int i = 0; i < lost.length; i++) {
            lost[i] = i % contest.group() % 2 == 1;
        }
        for (Contest.Match match : contest.matches(players, answers)) {
            lost[match.one()] = match.winner() != match.one();
            lost[match.two()] = match.winner() != match.two();
        }
        var winners = new ArrayList<Rollout>();
        for (int i = 0; i < lost.length; i++) {
            if (!lost[i]) {
                winners.add(players.items().get(i));
            }
        }
        return new Rows<>(winners);
    }
}
