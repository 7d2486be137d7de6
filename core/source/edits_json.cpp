#include "source/edits_json.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "io/json.h"
#include "source/attention_part.h"

namespace headscope {
namespace {

using EditsJson = nlohmann::ordered_json;

constexpr AttentionPart kParts[] = {AttentionPart::encoder, AttentionPart::decoder,
                                    AttentionPart::cross};

std::vector<AttentionPart> partsOf(const Run& run) {
  return run.decoder ? std::vector(std::begin(kParts), std::end(kParts))
                     : std::vector{AttentionPart::encoder};
}

EditsJson tokensAsJson(const std::vector<Token>& tokens) {
  EditsJson texts = EditsJson::array();
  for (const Token& token : tokens) {
    texts.push_back(shownText(token));
  }
  return texts;
}

EditsJson headsAsJson(const std::vector<HeadId>& heads) {
  EditsJson json = EditsJson::array();
  for (const HeadId& head : heads) {
    json.push_back({{"layer", head.layer}, {"head", head.head}});
  }
  return json;
}

EditsJson partAsJson(const AttentionEdits& edits) {
  EditsJson weights = EditsJson::array();
  for (const WeightEdit& edit : edits.weights) {
    weights.push_back({{"layer", edit.head.layer},
                       {"head", edit.head.head},
                       {"query", edit.query},
                       {"key", edit.key},
                       {"weight", edit.weight}});
  }
  return {{"weights", std::move(weights)},
          {"heads_off", headsAsJson(edits.headsOff)},
          {"masks_off", headsAsJson(edits.masksOff)},
          {"tokens_hidden", edits.keysOff}};
}

template <typename Value>
void addOnce(std::vector<Value>& values, const Value& value) {
  if (std::ranges::find(values, value) == values.end()) {
    values.push_back(value);
  }
}

// A document and the first thing that is wrong with it.
class EditsReader {
 public:
  EditsReader(std::string file, const Run& run) : file_(std::move(file)), run_(run) {}

  Result<RunEdits> read(const nlohmann::json& json, const ModelDescription& model) {
    RunEdits edits;
    if (const auto* name = member(json, "model", ""); name != nullptr && *name != model.name) {
      fail(EditsError::otherModel, "model",
           "the changes were made on " + name->dump() + ", and the model is \"" + model.name + "\"",
           "Open that model first");
    }
    // A sandbox is called so whatever its sizes are.
    for (const auto& [name, own] : {std::pair{"layers", model.layers}, {"heads", model.heads}}) {
      if (const auto* count = member(json, name, ""); count != nullptr && *count != own) {
        fail(EditsError::otherModel, name,
             "the changes were made on a model of " + count->dump() + " " + name +
                 ", and this one has " + std::to_string(own),
             "Open that model first");
      }
    }
    checkTokens(json, "tokens", run_.tokens);
    if (run_.decoder) {
      checkTokens(json, "target_tokens", run_.decoder->tokens);
    }
    for (const AttentionPart part : partsOf(run_)) {
      const std::string name(attentionPartName(part));
      if (const auto* ofPart = member(json, name.c_str(), "")) {
        readPart(*ofPart, name, viewOf(run_, part).attention->shape(), editsOf(edits, part));
      }
    }
    if (error_) {
      return failure(*error_);
    }
    return edits;
  }

 private:
  using Json = nlohmann::json;

  void fail(EditsError code, const std::string& place, std::string problem, std::string remedy) {
    if (!error_) {
      error_ = Error{.code = code,
                     .file = file_,
                     .place = place,
                     .problem = std::move(problem),
                     .remedy = std::move(remedy)};
    }
  }
  void isNoEdit(const std::string& place, const std::string& expected) {
    fail(EditsError::notEdits, place, "expected " + expected,
         "Take a file that was saved from the bar of changes");
  }

  const Json* member(const Json& json, const char* name, const std::string& place) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    if (!json.is_object() || found == json.end()) {
      isNoEdit(place, std::string("an object with \"") + name + "\"");
      return nullptr;
    }
    return &*found;
  }

  // The members of a list; none where it is no list.
  const Json& list(const Json& json, const char* name, const std::string& place) {
    static const Json kNone = Json::array();
    const Json* found = member(json, name, place);
    if (found != nullptr && !found->is_array()) {
      isNoEdit(place + "." + name, "a list");
    }
    return found != nullptr && found->is_array() ? *found : kNone;
  }

  // A whole number in [0, count).
  int index(const Json& json, int count, EditsError beyond, const std::string& place) {
    if (!json.is_number_integer()) {
      isNoEdit(place, "a whole number");
      return 0;
    }
    if (json < 0 || json >= count) {
      fail(beyond, place, "it is " + json.dump() + ", and there are " + std::to_string(count),
           "Count from 0");
      return 0;
    }
    return json.get<int>();
  }
  int index(const Json& object, const char* name, int count, EditsError beyond,
            const std::string& place) {
    const Json* found = member(object, name, place);
    return found == nullptr ? 0 : index(*found, count, beyond, place + "." + name);
  }

  HeadId head(const Json& json, const AttentionShape& shape, const std::string& place) {
    return {.layer = index(json, "layer", shape.layers, EditsError::noSuchHead, place),
            .head = index(json, "head", shape.heads, EditsError::noSuchHead, place)};
  }

  void checkTokens(const Json& json, const char* name, const std::vector<Token>& tokens) {
    const Json& texts = list(json, name, "");
    if (!error_ && texts != Json(tokensAsJson(tokens))) {
      fail(EditsError::otherTokens, name, "the changes were made on another text",
           "Type the text they were made on first: its tokens stand in the file");
    }
  }

  void readPart(const Json& json, const std::string& part, const AttentionShape& shape,
                AttentionEdits& edits) {
    const auto each = [&](const char* name, auto&& read) {
      int number = 0;
      const Json& items = list(json, name, part);
      if (items.size() > kMostEdits) {
        fail(EditsError::tooMany, part + "." + name,
             "there are " + std::to_string(items.size()) + ", and at most " +
                 std::to_string(kMostEdits) + " are taken",
             "Take a file with fewer changes");
        return;
      }
      for (const Json& item : items) {
        read(item, part + "." + name + "[" + std::to_string(number++) + "]");
      }
    };
    each("weights", [&](const Json& item, const std::string& place) {
      const Json* weight = member(item, "weight", place);
      if (weight != nullptr && !weight->is_number()) {
        isNoEdit(place + ".weight", "a number");
      } else if (weight != nullptr && (*weight < 0 || *weight > 1)) {
        fail(EditsError::weightOutOfRange, place + ".weight", "it is " + weight->dump(),
             "A weight lies between 0 and 1");
      } else if (weight != nullptr) {
        setWeight(edits,
                  {.head = head(item, shape, place),
                   .query = index(item, "query", shape.nQuery, EditsError::noSuchToken, place),
                   .key = index(item, "key", shape.nKey, EditsError::noSuchToken, place),
                   .weight = weight->get<float>()});
      }
    });
    each("heads_off", [&](const Json& item, const std::string& place) {
      addOnce(edits.headsOff, head(item, shape, place));
    });
    each("masks_off", [&](const Json& item, const std::string& place) {
      addOnce(edits.masksOff, head(item, shape, place));
    });
    each("tokens_hidden", [&](const Json& item, const std::string& place) {
      addOnce(edits.keysOff, index(item, shape.nKey, EditsError::noSuchToken, place));
    });
  }

  std::string file_;
  const Run& run_;
  std::optional<Error> error_;
};

}  // namespace

std::string editsAsJson(const ModelDescription& model, const Run& run, const RunEdits& edits) {
  EditsJson json = {{"model", model.name},
                    {"layers", model.layers},
                    {"heads", model.heads},
                    {"tokens", tokensAsJson(run.tokens)}};
  if (run.decoder) {
    json["target_tokens"] = tokensAsJson(run.decoder->tokens);
  }
  for (const AttentionPart part : partsOf(run)) {
    json[std::string(attentionPartName(part))] = partAsJson(editsOf(edits, part));
  }
  return json.dump(2) + "\n";
}

Result<RunEdits> editsFromJson(std::string_view json, const std::string& file,
                               const ModelDescription& model, const Run& run) {
  const auto document = parseJson(json, file, DuplicateKeys::reject);
  if (!document) {
    return failure(document.error());
  }
  return EditsReader(file, run).read(*document, model);
}

}  // namespace headscope
