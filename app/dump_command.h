#pragma once

namespace headscope {

class Commands;

// `headscope dump --model M (--text T | --ids 1,2,3 | --vectors F | --image F) --out
// F.safetensors`: tensors attention.<l> (heads, n, n) and hidden.<l> (n, d_model) for l = 0 … L,
// the last being the output, as Hugging Face's output_attentions and output_hidden_states have
// them, and, but for images, input_ids (n).
void addDumpCommand(Commands program);

}  // namespace headscope
