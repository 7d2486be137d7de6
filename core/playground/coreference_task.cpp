#include "playground/coreference_task.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "playground/built_in_words.h"
#include "playground/training_options.h"

namespace headscope {
namespace {

using Id = std::int32_t;

// Words that practice shows, and words that are kept for a test.
struct Words {
  std::vector<Id> known;
  std::vector<Id> unseen;

  const std::vector<Id>& of(bool isUnseen) const { return isUnseen ? unseen : known; }
};

struct Referent {
  std::string slot;  // "who"
  Words nouns;
  Words adjectives;  // that fit them and no other referent
};

// A sentence: words, and slots to be filled. A slot is -1 - its index.
struct Template {
  std::vector<Id> parts;
};

constexpr int kAdjective = 0;  // slots: the adjective, the referents, then what is filled in
constexpr std::size_t kMostTemplateBytes = 1000;

struct Lexicon {
  std::vector<Referent> referents;
  std::vector<std::pair<std::string, std::vector<Id>>> fillers;
  std::vector<Template> templates;
  Id pronoun = 0;
};

// Of an adjective and a noun of each referent: every eighth choice is never practised.
bool isKeptForTests(const std::vector<Id>& slots, std::size_t referents) {
  std::uint64_t key = 0;
  for (std::size_t slot = 0; slot <= referents; ++slot) {
    key = mix(key ^ static_cast<std::uint64_t>(slots[slot]));
  }
  return key % 8 == 0;
}

// Whether there are known words both for practice and to be kept for a test.
bool hasSomeOfBoth(const std::vector<Referent>& referents) {
  bool practised = false;
  bool kept = false;
  for (const Referent& answer : referents) {
    for (const Id adjective : answer.adjectives.known) {
      std::vector<std::size_t> chosen(referents.size());  // a noun of each
      for (std::size_t next = 0; next < referents.size();) {
        std::vector<Id> slots = {adjective};
        for (std::size_t i = 0; i < referents.size(); ++i) {
          slots.push_back(referents[i].nouns.known[chosen[i]]);
        }
        (isKeptForTests(slots, referents.size()) ? kept : practised) = true;
        if (practised && kept) {
          return true;
        }
        for (next = 0;
             next < referents.size() && ++chosen[next] == referents[next].nouns.known.size();
             ++next) {
          chosen[next] = 0;
        }
      }
    }
  }
  return false;
}

class CoreferenceTask : public Task {
 public:
  CoreferenceTask(TaskSetting setting, Lexicon lexicon)
      : Task(std::move(setting)), lexicon_(std::move(lexicon)) {
    for (std::size_t i = 0; i < words().classes.size(); ++i) {
      classOf_.emplace(words().classes[i], static_cast<Index>(i));
    }
  }

  Exercise practice(Random& random) const override {
    return draw(random, false, [](bool isKeptForTests) { return !isKeptForTests; });
  }
  Exercise test(std::size_t test, Random& random) const override {
    const bool unseen = test == 1;
    return draw(random, unseen, [unseen](bool isKeptForTests) { return unseen || isKeptForTests; });
  }

 private:
  template <typename Accept>
  Exercise draw(Random& random, bool unseen, Accept accept) const {
    const Template& sentence = random.oneOf(lexicon_.templates);
    std::vector<Id> slots;
    std::size_t answer = 0;
    do {
      answer = static_cast<std::size_t>(
          random.below(static_cast<std::int64_t>(lexicon_.referents.size())));
      slots = {random.oneOf(lexicon_.referents[answer].adjectives.of(unseen))};
      for (const Referent& referent : lexicon_.referents) {
        slots.push_back(random.oneOf(referent.nouns.of(unseen)));
      }
    } while (!accept(isKeptForTests(slots, lexicon_.referents.size())));
    const Id noun = slots[1 + answer];
    for (const auto& [name, words] : lexicon_.fillers) {
      slots.push_back(random.oneOf(words));
    }
    Exercise exercise;
    Index adjectiveAt = 0;
    Index nounAt = 0;
    for (const Id part : sentence.parts) {
      const auto row = static_cast<Index>(exercise.words.size());
      adjectiveAt = part == -1 - kAdjective ? row : adjectiveAt;
      nounAt = part == -2 - static_cast<Id>(answer) ? row : nounAt;
      const Id word = part < 0 ? slots[static_cast<std::size_t>(-1 - part)] : part;
      if (word == lexicon_.pronoun) {
        exercise.targets.push_back({.row = row, .answer = classOf_.at(noun)});
      }
      exercise.words.push_back(word);
    }
    for (const Target& target : exercise.targets) {
      exercise.sights.push_back({.query = target.row, .key = adjectiveAt, .pattern = 0});
      exercise.sights.push_back({.query = target.row, .key = nounAt, .pattern = 1});
    }
    return exercise;
  }

  Lexicon lexicon_;
  std::unordered_map<Id, Index> classOf_;
};

// Reads the lexicon of a file in the words that are built in.
class LexiconReader {
 public:
  LexiconReader(TaskFields& fields, const BuiltInWords& words, const Tokenizer& tokenizer)
      : fields_(fields), tokenizer_(tokenizer) {
    for (std::size_t id = 0; id < words.vocabulary.size(); ++id) {
      ids_.emplace(words.vocabulary[id], static_cast<Id>(id));
    }
  }

  Lexicon read() {
    Lexicon lexicon;
    lexicon.pronoun = idOf(fields_, "pronoun", fields_.text("pronoun"));
    pronoun_ = lexicon.pronoun;
    for (TaskFields referent : fields_.objects("referents")) {
      checkSlot(referent, "slot", referent.text("slot"), lexicon);
      TaskFields nouns = referent.object("nouns");
      TaskFields adjectives = referent.object("adjectives");
      lexicon.referents.push_back({.slot = referent.text("slot"),
                                   .nouns = readWords(nouns),
                                   .adjectives = readWords(adjectives)});
    }
    if (lexicon.referents.size() < 2) {
      fields_.fail(TaskError::tooFew, "referents", "there must be two, of which one is meant");
    }
    if (fields_.good() && !hasSomeOfBoth(lexicon.referents)) {
      fields_.fail(TaskError::tooFew, "referents",
                   "their known words make too few sentences to practise some and to test with "
                   "others",
                   "Add nouns or adjectives");
    }
    TaskFields fillers = fields_.object("fill");
    for (const std::string& name : fillers.keys()) {
      checkSlot(fillers, name, name, lexicon);
      lexicon.fillers.emplace_back(name, ids(fillers, name));
    }
    const std::vector<std::string> templates = fields_.texts("templates");
    for (std::size_t i = 0; i < templates.size() && fields_.good(); ++i) {
      lexicon.templates.push_back(
          readTemplate(templates[i], "templates[" + std::to_string(i) + "]", lexicon));
    }
    return lexicon;
  }

 private:
  Id idOf(TaskFields& fields, const std::string& key, const std::string& word) {
    const auto found = ids_.find(word);
    if (found == ids_.end()) {
      fields.fail(TaskError::notOneWord, key, "'" + word + "' is not one word of the vocabulary",
                  "Take another word; words are in lower case");
      return 0;
    }
    return found->second;
  }
  std::vector<Id> ids(TaskFields& fields, const std::string& key) {
    std::vector<Id> all;
    for (const std::string& word : fields.texts(key)) {
      all.push_back(idOf(fields, key, word));
      if (fields.good() && all.back() == pronoun_) {
        fields.fail(TaskError::outOfRange, key,
                    "'" + word + "' is the pronoun, of which a sentence has one",
                    "Take another word");
      }
    }
    return all;
  }
  Words readWords(TaskFields& fields) {
    return {.known = ids(fields, "known"), .unseen = ids(fields, "unseen")};
  }

  void checkSlot(TaskFields& fields, const std::string& key, const std::string& name,
                 const Lexicon& lexicon) {
    if (slotOf(name, lexicon)) {
      fields.fail(TaskError::outOfRange, key, "there is another slot '" + name + "'",
                  "Give each slot a name of its own");
    }
  }

  // The slot of that name; nothing where there is none.
  static std::optional<Id> slotOf(const std::string& name, const Lexicon& lexicon) {
    if (name == "adjective") {
      return -1 - kAdjective;
    }
    Id slot = 1;
    for (const Referent& referent : lexicon.referents) {
      if (referent.slot == name) {
        return -1 - slot;
      }
      ++slot;
    }
    for (const auto& [filler, words] : lexicon.fillers) {
      if (filler == name) {
        return -1 - slot;
      }
      ++slot;
    }
    return std::nullopt;
  }

  void appendWords(const std::string& text, Template& sentence) const {
    if (const auto encoding = tokenizer_.encode(text)) {
      for (const Token& token : encoding->tokens) {
        sentence.parts.push_back(token.id);
      }
    }
  }

  Template readTemplate(const std::string& text, const std::string& key, const Lexicon& lexicon) {
    Template sentence;
    if (text.size() > kMostTemplateBytes) {
      fields_.fail(TaskError::badTemplate, key, "it is longer than 1000 bytes");
      return sentence;
    }
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t open = std::min(text.find('{', at), text.size());
      appendWords(text.substr(at, open - at), sentence);
      if (open == text.size()) {
        break;
      }
      const std::size_t close = text.find('}', open);
      const std::string name =
          text.substr(open + 1, close == std::string::npos ? close : close - open - 1);
      const auto slot = slotOf(name, lexicon);
      if (close == std::string::npos || !slot) {
        fields_.fail(
            TaskError::badTemplate, key,
            close == std::string::npos ? "a '{' is not closed" : "there is no slot '" + name + "'");
        return sentence;
      }
      sentence.parts.push_back(*slot);
      at = close + 1;
    }
    checkTemplate(sentence, key, lexicon);
    return sentence;
  }

  void checkTemplate(const Template& sentence, const std::string& key, const Lexicon& lexicon) {
    const auto once = [&](Id part, const std::string& name) {
      if (std::ranges::count(sentence.parts, part) != 1) {
        fields_.fail(TaskError::badTemplate, key, "it must have " + name + " once");
      }
    };
    if (static_cast<Index>(sentence.parts.size()) > kMaxTrainedTokens) {
      fields_.fail(TaskError::badTemplate, key,
                   "it has " + std::to_string(sentence.parts.size()) +
                       " words, and a model reads at most " + std::to_string(kMaxTrainedTokens));
    }
    once(lexicon.pronoun, "the pronoun");
    once(-1 - kAdjective, "{adjective}");
    for (std::size_t i = 0; i < lexicon.referents.size(); ++i) {
      once(-2 - static_cast<Id>(i), "{" + lexicon.referents[i].slot + "}");
    }
  }

  TaskFields& fields_;
  const Tokenizer& tokenizer_;
  std::unordered_map<std::string, Id> ids_;
  Id pronoun_ = 0;
};

// Whole words of letters, from the common to the rare.
bool isPlainWord(const std::string& word) {
  return word.size() > 2 && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Nouns and adjectives that are practised, and words that are no answer; then those that are not.
void addClasses(const Lexicon& lexicon, const BuiltInWords& built, TaskWords& words) {
  constexpr std::size_t kOthers = 1500;
  std::vector<bool> ofLexicon(built.vocabulary.size());
  std::vector<bool> added(built.vocabulary.size());
  const auto add = [&](Id word) {
    if (!added[static_cast<std::size_t>(word)]) {
      added[static_cast<std::size_t>(word)] = true;
      words.classes.push_back(word);
    }
  };
  const auto forLexicon = [&](bool unseen, const auto& visit) {
    for (const Referent& referent : lexicon.referents) {
      std::ranges::for_each(referent.nouns.of(unseen), visit);
      std::ranges::for_each(referent.adjectives.of(unseen), visit);
    }
  };
  const auto mark = [&](Id word) { ofLexicon[static_cast<std::size_t>(word)] = true; };
  forLexicon(false, mark);
  forLexicon(true, mark);
  forLexicon(false, add);
  Random random(1);
  for (std::size_t last = words.classes.size() + kOthers; words.classes.size() < last;) {
    const std::int64_t word = random.below(words.count);
    const auto at = static_cast<std::size_t>(word);
    if (!ofLexicon[at] && isPlainWord(built.vocabulary[at])) {
      add(static_cast<Id>(word));
    }
  }
  words.practised = words.classes.size();
  forLexicon(true, add);
}

Index longestOf(const Lexicon& lexicon) {
  std::size_t longest = 0;
  for (const Template& sentence : lexicon.templates) {
    longest = std::max(longest, sentence.parts.size());
  }
  return static_cast<Index>(longest);
}

void markMet(const Lexicon& lexicon, TaskWords& words) {
  words.met.resize(static_cast<std::size_t>(words.count));
  const auto mark = [&](Id word) { words.met[static_cast<std::size_t>(word)] = 1; };
  for (const Referent& referent : lexicon.referents) {
    std::ranges::for_each(referent.nouns.known, mark);
    std::ranges::for_each(referent.adjectives.known, mark);
  }
  for (const auto& [name, fillers] : lexicon.fillers) {
    std::ranges::for_each(fillers, mark);
  }
  for (const Template& sentence : lexicon.templates) {
    for (const Id part : sentence.parts) {
      if (part >= 0) {
        mark(part);
      }
    }
  }
}

}  // namespace

Result<std::shared_ptr<const Task>> coreferenceTask(TaskFields fields) {
  const auto built = builtInWords();
  TaskWords words{.reader = builtInWordReader(),
                  .count = static_cast<Id>(built->vocabulary.size()),
                  .given = {built, &built->vectors}};
  TaskDescription description = readDescription(
      fields, {"finds the adjective", "copies the antecedent"}, {"known words", "unseen words"});
  Lexicon lexicon = LexiconReader(fields, *built, *words.reader->tokenizer).read();
  if (!fields.good()) {
    return failure(fields.result().error());
  }
  words.askedAt = {lexicon.pronoun};
  addClasses(lexicon, *built, words);
  markMet(lexicon, words);
  TaskSetting setting{.description = std::move(description),
                      .words = std::move(words),
                      .longest = longestOf(lexicon)};
  return std::make_shared<const CoreferenceTask>(std::move(setting), std::move(lexicon));
}

}  // namespace headscope
