#pragma once

namespace headscope {

bool isWhiteSpace(char32_t c);     // Unicode White_Space
bool isWordCharacter(char32_t c);  // \w of UTS 18: letters, marks, digits, connectors, joiners

}  // namespace headscope
