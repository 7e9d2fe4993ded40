package io.akkord.policies.transformer;

import java.util.Map;

/**
 * The Llama decoder as one TorchScript program (Touvron et al. 2023): RMSNorm, rotary angles, grouped-query attention,
 * SwiGLU.
 *
 * <p>Shapes: {@code n} tokens of several rows stand behind one another without padding, so every matrix product works
 * on {@code [n, hidden]} and only attention knows where a row begins. Rows are sorted by length; attention is called
 * once for each group of rows that are equally long. Tokens that rows share are {@code shared}: spread for attention and
 * gathered behind it, by {@code embedding}, whose gradient adds rows up faster than that of {@code index_select}.
 * {@code p} holds the parameters: the embedding; six tensors a layer (norm, stacked query-key-value, output, norm, stacked
 * gate-up, down); the last norm; the head unless tied. A shard has those of its stage, and its slice of each. In the rows of queries and keys the two numbers that one rotary
 * angle turns are neighbours, so that the rotation is a complex product.
 *
 * <p>{@code attention} and {@code mlp} answer what a block adds to the residual stream, without adding it: where a
 * block is cut into shards of heads and columns, these are the partial sums to reduce.
 */
final class DecoderScript {

    private static final String BLOCKS = """
              def norm(self, x: Tensor, weight: Tensor) -> Tensor:
                size = torch.linalg_vector_norm(x, 2, [-1], True)
                mean = torch.div(torch.mul(size, size), torch.size(x, -1))
                return torch.mul(torch.mul(x, torch.rsqrt(torch.add(mean, EPSILON))), weight)

              def turns(self, angles: Tensor, positions: Tensor) -> Tensor:
                return torch.unsqueeze(torch.view_as_complex(torch.index_select(angles, 0, positions)), 1)

              def spread(self, angles: Tensor, positions: Tensor, shared: List[Tensor]) -> Tensor:
                turns = (self).turns(angles, positions, )
                if torch.gt(torch.len(shared), 0):
                  turns = torch.index_select(turns, 0, shared[0])
                return turns

              def rotate(self, x: Tensor, turns: Tensor) -> Tensor:
                pairs = torch.view_as_complex(torch.reshape(x, [torch.size(x, 0), torch.size(x, 1), -1, 2]))
                return torch.reshape(torch.view_as_real(torch.mul(pairs, turns)), torch.size(x))

              def project(self, x: Tensor, p: List[Tensor], o: int, turns: Tensor, shared: List[Tensor]) -> List[Tensor]:
                h = torch.linear((self).norm(x, p[o], ), p[o + 1])
                if torch.gt(torch.len(shared), 0):
                  h = torch.embedding(h, shared[0])
                z = torch.view(h, [torch.size(h, 0), -1, HEAD_SIZE])
                qk_v = torch.split_with_sizes(z, [HEADS + KEY_VALUE_HEADS, KEY_VALUE_HEADS], 1)
                qk = torch.split_with_sizes((self).rotate(qk_v[0], turns, ), [HEADS, KEY_VALUE_HEADS], 1)
                return [qk[0], qk[1], qk_v[1]]

              def heads(self, x: Tensor, length: int) -> Tensor:
                return torch.transpose(torch.view(x, [-1, length, torch.size(x, 1), HEAD_SIZE]), 1, 2)

              def causal(self, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
                a = torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=None, enable_gqa=GROUPED)
                return torch.reshape(torch.transpose(a, 1, 2), [-1, HEADS * HEAD_SIZE])

              def mlp(self, x: Tensor, p: List[Tensor], o: int) -> Tensor:
                halves = torch.chunk(torch.linear((self).norm(x, p[o + 3], ), p[o + 4]), 2, -1)
                return torch.linear(torch.mul(torch.silu(halves[0]), halves[1]), p[o + 5])
            """;

    private static final String ROWS = """
              def attention(self, x: Tensor, p: List[Tensor], o: int, turns: Tensor, shared: List[Tensor], tokens: List[int], lengths: List[int], keys: List[Tensor], values: List[Tensor]) -> Tensor:
                qkv = (self).project(x, p, o, turns, shared, )
                qs = torch.split_with_sizes(qkv[0], tokens, 0)
                ks = torch.split_with_sizes(qkv[1], tokens, 0)
                vs = torch.split_with_sizes(qkv[2], tokens, 0)
                outs = annotate(List[Tensor], [])
                row = 0
                for g in range(torch.len(tokens)):
                  length = lengths[g]
                  k = (self).heads(ks[g], length, )
                  v = (self).heads(vs[g], length, )
                  _0 = torch.append(outs, (self).causal((self).heads(qs[g], length, ), k, v, ))
                  rows = torch.size(k, 0)
                  if torch.gt(torch.len(keys), 0):
                    l = torch.floordiv(o, 6)
                    _1 = torch.copy_(torch.narrow(torch.narrow(keys[l], 0, row, rows), 2, 0, length), k)
                    _2 = torch.copy_(torch.narrow(torch.narrow(values[l], 0, row, rows), 2, 0, length), v)
                  row = row + rows
                out = torch.cat(outs, 0)
                if torch.gt(torch.len(shared), 0):
                  out = torch.embedding(out, shared[1])
                return torch.linear(out, p[o + 2])

              def trunk(self, ids: Tensor, positions: Tensor, read: Tensor, p: List[Tensor], angles: Tensor, shared: List[Tensor], tokens: List[int], lengths: List[int], keys: List[Tensor], values: List[Tensor]) -> Tensor:
                x = torch.embedding(p[0], ids)
                turns = (self).spread(angles, positions, shared, )
                for i in range(LAYERS):
                  o = 1 + 6 * i
                  x = torch.add(x, (self).attention(x, p, o, turns, shared, tokens, lengths, keys, values, ))
                  if torch.eq(i, LAYERS - 1):
                    x = torch.index_select(x, 0, read)
                  x = torch.add(x, (self).mlp(x, p, o, ))
                return (self).norm(x, p[1 + 6 * LAYERS], )
            """;

    private static final String DECODE = """
              def recall(self, x: Tensor, p: List[Tensor], o: int, turns: Tensor, keys: Tensor, values: Tensor, column: int, gaps: List[Tensor]) -> Tensor:
                qkv = (self).project(x, p, o, turns, annotate(List[Tensor], []), )
                _0 = torch.copy_(torch.select(keys, 2, column), qkv[1])
                _1 = torch.copy_(torch.select(values, 2, column), qkv[2])
                mask = annotate(Optional[Tensor], None)
                if torch.gt(torch.len(gaps), 0):
                  mask = torch.narrow(gaps[0], 3, 0, column + 1)
                q = torch.view(qkv[0], [torch.size(x, 0), KEY_VALUE_HEADS, -1, HEAD_SIZE])
                k = torch.narrow(keys, 2, 0, column + 1)
                v = torch.narrow(values, 2, 0, column + 1)
                a = torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=None, enable_gqa=False)
                return torch.linear(torch.reshape(a, [torch.size(x, 0), -1]), p[o + 2])

              def decode(self, ids: Tensor, positions: Tensor, p: List[Tensor], angles: Tensor, keys: List[Tensor], values: List[Tensor], column: int, gaps: List[Tensor]) -> Tensor:
                x = torch.embedding(p[0], ids)
                turns = (self).turns(angles, positions, )
                for i in range(LAYERS):
                  o = 1 + 6 * i
                  x = torch.add(x, (self).recall(x, p, o, turns, keys[i], values[i], column, gaps, ))
                  x = torch.add(x, (self).mlp(x, p, o, ))
                return (self).norm(x, p[1 + 6 * LAYERS], )
            """;

    private static final String PARTS = """
              def embed(self, ids: Tensor, weight: Tensor, first: int) -> Tensor:
                rows = torch.sub(ids, first)
                elsewhere = torch.logical_or(torch.lt(rows, 0), torch.ge(rows, torch.size(weight, 0)))
                x = torch.embedding(weight, torch.masked_fill(rows, elsewhere, 0))
                return torch.masked_fill(x, torch.unsqueeze(elsewhere, 1), 0.)

              def read(self, x: Tensor, places: Tensor) -> Tensor:
                return torch.index_select(x, 0, places)

              def increase(self, x: Tensor, part: Tensor) -> Tensor:
                return torch.add_(x, part)
            """;

    private static final String COMPACT = """
              def keep_rows(self, x: Tensor, rows: Tensor, columns: int) -> Tensor:
                size = torch.size(x)
                y = torch.new_empty(x, [torch.size(rows, 0), size[1], size[2], size[3]])
                _0 = torch.copy_(torch.narrow(y, 2, 0, columns), torch.index_select(torch.narrow(x, 2, 0, columns), 0, rows))
                return y

              def keep_masks(self, x: Tensor, rows: Tensor) -> Tensor:
                return torch.index_select(x, 0, rows)
            """;

    private DecoderScript() {}

    /** The program for networks of this shape, or for a slice of their heads. */
    static String of(ModelConfig config, HeadSlice slice) {
        var constants = Map.of(
                "EPSILON", Double.toString(config.normEpsilon()),
                "LAYERS", Integer.toString(config.layers()),
                "KEY_VALUE_HEADS", Integer.toString(slice.keyValueHeads()),
                "HEAD_SIZE", Integer.toString(config.headSize()),
                "HEADS", Integer.toString(slice.heads()),
                "GROUPED", slice.heads() == slice.keyValueHeads() ? "False" : "True");
        String text = BLOCKS + ROWS + DECODE + PARTS + COMPACT;
        for (String name : constants.keySet().stream().sorted().toList()) {
            text = text.replaceAll("\\b" + name + "\\b", constants.get(name));
        }
        return text;
    }
}
