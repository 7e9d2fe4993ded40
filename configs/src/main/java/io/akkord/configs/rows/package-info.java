/**
 * Which rows an experiment learns from: prompts, demonstrations and preference pairs as text, read from JSONL and plain
 * text or generated. Tokens come later, where the model's tokenizer is; order and shuffling belong to the run.
 */
@NullMarked
package io.akkord.configs.rows;

import org.jspecify.annotations.NullMarked;
