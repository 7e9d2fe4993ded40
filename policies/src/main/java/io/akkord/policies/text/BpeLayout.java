package io.akkord.policies.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The files of a byte-level BPE tokenizer as Hugging Face tokenizers and transformers lay them out. */
final class BpeLayout {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private BpeLayout() {}

    /**
     * The content of {@code tokenizer.json}.
     *
     * @param pieces token of each id
     * @param special the first of the pieces
     * @param merges pairs of ids in the order of merging
     */
    static ObjectNode tokenizer(List<String> pieces, List<String> special, List<PairMerges.Pair> merges) {
        ObjectNode root = JSON.objectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < special.size(); id++) {
            added.add(addedToken(special.get(id)).put("id", id));
        }
        root.putNull("normalizer");
        root.set("pre_tokenizer", byteLevel());
        root.set("post_processor", special.contains(BpeTrainer.BOS) ? beginning(special) : byteLevel());
        root.set("decoder", byteLevel());
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pair -> pairs.add(pieces.get(pair.left()) + " " + pieces.get(pair.right())));
        return root;
    }

    /** The content of {@code tokenizer_config.json}. */
    static ObjectNode settings(List<String> special) {
        ObjectNode root = JSON.objectNode();
        root.put("add_bos_token", special.contains(BpeTrainer.BOS)).put("add_eos_token", false);
        ObjectNode decoder = root.putObject("added_tokens_decoder");
        for (int id = 0; id < special.size(); id++) {
            decoder.set(String.valueOf(id), addedToken(special.get(id)));
        }
        root.put("bos_token", special.contains(BpeTrainer.BOS) ? BpeTrainer.BOS : null);
        root.put("clean_up_tokenization_spaces", false);
        root.put("eos_token", special.contains(BpeTrainer.EOS) ? BpeTrainer.EOS : null);
        root.put("pad_token", special.contains(BpeTrainer.PAD) ? BpeTrainer.PAD : null);
        return root.put("tokenizer_class", "PreTrainedTokenizerFast");
    }

    private static ObjectNode addedToken(String content) {
        return JSON.objectNode()
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static ObjectNode byteLevel() {
        return JSON.objectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    /** BOS before a text, and before each of a pair. */
    private static ObjectNode beginning(List<String> special) {
        ObjectNode root = JSON.objectNode().put("type", "TemplateProcessing");
        root.putArray("single").add(token(0)).add(sequence("A", 0));
        root.putArray("pair").add(token(0)).add(sequence("A", 0)).add(token(1)).add(sequence("B", 1));
        ObjectNode bos = root.putObject("special_tokens").putObject(BpeTrainer.BOS);
        bos.put("id", BpeTrainer.BOS);
        bos.putArray("ids").add(special.indexOf(BpeTrainer.BOS));
        bos.putArray("tokens").add(BpeTrainer.BOS);
        return root;
    }

    private static ObjectNode token(int type) {
        ObjectNode root = JSON.objectNode();
        root.putObject("SpecialToken").put("id", BpeTrainer.BOS).put("type_id", type);
        return root;
    }

    private static ObjectNode sequence(String id, int type) {
        ObjectNode root = JSON.objectNode();
        root.putObject("Sequence").put("id", id).put("type_id", type);
        return root;
    }
}
