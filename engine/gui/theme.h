// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Colours and fonts of the panels.
#pragma once

#include <array>

struct ImFont;

namespace dryrun::gui {

/// Calm and dark, so that the picture is the brightest thing on the screen.
void apply_theme(float scale);

/// Normal text in pixels for a window of this height: 15 at 800, 20 at 1080.
float normal_text_px(int window_height);

/// Fonts for a few window sizes, made once. Index: size step, then text size.
struct Fonts {
    static constexpr std::array<float, 5> kSteps_px{13.0f, 15.0f, 17.0f, 20.0f, 26.0f};
    std::array<std::array<ImFont*, 4>, 5> fonts{};
};
/// False where the font files of fonts-dejavu-core are missing.
bool load_fonts(Fonts& fonts);

}  // namespace dryrun::gui
