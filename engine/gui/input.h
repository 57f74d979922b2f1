// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What mouse and keyboard did since the last frame. Nothing is lost or merged: a key that goes down
// and up within one frame is still among `pressed`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dryrun::gui {

enum class Key : std::uint8_t {
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M,
    N,
    O,
    P,
    Q,
    R,
    S,
    T,
    U,
    V,
    W,
    X,
    Y,
    Z,
    Digit0,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digit6,
    Digit7,
    Digit8,
    Digit9,
    Space,
    Escape,
    Enter,
    Tab,
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    Comma,
    Period,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,
    F11,
    F12,
    Shift,
    Control,
    Alt,
};
inline constexpr std::size_t kKeyCount = static_cast<std::size_t>(Key::Alt) + 1;
/// As it is printed on the key: "Space", "F1", "A".
std::string_view name_of(Key key);

enum class Button : std::uint8_t { Left, Right, Middle };

struct InputFrame {
    double seconds = 0.0;    ///< since the last frame
    double pointer_x = 0.0;  ///< pixels from the window's upper left
    double pointer_y = 0.0;
    double pointer_dx = 0.0;  ///< movement since the last frame, y downwards
    double pointer_dy = 0.0;
    double wheel = 0.0;  ///< notches, positive away from oneself
    std::vector<Key> pressed;
    std::vector<Key> released;
    std::array<bool, kKeyCount> down{};  ///< at the frame's end
    std::vector<Button> clicked;         ///< buttons that went down
    std::array<bool, 3> held{};
    bool is_focused = true;
    /// A panel has the pointer or a text field the keyboard; the scene should leave them alone.
    bool panel_has_pointer = false;
    bool panel_has_keyboard = false;

    bool is_down(Key key) const { return down[static_cast<std::size_t>(key)]; }
    bool is_held(Button button) const { return held[static_cast<std::size_t>(button)]; }
    bool was_pressed(Key key) const;
    /// At any moment of the frame: on a slow machine a chord may begin in one frame and end in the
    /// next.
    bool was_down(Key key) const;
    bool was_clicked(Button button) const;
};

}  // namespace dryrun::gui
