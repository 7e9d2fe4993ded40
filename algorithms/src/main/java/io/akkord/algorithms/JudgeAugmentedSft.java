package io.akkord.algorithms;

import static io.akkord.algorithms.experience.Column.PAIRS;
import static io.akkord.algorithms.workflow.Role.POLICY;
import static io.akkord.algorithms.workflow.WorkflowBuilder.compose;
import static io.akkord.algorithms.workflow.WorkflowBuilder.train;

import io.akkord.algorithms.experience.Column;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.Experience;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Question;
import io.akkord.algorithms.experience.Rows;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.algorithms.judge.PairwiseJudge;
import io.akkord.algorithms.objective.Aggregation;
import io.akkord.algorithms.objective.NextToken;
import io.akkord.algorithms.workflow.Algorithm;
import io.akkord.algorithms.workflow.OptimizerSettings;
import io.akkord.algorithms.workflow.Passes;
import io.akkord.algorithms.workflow.Sampling;
import io.akkord.algorithms.workflow.Scoring;
import io.akkord.algorithms.workflow.Step.Compute.Computed;
import io.akkord.algorithms.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Judge-augmented supervised fine-tuning: one model learns to answer and to judge, from pairs alone.
 *
 * <p>Ye et al. 2024, "Self-Judge: selective instruction following with alignment self-evaluation", section 3.1 (JSFT): the
 * chosen responses are imitated, and each pair is shown to the model under each principle in both orders, with the verdict
 * as the one thing to say. What comes out is both the policy and the judge of {@link SelfJudgment}.
 *
 * @param sampling how responses are drawn where the stage is judged; nothing is sampled to learn
 * @param judge the questions and verdicts that are taught
 * @param aggregation {@code seq-mean-token-mean} lets a verdict of one token weigh as much as a response
 * @param passes how often an iteration's rows are walked, and in how many updates
 * @param optimizer of the policy
 */
public record JudgeAugmentedSft(
        Sampling sampling, PairwiseJudge judge, Aggregation aggregation, Passes passes, OptimizerSettings optimizer)
        implements Algorithm {

    private static final Column<Rows<Demonstration>> LESSONS = Column.rows("lessons");

    @Override
    public Workflow workflow(Scoring scoring) {
        return Workflow.named("judge-augmented-sft")
                .then(compose("augment", this::augment).from(PAIRS).yields(LESSONS))
                .then(train(POLICY, new NextToken(LESSONS, aggregation), passes, optimizer)
                        .from(LESSONS))
                .build();
    }

    @Override
    public Workflow evaluation(Scoring scoring) {
        HeldOut heldOut = HeldOut.of("judge-augmented-sft").answers(sampling, scoring);
        new Judging(judge, POLICY).accuracy(heldOut.graph());
        return heldOut.build();
    }

    private Computed augment(Experience in, TextCodec text) {
        var lessons = new ArrayList<Demonstration>();
        for (PreferencePair pair : in.get(PAIRS).items()) {
            lessons.add(new Demonstration(pair.prompt(), pair.chosen()));
            List<Question> questions =
                    judge.questions(Judging.plain(pair.prompt(), text), pair.chosen(), pair.rejected(), text);
            for (int i = 0; i < questions.size() && !pair.isTie(); i++) {
                // The chosen response stands first in questions of even place, second in the others.
                int[] verdict = questions.get(i).answers().get(i % 2);
                if (verdict.length > 0) {
                    lessons.add(new Demonstration(questions.get(i).prompt(), verdict));
                }
            }
        }
        return Computed.of(LESSONS, new Rows<>(lessons));
    }
}
