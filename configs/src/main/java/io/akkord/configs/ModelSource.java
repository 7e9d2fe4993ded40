package io.akkord.configs;

import java.nio.file.Path;

/** Where a network's first weights come from. */
public sealed interface ModelSource {

    /** A Hugging Face directory: {@code config.json}, {@code *.safetensors}, {@code tokenizer.json}. */
    record Directory(Path path) implements ModelSource {}

    /** A published model known by name alone: enough to plan with, not to run. */
    record Known(String name) implements ModelSource {}

    /**
     * A fresh decoder of the Llama family, with a tokenizer trained on the experiment's rows.
     *
     * @param hidden width
     * @param layers blocks
     * @param heads query heads; divides {@code hidden} into even parts
     * @param keyValueHeads divides {@code heads}
     * @param intermediate width between the two halves of the feed-forward layer
     * @param context most tokens of prompt and response together
     * @param vocabulary most tokens the tokenizer may know
     */
    record Fresh(int hidden, int layers, int heads, int keyValueHeads, int intermediate, int context, int vocabulary)
            implements ModelSource {

        public Fresh {
            positive(hidden, "hidden");
            positive(layers, "layers");
            positive(heads, "heads");
            positive(keyValueHeads, "key-value-heads");
            positive(intermediate, "intermediate");
            positive(context, "context");
            positive(vocabulary, "vocabulary");
            if (hidden % heads != 0 || hidden / heads % 2 != 0) {
                throw new IllegalArgumentException(
                        "hidden must be an even multiple of heads, was " + hidden + " with " + heads + " heads");
            }
            if (heads % keyValueHeads != 0) {
                throw new IllegalArgumentException(
                        "key-value-heads must divide heads, was " + keyValueHeads + " with " + heads + " heads");
            }
        }

        private static void positive(int value, String key) {
            if (value < 1) {
                throw new IllegalArgumentException(key + " must be at least 1, was " + value);
            }
        }
    }
}
