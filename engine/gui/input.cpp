// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/input.h"

#include <algorithm>

namespace dryrun::gui {

std::string_view name_of(Key key) {
    static constexpr std::string_view kNames[kKeyCount] = {
        "A",         "B",   "C",     "D",   "E",    "F",     "G",     "H",    "I",
        "J",         "K",   "L",     "M",   "N",    "O",     "P",     "Q",    "R",
        "S",         "T",   "U",     "V",   "W",    "X",     "Y",     "Z",    "0",
        "1",         "2",   "3",     "4",   "5",    "6",     "7",     "8",    "9",
        "Space",     "Esc", "Enter", "Tab", "Left", "Right", "Up",    "Down", "Page up",
        "Page down", ",",   ".",     "F1",  "F2",   "F3",    "F4",    "F5",   "F6",
        "F7",        "F8",  "F9",    "F10", "F11",  "F12",   "Shift", "Ctrl", "Alt"};
    return kNames[static_cast<std::size_t>(key)];
}

bool InputFrame::was_pressed(Key key) const {
    return std::find(pressed.begin(), pressed.end(), key) != pressed.end();
}

bool InputFrame::was_down(Key key) const {
    return is_down(key) || was_pressed(key) ||
           std::find(released.begin(), released.end(), key) != released.end();
}

bool InputFrame::was_clicked(Button button) const {
    return std::find(clicked.begin(), clicked.end(), button) != clicked.end();
}

}  // namespace dryrun::gui
