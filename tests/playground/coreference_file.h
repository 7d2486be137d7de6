#pragma once

namespace headscope {

// A small task of one's own.
inline constexpr const char* kCoreferenceFile = R"({
  "kind": "coreference",
  "name": "own",
  "title": "Which one?",
  "success": "It is named.",
  "look_for": "A head that looks at it.",
  "goal": 0.9,
  "steps": 20,
  "examples": ["The dog saw the road: it was tired."],
  "pronoun": "it",
  "templates": ["The {who} {verb} the {what}: it was {adjective}"],
  "fill": {"verb": ["saw"]},
  "referents": [
    {"slot": "who",
     "nouns": {"known": ["dog", "cat", "horse"], "unseen": ["sheep"]},
     "adjectives": {"known": ["tired", "hungry"], "unseen": ["happy"]}},
    {"slot": "what",
     "nouns": {"known": ["road", "river", "lake"], "unseen": ["field"]},
     "adjectives": {"known": ["wide", "narrow"], "unseen": ["long"]}}
  ]
})";

}  // namespace headscope
