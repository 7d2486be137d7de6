#include "row_argument.h"

#include <QString>

namespace headscope {

Result<int> findRow(const std::vector<Token>& tokens, const std::string& row) {
  const QString wanted = QString::fromStdString(row);
  std::string listed;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    for (const std::string* text : {&tokens[i].text, &tokens[i].readable}) {
      const QString token = QString::fromStdString(*text).trimmed();
      if (!token.isEmpty() && token.compare(wanted.trimmed(), Qt::CaseInsensitive) == 0) {
        return static_cast<int>(i);
      }
    }
    listed += (listed.empty() ? "" : " ") + tokens[i].text;
  }
  bool isNumber = false;
  const int number = wanted.toInt(&isNumber);
  if (isNumber && number >= 0 && number < static_cast<int>(tokens.size())) {
    return number;
  }
  return failure({.code = RowError::noSuchToken,
                  .place = "--row",
                  .problem = "no token is '" + row + "'",
                  .remedy = "The tokens are: " + listed});
}

}  // namespace headscope
