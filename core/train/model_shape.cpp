#include "train/model_shape.h"

#include <string>

namespace headscope {

ModelPlaces placeModel(const ModelShape& shape, ParameterLayout& layout) {
  const Index dModel = shape.block.dModel;
  PlaceMaker maker(layout);
  ModelPlaces places;
  if (shape.wordsAreGiven()) {
    places.wordsIn = maker.linear("words_in", shape.dGiven, dModel, false);
  } else {
    places.words = layout.add("words.weight", shape.words, dModel, Decay::no);
  }
  if (shape.positions == PositionKind::learned) {
    places.positions = layout.add("positions.weight", shape.positionRows, dModel, Decay::no);
  }
  for (int layer = 0; layer < shape.layers; ++layer) {
    places.blocks.push_back(
        maker.block("blocks." + std::to_string(layer) + ".", shape.block, shape.parts));
  }
  if (shape.finalNorm) {
    places.finalNorm = maker.norm("final_norm", shape.block.norm, dModel, shape.parts.biases);
  }
  places.answers =
      maker.linear("answers", dModel, shape.wordsAreGiven() ? shape.dGiven : shape.words, false);
  places.linears = maker.linears();
  return places;
}

}  // namespace headscope
