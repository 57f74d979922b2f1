// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// One window with an OpenGL 3.3 core context (GLFW) and Dear ImGui panels over what is drawn in it.
//
//     auto window = Window::open({"DryRun", 1280, 800});
//     while (!window->wants_to_close()) {
//         window->begin_frame();   // events in, panels may be built
//         ...                      // draw with the renderer, build panels
//         window->end_frame();     // panels drawn, picture shown
//     }
#pragma once

#include <memory>
#include <string>

#include "core/result.h"
#include "gui/input.h"

namespace dryrun::gui {

struct WindowOptions {
    std::string title;
    int width = 1280;
    int height = 800;
    bool is_visible = true;
};

/// Text sizes of the panels; they follow the window's height.
enum class TextSize { Small, Normal, Large, Title };

class Window {
  public:
    /// Errors: no display, no OpenGL 3.3, no font.
    static Result<Window> open(const WindowOptions& options);
    Window(Window&&) noexcept;
    Window& operator=(Window&&) noexcept;
    ~Window();

    bool wants_to_close() const;
    void request_close();
    /// Costs nothing where the title stays the same.
    void set_title(const std::string& title);
    int width() const;  ///< of the framebuffer, pixels
    int height() const;
    /// Size of normal text over 16: what paddings and widths are multiplied by.
    float scale() const;

    /// Binds the window's framebuffer, clears it and starts the panels.
    const InputFrame& begin_frame();
    void end_frame();
    const InputFrame& input() const;

    /// Chooses the font for the text that follows, until pop_text_size().
    void push_text_size(TextSize size);
    void pop_text_size();

  private:
    struct State;
    explicit Window(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Whether a window could be opened at all (DISPLAY or WAYLAND_DISPLAY is set).
bool has_display();

}  // namespace dryrun::gui
