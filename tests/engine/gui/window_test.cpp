// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/window.h"

#include <gtest/gtest.h>

#include <functional>

#include "virtual_display.h"

namespace dryrun::gui {
namespace {

class Windows : public testing::Test {
  protected:
    void SetUp() override { ASSERT_TRUE(display.is_up()) << "Xvfb does not start"; }

    // Draws frames until `is_seen` or for long enough that it will not come any more.
    static bool frames_until(Window& window,
                             const std::function<bool(const InputFrame&)>& is_seen) {
        for (int i = 0; i < 400; ++i) {
            const bool is_done = is_seen(window.begin_frame());
            window.end_frame();
            if (is_done) return true;
            usleep(5000);
        }
        return false;
    }
    VirtualDisplay display;
};

// Control goes down in one frame; Q down and up and Control up fall into the next, slow one.
TEST(InputFrame, KnowsAKeyThatWasDownWhenTheFrameBegan) {
    InputFrame frame;
    EXPECT_FALSE(frame.was_down(Key::Control));
    frame.pressed = {Key::Q};
    frame.released = {Key::Q, Key::Control};
    EXPECT_FALSE(frame.is_down(Key::Control));
    EXPECT_TRUE(frame.was_down(Key::Control));
    EXPECT_TRUE(frame.was_down(Key::Q));
}

TEST_F(Windows, OpenInTheirSizeAndDraw) {
    auto window = Window::open({"DryRun test", 1280, 800});
    ASSERT_TRUE(window) << window.error().text();
    EXPECT_EQ(window->width(), 1280);
    EXPECT_EQ(window->height(), 800);
    window->begin_frame();
    window->end_frame();
    EXPECT_FALSE(window->wants_to_close());
    window->request_close();
    EXPECT_TRUE(window->wants_to_close());
}

TEST_F(Windows, WriteLargerInALargerWindow) {
    auto window = Window::open({"DryRun test", 1280, 800});
    ASSERT_TRUE(window);
    const float small = window->scale();
    auto larger = std::move(*window);
    ASSERT_TRUE(display.xdotool("search --name 'DryRun test' windowsize 1920 1080"));
    EXPECT_TRUE(frames_until(larger, [&](const InputFrame&) { return larger.scale() > small; }));
    EXPECT_EQ(larger.height(), 1080);
}

TEST_F(Windows, SeeAKeyThatGoesDownAndUpBetweenTwoFrames) {
    auto window = Window::open({"DryRun test", 1280, 800});
    ASSERT_TRUE(window);
    window->begin_frame();
    window->end_frame();
    ASSERT_TRUE(display.xdotool("search --name 'DryRun test' windowfocus --sync"));
    ASSERT_TRUE(display.xdotool("key m"));
    EXPECT_TRUE(frames_until(*window, [](const InputFrame& input) {
        return input.was_pressed(Key::M) && !input.is_down(Key::M);
    }));
}

TEST_F(Windows, FollowThePointerAndItsButtons) {
    auto window = Window::open({"DryRun test", 1280, 800});
    ASSERT_TRUE(window);
    window->begin_frame();
    window->end_frame();
    ASSERT_TRUE(display.xdotool("search --name 'DryRun test' mousemove --window %1 300 200"));
    EXPECT_TRUE(frames_until(*window, [](const InputFrame& input) {
        return input.pointer_x == 300.0 && input.pointer_y == 200.0;
    }));
    ASSERT_TRUE(display.xdotool("mousedown 1"));
    EXPECT_TRUE(
        frames_until(*window, [](const InputFrame& input) { return input.is_held(Button::Left); }));
    ASSERT_TRUE(display.xdotool("mouseup 1 click 4"));
    EXPECT_TRUE(frames_until(*window, [](const InputFrame& input) { return input.wheel > 0.5; }));
}

TEST(WithoutADisplay, AWindowIsAnErrorThatSaysWhatWorksWithout) {
    unsetenv("DISPLAY");
    unsetenv("WAYLAND_DISPLAY");
    EXPECT_FALSE(has_display());
    const auto window = Window::open({"DryRun test", 640, 480});
    ASSERT_FALSE(window);
    EXPECT_EQ(window.error().kind, ErrorKind::Environment);
    EXPECT_NE(window.error().hint.find("render"), std::string::npos);
}

TEST(Keys, HaveTheNamesPrintedOnThem) {
    EXPECT_EQ(name_of(Key::A), "A");
    EXPECT_EQ(name_of(Key::Digit7), "7");
    EXPECT_EQ(name_of(Key::F12), "F12");
    EXPECT_EQ(name_of(Key::Space), "Space");
    EXPECT_EQ(name_of(Key::Alt), "Alt");
}

}  // namespace
}  // namespace dryrun::gui
