/**
 * Did the response do what its prompt asked in so many words: these keywords, that many sentences, no comma? {@link
 * io.akkord.rewards.instructions.Instructions} verifies the instructions that a row carries, strictly or loosely; {@link
 * io.akkord.rewards.instructions.InstructionKinds} knows every kind by the id that IFEval (Zhou et al. 2023,
 * arXiv:2311.07911), IFBench (Pyatkin et al. 2025, arXiv:2507.02833) or the Tulu 3 recipes gave it, and each family of
 * checks is one file. How the row's text becomes instructions is for the caller to say: this package reads no JSON but
 * that of a response.
 */
@NullMarked
package io.akkord.rewards.instructions;

import org.jspecify.annotations.NullMarked;
