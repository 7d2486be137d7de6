#include "head_argument.h"

#include <QRegularExpression>
#include <QString>

namespace headscope {

Result<HeadId> findHead(const std::string& text, const AttentionShape& shape,
                        const std::string& place) {
  static const QRegularExpression form(
      QStringLiteral("^\\s*L?(\\d{1,6})\\s*[.·]\\s*H?(\\d{1,6})\\s*$"),
      QRegularExpression::CaseInsensitiveOption);
  const QRegularExpressionMatch match = form.match(QString::fromStdString(text));
  if (!match.hasMatch()) {
    return failure({.code = HeadError::notAHead,
                    .place = place,
                    .problem = "'" + text + "' is no head",
                    .remedy = "Write layer and head as L3.H1; both count from 0"});
  }
  const HeadId head{match.captured(1).toInt(), match.captured(2).toInt()};
  if (head.layer >= shape.layers || head.head >= shape.heads) {
    return failure({.code = HeadError::noSuchHead,
                    .place = place,
                    .problem = "the model has no head L" + std::to_string(head.layer) + "·H" +
                               std::to_string(head.head),
                    .remedy = "Layers are 0 to " + std::to_string(shape.layers - 1) +
                              ", heads 0 to " + std::to_string(shape.heads - 1)});
  }
  return head;
}

}  // namespace headscope
