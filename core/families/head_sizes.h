#pragma once

#include "families/config_reader.h"
#include "model/config.h"

namespace headscope {

// Sets block.heads and block.dK from the number of heads and block.dModel, which they must divide.
// FamilyError::indivisibleHeads.
void readHeads(ConfigReader& config, const char* headsKey, const char* widthKey,
               BlockConfig& block);

// The same where config.json may say the size of a head, and that heads share keys and values:
// num_attention_heads, head_dim, num_key_value_heads.
void readGroupedHeads(ConfigReader& config, BlockConfig& block);

// Whether heads and their size, of the key head_dim, are not absurd together.
// FamilyError::keyOutOfRange.
void checkHeadsWidth(ConfigReader& config, const BlockConfig& block);

}  // namespace headscope
