#include <QTest>

#include "families/family.h"
#include "families/plans.h"
#include "families/sample_file.h"
#include "test_class.h"

namespace headscope::test_plans {

// What config.json's options mean to each family, beyond what the goldens have.
class TestPlans : public QObject {
  Q_OBJECT
 private slots:
  void albertLayersShareTheirGroups();
  void robertaPositionsBeginAfterPadding();
  void electraWithoutProjection();
  void gpt2ScalesByLayer();
  void gpt2WithoutScaling();
  void optOfTheOlderKind();
  void bloomByItsOlderNames();
  void neoxInTurn();
  void llamaMayLeaveMuchOut();
  void llamaBiases();
  void mistralWithoutWindow();
  void qwenWindowsBeginAtALayer();
  void layerTypesAreTakenAtTheirWord();
  void gemma2SlidesInEverySecondLayer();
  void modernBertByItsOlderKeys();
  void vitMayLeaveMuchOut();
  void deitMayHaveADistillationToken();
  void refused_data();
  void refused();
};

namespace {

using Plan = FamilyPlan (*)(ConfigReader&);

constexpr const char* kEncoder =
    R"("hidden_size": 8, "num_attention_heads": 2, "intermediate_size": 6,
       "num_hidden_layers": 4, "vocab_size": 20, "max_position_embeddings": 30)";

FamilyPlan planned(Plan plan, const std::string& keys) {
  const auto json = nlohmann::json::parse("{" + keys + "}");
  ConfigReader reader(json, "m/config.json");
  FamilyPlan result = plan(reader);
  if (!reader.result()) {
    qWarning("%s", describe(reader.result().error()).c_str());
    throw std::runtime_error("the plan was refused");
  }
  return result;
}

FamilyPlan encoder(Plan plan, const std::string& more = {}) {
  return planned(plan, kEncoder + (more.empty() ? "" : ", " + more));
}

std::vector<int> windows(const FamilyPlan& plan) {
  std::vector<int> result;
  for (const BlockConfig& layer : plan.layers) {
    result.push_back(layer.score.reach.back.value_or(-1));
  }
  return result;
}

}  // namespace

void TestPlans::albertLayersShareTheirGroups() {
  const FamilyPlan one = encoder(planAlbert);
  QCOMPARE(one.blockOfLayer, (std::vector<int>{0, 0, 0, 0}));
  const FamilyPlan two =
      encoder(planAlbert, R"("num_hidden_groups": 2, "inner_group_num": 2, "embedding_size": 3)");
  QCOMPARE(two.blockOfLayer, (std::vector<int>{0, 1, 0, 1, 2, 3, 2, 3}));
  QCOMPARE(two.layers.size(), std::size_t{8});
  QCOMPARE(two.block.prefix(3), std::string("encoder.albert_layer_groups.1.albert_layers.1."));
  QCOMPARE(two.embedding.dWord, 3);
}

void TestPlans::robertaPositionsBeginAfterPadding() {
  const FamilyPlan plan = encoder(planRoberta, R"("pad_token_id": 1)");
  QVERIFY(plan.embedding.positionRule == PositionRule::unpadded);
  QCOMPARE(plan.embedding.positionOffset, 1);
  QCOMPARE(plan.embedding.padding, 1);
}

void TestPlans::electraWithoutProjection() {
  QCOMPARE(encoder(planElectra).embedding.projection, std::string());
  QCOMPARE(encoder(planElectra, R"("embedding_size": 4)").embedding.projection,
           std::string("embeddings_project"));
}

constexpr const char* kGpt2 = R"("n_embd": 8, "n_head": 2, "n_layer": 3, "vocab_size": 20)";

void TestPlans::gpt2ScalesByLayer() {
  const FamilyPlan plan =
      planned(planGpt2, std::string(kGpt2) + R"(, "scale_attn_by_inverse_layer_idx": true)");
  QCOMPARE(plan.layers[0].score.scaleFor(4), 0.5F);
  QCOMPARE(plan.layers[2].score.scaleFor(4), 0.5F / 3);
  QCOMPARE(plan.layers[0].dFeedForward, 32);
  QCOMPARE(plan.embedding.positionRows, 1024);
}

void TestPlans::gpt2WithoutScaling() {
  const FamilyPlan plan =
      planned(planGpt2, std::string(kGpt2) + R"(, "scale_attn_weights": false, "n_ctx": 64)");
  QCOMPARE(plan.layers[1].score.scaleFor(4), 1.0F);
  QCOMPARE(plan.embedding.positionRows, 64);
}

// As opt-350m.
void TestPlans::optOfTheOlderKind() {
  const FamilyPlan plan = planned(
      planOpt, R"("hidden_size": 8, "num_attention_heads": 2, "ffn_dim": 6, "vocab_size": 20,
                  "num_hidden_layers": 2, "max_position_embeddings": 30,
                  "do_layer_norm_before": false, "word_embed_proj_dim": 4)");
  QVERIFY(plan.layers[0].placement == NormPlacement::post);
  QCOMPARE(plan.finalNorm, std::string());
  QCOMPARE(plan.embedding.dWord, 4);
  QCOMPARE(plan.embedding.wordProjection, std::string("project_in"));
  QCOMPARE(plan.head->wordProjection, std::string("project_out"));
  QCOMPARE(plan.embedding.positionRows, 32);
}

void TestPlans::bloomByItsOlderNames() {
  const FamilyPlan plan =
      planned(planBloom, R"("n_embed": 8, "num_attention_heads": 2, "num_hidden_layers": 3,
                            "vocab_size": 20, "seq_length": 100)");
  QCOMPARE(plan.layers.size(), std::size_t{3});
  QCOMPARE(plan.layers[0].dModel, 8);
  QCOMPARE(plan.maxTokens, 100);
}

void TestPlans::neoxInTurn() {
  const FamilyPlan plan =
      encoder(planGptNeoX, R"("use_parallel_residual": false, "rotary_pct": 0.5)");
  QVERIFY(plan.layers[0].branches == Branches::inTurn);
  QVERIFY(encoder(planGptNeoX, R"("rotary_pct": 0.5)").layers[0].branches == Branches::sideBySide);
  QVERIFY(encoder(planGptNeoX, R"("attention_bias": false, "rotary_pct": 0.5)")
              .block.projectionForm.bias == Bias::none);
}

void TestPlans::llamaMayLeaveMuchOut() {
  const FamilyPlan plan = encoder(planLlama);
  QCOMPARE(plan.layers[0].dK, 4);
  QCOMPARE(plan.layers[0].keyHeads(), 2);
  QCOMPARE(plan.layers[0].normEpsilon, 1e-6F);
  QVERIFY(plan.layers[0].activation == Activation::silu);
  QVERIFY(plan.block.projectionForm.bias == Bias::none);
  QVERIFY(plan.block.feedForwardForm.bias == Bias::none);
}

void TestPlans::llamaBiases() {
  const FamilyPlan plan = encoder(planLlama, R"("attention_bias": true, "mlp_bias": true)");
  QVERIFY(plan.block.projectionForm.bias == Bias::present);
  QVERIFY(plan.block.outputForm.bias == Bias::present);
  QVERIFY(plan.block.feedForwardForm.bias == Bias::present);
  const FamilyPlan qwen = encoder(planQwen2);
  QVERIFY(qwen.block.projectionForm.bias == Bias::present);
  QVERIFY(qwen.block.outputForm.bias == Bias::none);
}

void TestPlans::mistralWithoutWindow() {
  QCOMPARE(windows(encoder(planMistral, R"("sliding_window": null)")),
           (std::vector<int>{-1, -1, -1, -1}));
  QCOMPARE(windows(encoder(planMistral, R"("sliding_window": 5)")), (std::vector<int>{4, 4, 4, 4}));
}

void TestPlans::qwenWindowsBeginAtALayer() {
  const char* keys = R"("use_sliding_window": true, "sliding_window": 5, "max_window_layers": 2)";
  for (const Plan plan : {planQwen2, planQwen3}) {
    QCOMPARE(windows(encoder(plan, keys)), (std::vector<int>{-1, -1, 4, 4}));
    QCOMPARE(windows(encoder(plan, R"("sliding_window": 5)")), (std::vector<int>{-1, -1, -1, -1}));
  }
}

void TestPlans::layerTypesAreTakenAtTheirWord() {
  const char* keys = R"("sliding_window": 5, "layer_types": ["full_attention", "full_attention",
                        "full_attention", "sliding_attention"])";
  QCOMPARE(windows(encoder(planMistral, keys)), (std::vector<int>{-1, -1, -1, 4}));
}

void TestPlans::gemma2SlidesInEverySecondLayer() {
  const FamilyPlan plan = encoder(planGemma2, R"("sliding_window": 5, "head_dim": 6)");
  QCOMPARE(windows(plan), (std::vector<int>{4, -1, 4, -1}));
  QCOMPARE(plan.layers[3].dK, 6);
  QCOMPARE(plan.layers[3].score.scaleFor(6), 0.0625F);  // 1 / √256
  QCOMPARE(plan.embedding.scale, std::sqrt(8.0F));
}

void TestPlans::modernBertByItsOlderKeys() {
  const FamilyPlan plan = encoder(planModernBert,
                                  R"("global_attn_every_n_layers": 3, "local_attention": 6,
                                     "global_rope_theta": 100, "local_rope_theta": 7)");
  QCOMPARE(windows(plan), (std::vector<int>{-1, 3, 3, -1}));
  QCOMPARE(*plan.layers[1].score.reach.ahead, 3);
  QCOMPARE(plan.layers[0].rotary->frequencies, rotary(4, 100).frequencies);
  QCOMPARE(plan.layers[2].rotary->frequencies, rotary(4, 7).frequencies);
}

void TestPlans::vitMayLeaveMuchOut() {
  const FamilyPlan plan = encoder(planVit);
  QCOMPARE(plan.patches->imageSize, 224);
  QCOMPARE(plan.patches->patchSize, 16);
  QCOMPARE(plan.patches->channels, 3);
  QCOMPARE(plan.patches->distillationToken, std::string());
  QVERIFY(plan.block.projectionForm.bias == Bias::present);
  QVERIFY(plan.layers[0].placement == NormPlacement::pre);
  QVERIFY(encoder(planVit, R"("qkv_bias": false)").block.projectionForm.bias == Bias::none);
}

void TestPlans::deitMayHaveADistillationToken() {
  const FamilyPlan plan = encoder(planDeit, R"("image_size": 8, "patch_size": 8)");
  QCOMPARE(plan.family, std::string("DeiT"));
  QCOMPARE(plan.patches->imageSize, 8);
  QCOMPARE(plan.patches->distillationToken, std::string("embeddings.distillation_token"));
}

void TestPlans::refused_data() {
  QTest::addColumn<QString>("type");
  QTest::addColumn<QString>("keys");
  QTest::addColumn<QString>("expected");
  const auto row = [](const char* name, const char* type, const char* keys, const char* expected) {
    QTest::newRow(name) << type << keys << expected;
  };
  row("heads too wide", "llama", R"("head_dim": 65536, "num_attention_heads": 65536)",
      "head_dim: 65536 heads of 65536 dimensions are more than 262144 together.");
  row("albert groups", "albert", R"("num_hidden_groups": 3)",
      "num_hidden_groups: 3 groups do not divide 4 layers.");
  row("albert inner layers", "albert", R"("inner_group_num": 1000)",
      "inner_group_num: there would be too many layers.");
  row("roberta positions", "roberta", R"("pad_token_id": 29)",
      "max_position_embeddings: expected at least two more than pad_token_id, 29.");
  row("xlm-r decodes", "xlm-roberta", R"("is_decoder": true)",
      "is_decoder: a RoBERTa that decodes is not supported.");
  row("gpt2 cross attention", "gpt2",
      R"("n_embd": 8, "n_head": 2, "n_layer": 1, "add_cross_attention": true)",
      "add_cross_attention: a GPT-2 that reads an encoder is not supported.");
  row("gpt2 heads", "gpt2", R"("n_embd": 8, "n_head": 3, "n_layer": 1)",
      "n_head: 3 heads do not divide n_embd 8.");
  row("opt norms", "opt", R"("ffn_dim": 4, "layer_norm_elementwise_affine": false)",
      "layer_norm_elementwise_affine: norms without weights are not supported.");
  row("bloom residual", "bloom", R"("apply_residual_connection_post_layernorm": true)",
      "apply_residual_connection_post_layernorm: a residual stream of norms is not supported.");
  row("phi norms", "phi", R"("qk_layernorm": true)",
      "qk_layernorm: norms of queries and keys are not supported in this family.");
  row("vit patches", "vit", R"("image_size": 8, "patch_size": 9)",
      "patch_size: patches of 9 do not fit in an image of 8.");
  row("vit image", "vit", R"("image_size": [8, 8])",
      "image_size: expected a whole number, found [8,8].");
  row("deit channels", "deit", R"("num_channels": 1)",
      "num_channels: images of 1 channels are not supported, only 3 are.");
  row("key heads", "llama", R"("num_key_value_heads": 3)",
      "num_key_value_heads: 3 key heads do not divide 2 heads.");
  row("no key heads", "llama", R"("num_key_value_heads": 0)",
      "num_key_value_heads: expected 1 to 65536, found 0.");
  row("llama heads", "llama", R"("num_attention_heads": 3)",
      "num_attention_heads: 3 heads do not divide hidden_size 8.");
  row("yarn", "qwen2", R"("rope_scaling": {"rope_type": "yarn", "factor": 4})",
      "rope_scaling.rope_type: rotary positions of the kind 'yarn' are not supported. Supported "
      "are: default, dynamic, linear, llama3.");
  row("window of nothing", "mistral", R"("sliding_window": 0)",
      "sliding_window: expected 1 to 1048576, found 0.");
  row("too few layer types", "mistral", R"("sliding_window": 4, "layer_types": ["full_attention"])",
      "layer_types: expected one for each of 4 layers, found 1.");
  row("unknown layer type", "mistral",
      R"("sliding_window": 4, "layer_types": ["linear_attention", "full_attention",
         "full_attention", "full_attention"])",
      "layer_types: layers of the type 'linear_attention' are not supported.");
  row("layer types of numbers", "mistral", R"("sliding_window": 4, "layer_types": [1, 2, 3, 4])",
      "layer_types: expected a list of texts, found [1,2,3,4].");
  row("gemma activation", "gemma2", R"("hidden_activation": "mish")",
      "hidden_activation: the activation 'mish' is not supported. Supported are: gelu, gelu_new, "
      "gelu_fast, gelu_pytorch_tanh, relu, silu, swish.");
}

void TestPlans::refused() {
  QFETCH(QString, type);
  QFETCH(QString, keys);
  QFETCH(QString, expected);
  auto json = nlohmann::json::parse("{" + std::string(kEncoder) + "}");
  json.update(nlohmann::json::parse("{" + keys.toStdString() + "}"));
  json["model_type"] = type.toStdString();
  const SampleFile file({});
  const auto model = loadFamily(json, "m/config.json", file.open());
  QVERIFY(!model);
  QCOMPARE(shown(model.error()), "m/config.json: " + expected);
}

HEADSCOPE_TEST(TestPlans)

}  // namespace headscope::test_plans

#include "test_plans.moc"
