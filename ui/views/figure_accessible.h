#pragma once

namespace headscope {

// Tells assistive technology that the views which paint their own picture are charts; what is
// chosen in them is their accessible name, which changes with the selection. Safe to call often.
void installFigureAccessibility();

}  // namespace headscope
