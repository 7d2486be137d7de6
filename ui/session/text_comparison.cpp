#include "session/text_comparison.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/difference_source.h"

namespace headscope {
namespace {

std::vector<std::string> shownTexts(const Run& run) {
  std::vector<std::string> texts;
  std::ranges::transform(run.tokens, std::back_inserter(texts), shownText);
  return texts;
}

// "it", or "tired/wide"; a dash stands for what one text has not got.
QString pairLabel(const std::vector<std::string>& first, const std::vector<std::string>& second,
                  AlignedTokens pair) {
  const auto shown = [](const std::vector<std::string>& texts, int index) {
    return index < 0 ? QStringLiteral("–")
                     : QString::fromStdString(texts[static_cast<std::size_t>(index)]).trimmed();
  };
  const QString before = shown(first, pair.first);
  const QString after = shown(second, pair.second);
  return before == after ? before : QStringLiteral("%1/%2").arg(before, after);
}

std::shared_ptr<const ComparedTexts> compared(std::shared_ptr<const Run> first,
                                              std::shared_ptr<const Run> second) {
  const auto before = shownTexts(*first);
  const auto after = shownTexts(*second);
  auto texts = std::make_shared<ComparedTexts>();
  texts->tokens = alignTokens(before, after);
  for (const AlignedTokens& pair : texts->tokens) {
    texts->labels.append(pairLabel(before, after, pair));
  }
  texts->change = std::make_shared<const DifferenceSource>(
      first->attention, second->attention, AlignedMaps{texts->tokens, texts->tokens});
  texts->first = std::move(first);
  texts->second = std::move(second);
  return texts;
}

}  // namespace

TextComparison::TextComparison(Session* session, QObject* parent)
    : QObject(parent), session_(session) {
  connect(session_, &Session::runCompleted, this, &TextComparison::compare);
  connect(session_, &Session::modelChanged, this, [this] { clear(); });
  connect(session_->selection(), &Selection::cellChanged, this, &TextComparison::rank);
}

void TextComparison::setText(const QString& text) {
  if (text != text_) {
    text_ = text;
    emit textChanged(text_);
    compare();
  }
}

void TextComparison::setAwake(bool awake) {
  if (awake != awake_) {
    awake_ = awake;
    compare();
  }
}

void TextComparison::clear(const QString& note) {
  jobs_.cancel(JobLane::run);
  texts_.reset();
  swings_.clear();
  pair_ = -1;
  note_ = note;
  emit changed();
}

void TextComparison::compare() {
  if (!awake_ || !session_->isRunWhole()) {
    return;  // of a run that is shown early its end asks again
  }
  if (text_.trimmed().isEmpty()) {
    clear();
    return;
  }
  using Made = Result<std::shared_ptr<const ComparedTexts>>;
  jobs_.submit(
      JobLane::run,
      [model = session_->model(), first = session_->run(),
       text = text_.toStdString()](const JobContext& job) -> Made {
        auto second = model->run(text, {.forward = {.stop = job}});
        if (!second) {
          return failure(second.error());
        }
        return compared(first, std::make_shared<const Run>(std::move(*second)));
      },
      [this](const Made& made) {
        if (!made) {
          clear(QString::fromStdString(made.error().problem));
          return;
        }
        texts_ = *made;
        rank();
      });
}

void TextComparison::rank() {
  if (texts_ == nullptr) {
    return;
  }
  const int query = session_->selection()->query();
  const auto found = std::ranges::find(texts_->tokens, query, &AlignedTokens::first);
  pair_ = query < 0 || found == texts_->tokens.end()
              ? -1
              : static_cast<int>(found - texts_->tokens.begin());
  swings_.clear();
  note_.clear();
  if (pair_ >= 0 && found->second >= 0) {
    swings_ =
        rankSwings(*texts_->first->attention, *texts_->second->attention, *found, texts_->tokens);
    if (session_->model()->description().isCausal() &&
        beginAlike(shownTexts(*texts_->first), shownTexts(*texts_->second), *found)) {
      note_ = tr("This model is causal: a row sees only what stands before it, and up to “%1” both "
                 "texts are the same. So no head can differ here; a later row can.")
                  .arg(texts_->labels[pair_]);
    }
  } else if (pair_ >= 0) {
    note_ = tr("The second text has nothing in the place of “%1”. Choose another row.")
                .arg(QString::fromStdString(
                    shownText(texts_->first->tokens[static_cast<std::size_t>(query)])));
  }
  if (note_.isEmpty() && !session_->edits().empty()) {
    note_ = tr("The first text is shown with the changes made by hand, the second without.");
  }
  emit changed();
}

}  // namespace headscope
