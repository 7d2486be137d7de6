#pragma once

namespace headscope {

// The model of commands to which none is given.
inline constexpr const char* kDefaultModel = "all-MiniLM-L6-v2";

// What --model of every command takes.
inline constexpr const char* kModelHelp =
    "a model's folder, a known model's name, ORG/REPO of the hub's cache, or "
    "sandbox[:heads=8,d_k=64,d_model=512,layers=1,"
    "positions=none,seed=1,…]";

}  // namespace headscope
