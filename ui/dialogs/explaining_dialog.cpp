#include "dialogs/explaining_dialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QVBoxLayout>

namespace headscope {

ExplainingDialog::ExplainingDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("What attention does and does not explain"));
  setMinimumWidth(560);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(24, 24, 24, 24);
  layout->setSpacing(12);
  for (const QString& text :
       {tr("A weight says which share of a query’s new vector comes from a key, in one head of one "
           "layer. That is exact: it is what the model computed."),
        tr("It does not say what is copied, nor how much of it arrives. A key with a large weight "
           "may have a short value: “value-weighted” counts its length as well (Kobayashi et al. "
           "2020). A head that has nothing to look for often rests on the first token, on a "
           "special one or on punctuation (Clark et al. 2019; Xiao et al. 2023)."),
        tr("After the first layers a row is no longer the word it stands on, but a mixture. "
           "“Rollout” and “flow” follow attention back to the words that were typed; both count "
           "attention and residuals alone, not the feed-forward networks (Abnar and Zuidema 2020). "
           "Under a causal mask they gather on the first token."),
        tr("That a head looks at a word is no proof that the answer depends on it. Other weights "
           "can give the same answer (Jain and Wallace 2019), and how much that matters depends on "
           "the question (Wiegreffe and Pinter 2019). To find out, change the text and "
           "compare.")}) {
    auto* label = new QLabel(text, this);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(label);
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  layout->addWidget(buttons);
}

}  // namespace headscope
