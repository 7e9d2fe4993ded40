package io.akkord.actors.run;

import io.akkord.algorithms.UserError;
import io.akkord.algorithms.experience.Demonstration;
import io.akkord.algorithms.experience.LabelledResponse;
import io.akkord.algorithms.experience.PreferencePair;
import io.akkord.algorithms.experience.Prompt;
import io.akkord.algorithms.experience.TextCodec;
import io.akkord.configs.rows.DemonstrationText;
import io.akkord.configs.rows.LabelledText;
import io.akkord.configs.rows.PairText;
import io.akkord.configs.rows.PromptText;
import java.util.ArrayList;
import java.util.List;

/** Text rows to ids: prompts as the tokenizer begins a text, responses plain and ended. */
record RowEncoding(TextCodec codec) {

    List<Prompt> prompts(List<PromptText> texts) {
        var prompts = new ArrayList<Prompt>(texts.size());
        for (PromptText text : texts) {
            int[] ids = codec.prompt(text.text());
            check(ids.length + 1, "data.prompts", prompts.size());
            if (ids.length == 0) {
                throw new UserError(
                        "data.prompts: row " + (prompts.size() + 1) + " has no token; a prompt needs at least one");
            }
            prompts.add(new Prompt(prompts.size(), text.text(), ids, text.labels()));
        }
        return prompts;
    }

    List<Demonstration> demonstrations(List<DemonstrationText> texts) {
        var rows = new ArrayList<Demonstration>(texts.size());
        for (DemonstrationText text : texts) {
            int[] prompt = codec.prompt(text.prompt());
            int[] response = codec.response(text.response());
            check(prompt.length + response.length, "data.demonstrations", rows.size());
            rows.add(new Demonstration(prompt, response));
        }
        return rows;
    }

    List<PreferencePair> pairs(List<PairText> texts) {
        var rows = new ArrayList<PreferencePair>(texts.size());
        for (PairText text : texts) {
            int[] prompt = codec.prompt(text.prompt());
            int[] chosen = codec.response(text.chosen());
            int[] rejected = codec.response(text.rejected());
            check(prompt.length + Math.max(chosen.length, rejected.length), "data.pairs", rows.size());
            rows.add(new PreferencePair(prompt, chosen, rejected, text.margin(), text.strength()));
        }
        return rows;
    }

    List<LabelledResponse> labelled(List<LabelledText> texts) {
        var rows = new ArrayList<LabelledResponse>(texts.size());
        for (LabelledText text : texts) {
            int[] prompt = codec.prompt(text.prompt());
            int[] response = codec.response(text.response());
            check(prompt.length + response.length, "data.labelled", rows.size());
            rows.add(new LabelledResponse(prompt, response, text.desirable()));
        }
        return rows;
    }

    private void check(int tokens, String key, int row) {
        if (tokens > codec.context()) {
            throw new UserError(key + ": row " + (row + 1) + " needs " + tokens + " tokens and the model's context is "
                    + codec.context() + "; shorten the row or take a model with a longer context");
        }
    }
}
