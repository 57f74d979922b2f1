// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The panels beside the 3D view. Each draws itself and changes the play only through its hands.
#pragma once

#include "gui/window.h"
#include "session/snapshot.h"
#include "trainer/play.h"

namespace dryrun::trainer {

/// Where the panels are, in pixels.
struct Layout {
    float width = 0.0f;  ///< of the window
    float height = 0.0f;
    float panel_x = 0.0f;  ///< the column of panels, to the right edge
    float hint_y = 0.0f;   ///< the strip of key hints below the view, to the lower edge
    float scale = 1.0f;
};
Layout layout_of(const gui::Window& window);

/// True when the trainee wants to begin.
bool draw_start_page(gui::Window& window, const Play& play, const Layout& layout);
void draw_play_panels(gui::Window& window, Play& play, const session::Snapshot& moment,
                      const Layout& layout);
/// True when the trainee wants to close.
bool draw_score_page(gui::Window& window, const Play& play, const Layout& layout);

/// Minutes and seconds.
std::string clock_text(std::int64_t tick);

// Parts of the play panels.
void draw_patient_tab(Play& play);
void draw_palpation_tab(Play& play, const session::Snapshot& moment, float scale);
void draw_plan_tab(Play& play, float scale);
void draw_needle_tab(Play& play, const session::Snapshot& moment, float scale);
void draw_after_tab(Play& play);
/// What to do when something goes wrong, right and wrong things side by side.
void draw_emergency_tab(Play& play);
void draw_view_tab(Play& play, const session::Snapshot& moment);
/// A button that does a step, ticked when it was done.
void step_button(Play& play, std::string_view step, float width);
/// A column of a window with a fixed place.
void begin_panel(const char* name, float x, float y, float width, float height);
void end_panel();

}  // namespace dryrun::trainer
