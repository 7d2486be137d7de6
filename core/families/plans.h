#pragma once

#include "families/config_reader.h"
#include "families/family_plan.h"

namespace headscope {

// One function and one file a family: what its config.json means. After an error the plan is of no
// use and config.result() says why.

// BERT (Devlin et al. 2019): norms after each sum, learned positions, token types.
FamilyPlan planBert(ConfigReader& config);
// RoBERTa (Liu et al. 2019), XLM-R and CamemBERT: BERT with positions that skip padding.
FamilyPlan planRoberta(ConfigReader& config);
// DistilBERT (Sanh et al. 2019): BERT of half the layers, without token types.
FamilyPlan planDistilBert(ConfigReader& config);
// ELECTRA (Clark et al. 2020): BERT with words of fewer dimensions.
FamilyPlan planElectra(ConfigReader& config);
// ALBERT (Lan et al. 2020): the same, and layers share their weights.
FamilyPlan planAlbert(ConfigReader& config);
// ModernBERT (Warner et al. 2024): norms first, rotary positions, windows in most layers.
FamilyPlan planModernBert(ConfigReader& config);

// GPT-2 (Radford et al. 2019): norms first, causal, learned positions.
FamilyPlan planGpt2(ConfigReader& config);
// OPT (Zhang et al. 2022): the same with ReLU.
FamilyPlan planOpt(ConfigReader& config);
// BLOOM (BigScience 2022): causal, ALiBi.
FamilyPlan planBloom(ConfigReader& config);
// GPT-NeoX (Black et al. 2022) and Pythia: attention and feed-forward network side by side.
FamilyPlan planGptNeoX(ConfigReader& config);
// Phi-1 to Phi-2 (Gunasekar et al. 2023): likewise, of one norm.
FamilyPlan planPhi(ConfigReader& config);

// Llama (Touvron et al. 2023): RMS norms first, rotary positions, gated, shared keys and values.
FamilyPlan planLlama(ConfigReader& config);
// Mistral (Jiang et al. 2023): Llama with a window.
FamilyPlan planMistral(ConfigReader& config);
// Qwen 2 (Yang et al. 2024): Llama with biases of queries, keys and values.
FamilyPlan planQwen2(ConfigReader& config);
// Qwen 3 (Yang et al. 2025): Llama with norms of queries and keys.
FamilyPlan planQwen3(ConfigReader& config);
// Gemma 2 (Gemma Team 2024): norms before and after, capped scores, windows in every second layer.
FamilyPlan planGemma2(ConfigReader& config);

// T5 (Raffel et al. 2020): encoder and decoder, RMS norms first, a bias by distance, no scale.
FamilyPlan planT5(ConfigReader& config);
// BART (Lewis et al. 2020): encoder and decoder, norms after each sum, learned positions.
FamilyPlan planBart(ConfigReader& config);
// Marian (Junczys-Dowmunt et al. 2018): BART with sinusoids.
FamilyPlan planMarian(ConfigReader& config);

// What the playground trains: its own config, and words that may be given.
FamilyPlan planHeadscope(ConfigReader& config);

// ViT (Dosovitskiy et al. 2021): reads an image; norms first, learned positions.
FamilyPlan planVit(ConfigReader& config);
// DeiT (Touvron et al. 2021): ViT with a distillation token where the checkpoint has one.
FamilyPlan planDeit(ConfigReader& config);

}  // namespace headscope
