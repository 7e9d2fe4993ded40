/**
 * Between text and token ids: the tokenizer of a model, text that appears token by token, the turns of a conversation, and
 * the training of a new tokenizer. Ids only: what they mean to a network is elsewhere.
 */
@NullMarked
package io.akkord.policies.text;

import org.jspecify.annotations.NullMarked;
