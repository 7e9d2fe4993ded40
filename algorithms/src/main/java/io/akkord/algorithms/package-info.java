/**
 * What is computed: one algorithm is one record that holds its settings and returns its {@link
 * io.akkord.algorithms.workflow.Workflow}. Where a step runs, and when, is decided elsewhere; nothing here knows a
 * tensor, an actor or a file.
 *
 * <table>
 * <caption>Papers and where they are</caption>
 * <tr><th>paper</th><th>what</th><th>where</th></tr>
 * <tr><td>Ouyang et al. 2022, "Training language models to follow instructions with human feedback"</td>
 *     <td>the three stages</td>
 *     <td>{@link io.akkord.algorithms.Sft}, {@link io.akkord.algorithms.RewardModelling}, {@link
 *     io.akkord.algorithms.Ppo}</td></tr>
 * <tr><td>same, eq. 1</td><td>pairwise ranking</td>
 *     <td>{@link io.akkord.algorithms.objective.PairwiseRanking}</td></tr>
 * <tr><td>Touvron et al. 2023, "Llama 2", eq. 2</td><td>margin of a pair</td>
 *     <td>{@link io.akkord.algorithms.experience.PreferencePair}</td></tr>
 * <tr><td>Eisenstein et al. 2023, "Helping or herding?", eq. 2</td><td>scores held near 0</td>
 *     <td>{@link io.akkord.algorithms.objective.PairwiseRanking#centre}</td></tr>
 * <tr><td>Schulman et al. 2017, "Proximal policy optimization algorithms", eq. 7</td><td>clipped surrogate</td>
 *     <td>{@link io.akkord.algorithms.objective.ClippedSurrogate}</td></tr>
 * <tr><td>Ye et al. 2020, "Mastering complex control in MOBA games"</td><td>dual clip</td>
 *     <td>{@link io.akkord.algorithms.objective.ClippedSurrogate#dualClip}</td></tr>
 * <tr><td>Yu et al. 2025, "DAPO", eq. 8</td><td>a higher upper clip, mean over tokens</td>
 *     <td>{@link io.akkord.algorithms.Ppo#clipHigh}, {@link io.akkord.algorithms.objective.Aggregation}</td></tr>
 * <tr><td>same, section 3.2</td><td>dynamic sampling</td><td>{@link io.akkord.algorithms.Rlvr#mostRounds}</td></tr>
 * <tr><td>same, eq. 13</td><td>soft punishment of overlong responses</td>
 *     <td>{@link io.akkord.algorithms.estimate.SoftOverlong}</td></tr>
 * <tr><td>Shao et al. 2024, "DeepSeekMath", section 4</td><td>GRPO</td>
 *     <td>{@link io.akkord.algorithms.Rlvr}, {@link io.akkord.algorithms.estimate.GroupAdvantage}</td></tr>
 * <tr><td>Ahmadian et al. 2024, "Back to basics"; Hao et al. 2025, "On-policy RL with optimal reward baseline"; Hu et al.
 *     2025, "REINFORCE++"; Li et al. 2024, "ReMax"; Tang et al. 2025, "Optimizing language models for inference time
 *     objectives"</td>
 *     <td>RLOO, OPO, REINFORCE++, ReMax, pass@k</td>
 *     <td>{@link io.akkord.algorithms.estimate.AdvantageEstimator}</td></tr>
 * <tr><td>Zheng et al. 2025, "Group sequence policy optimization"</td><td>GSPO</td>
 *     <td>{@link io.akkord.algorithms.objective.RatioLevel}</td></tr>
 * <tr><td>MiniMax 2025, "MiniMax-M1"; Gao et al. 2025, "Soft adaptive policy optimization"; Zhao et al. 2025,
 *     "Geometric-mean policy optimization"; Chu et al. 2025, "GPG"</td>
 *     <td>CISPO, SAPO, GMPO, GPG</td>
 *     <td>{@link io.akkord.algorithms.objective.DetachedRatio}, {@link io.akkord.algorithms.objective.SoftGate}, {@link
 *     io.akkord.algorithms.objective.GeometricMean}, {@link io.akkord.algorithms.objective.LogLikelihood}</td></tr>
 * <tr><td>Hilton et al. 2022, "Batch size-invariance for policy optimization"; Fu et al. 2025, "AReaL"</td>
 *     <td>decoupled PPO, importance weights</td>
 *     <td>{@link io.akkord.algorithms.estimate.OffPolicy}</td></tr>
 * <tr><td>DeepSeek-AI 2025, "DeepSeek-V3.2"</td><td>KL corrected for bias</td>
 *     <td>{@link io.akkord.algorithms.objective.KlPenalty}</td></tr>
 * <tr><td>Liu et al. 2025, "Understanding R1-zero-like training"</td><td>a constant for the length</td>
 *     <td>{@link io.akkord.algorithms.objective.Aggregation}</td></tr>
 * <tr><td>Dhariwal et al. 2017, "OpenAI Baselines"</td><td>clipped value</td>
 *     <td>{@link io.akkord.algorithms.objective.ClippedValue}</td></tr>
 * <tr><td>Schulman et al. 2016, "High-dimensional continuous control", eq. 16</td><td>advantages</td>
 *     <td>{@link io.akkord.algorithms.estimate.GeneralizedAdvantage}</td></tr>
 * <tr><td>Ziegler et al. 2019, "Fine-tuning language models from human preferences", eq. 2 and section 2.2</td>
 *     <td>KL in the reward, adaptive weight</td>
 *     <td>{@link io.akkord.algorithms.estimate.TokenRewards}, {@link
 *     io.akkord.algorithms.estimate.KlController}</td></tr>
 * <tr><td>Schulman 2020, "Approximating KL divergence"</td><td>k1, k2, k3</td>
 *     <td>{@link io.akkord.algorithms.estimate.Kl}</td></tr>
 * <tr><td>Chan, Golub and LeVeque 1983, "Algorithms for computing the sample variance"</td><td>moments that merge</td>
 *     <td>{@link io.akkord.algorithms.estimate.RunningMoments}</td></tr>
 * <tr><td>Rafailov et al. 2023, "Direct preference optimization", eq. 7</td>
 *     <td>direct preference optimisation</td><td>{@link io.akkord.algorithms.Dpo}</td></tr>
 * <tr><td>Hong et al. 2024, "ORPO", eq. 4 and 7</td>
 *     <td>odds-ratio preference optimisation</td><td>{@link io.akkord.algorithms.Orpo}</td></tr>
 * <tr><td>Xu et al. 2024, "Contrastive preference optimization", eq. 3</td>
 *     <td>contrastive preference optimisation</td><td>{@link io.akkord.algorithms.Cpo}</td></tr>
 * <tr><td>Meng et al. 2024, "SimPO", eq. 6</td>
 *     <td>simple preference optimisation</td><td>{@link io.akkord.algorithms.Simpo}</td></tr>
 * <tr><td>Ethayarajh et al. 2024, "KTO"</td>
 *     <td>Kahneman-Tversky optimisation</td><td>{@link io.akkord.algorithms.Kto}</td></tr>
 * <tr><td>Azar et al. 2024; Zhao et al. 2023; Chowdhury et al. 2024; Ji et al. 2024; Chen et al. 2024; Jung et al. 2024; Wu et al.
 *     2024; Melnyk et al. 2024; D'Oosterlinck et al. 2024; Lu et al. 2024</td>
 *     <td>other losses of pairs</td><td>{@link io.akkord.algorithms.preference.PairLoss}</td></tr>
 * <tr><td>Wang et al. 2024, "Beyond reverse KL"</td>
 *     <td>divergences from the reference</td><td>{@link io.akkord.algorithms.preference.Divergence}</td></tr>
 * <tr><td>Stiennon et al. 2020, "Learning to summarize from human feedback"; Nakano et al. 2021, "WebGPT"</td>
 *     <td>best of n</td><td>{@link io.akkord.algorithms.BestOfN}</td></tr>
 * <tr><td>Wang et al. 2023, "Self-consistency improves chain of thought reasoning in language models"</td>
 *     <td>the majority's answer</td><td>{@link io.akkord.algorithms.SelfConsistency}</td></tr>
 * <tr><td>Dong et al. 2023, "RAFT"; Gulcehre et al. 2023, "Reinforced self-training (ReST)"</td>
 *     <td>imitating one's own best responses</td><td>{@link io.akkord.algorithms.RejectionSampling}</td></tr>
 * <tr><td>Korbak et al. 2023, "Pretraining language models with human preferences"; Lu et al. 2022, "Quark"</td>
 *     <td>control strings by quantile</td><td>{@link io.akkord.algorithms.ConditionalTraining}, {@link
 *     io.akkord.algorithms.estimate.Quantiles}</td></tr>
 * <tr><td>Lloret et al. 2024, "Towards aligning language models with textual feedback"</td>
 *     <td>feedback in words</td><td>{@link io.akkord.algorithms.Alt}</td></tr>
 * <tr><td>Madaan et al. 2023, "Self-Refine"; Bai et al. 2022, "Constitutional AI"</td>
 *     <td>critique and refinement</td><td>{@link io.akkord.algorithms.SelfRefinement}</td></tr>
 * <tr><td>Loshchilov and Hutter 2019, "Decoupled weight decay regularization"</td><td>AdamW</td>
 *     <td>{@link io.akkord.algorithms.workflow.OptimizerSettings}</td></tr>
 * </table>
 */
@NullMarked
package io.akkord.algorithms;

import org.jspecify.annotations.NullMarked;
