// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/trainer.h"

#include <algorithm>
#include <optional>

#include "gui/window.h"
#include "trainer/panels.h"
#include "trainer/play.h"
#include "trainer/scene_view.h"

namespace dryrun::trainer {
namespace {

constexpr double kSimulationBudget = 0.030;  // seconds of a frame that stepping may take

// Ctrl+Q, however short.
bool wants_to_quit(const gui::InputFrame& input) {
    using gui::Key;
    return input.was_down(Key::Control) && input.was_pressed(Key::Q);
}

void look_from(const gui::Key key, const Play& play, SceneView& view,
               const render::Viewport& viewport) {
    using gui::Key;
    const auto here = marked_place(play) ? marked_place(play) : view.under_pointer();
    if (key == Key::F5) view.look_from_behind(viewport);
    if (!here) return;
    if (key == Key::F6) view.look_close(*here);
    if (key == Key::F7) view.look_from_head(*here);
    if (key == Key::F8) view.look_from_side(*here);
}

// Of who looks on: where from, and how fast.
void follow_keys_of_onlooker(const gui::InputFrame& input, Play& play, SceneView& view,
                             const render::Viewport& viewport) {
    constexpr int kFastest = 8;
    for (const gui::Key key : input.pressed) {
        if (key == gui::Key::Right) play.pace = std::min(2 * play.pace, kFastest);
        if (key == gui::Key::Left) play.pace = std::max(play.pace / 2, 1);
        look_from(key, play, view, viewport);
    }
}

// Keys that act once.
void follow_keys(const gui::InputFrame& input, Play& play, SceneView& view,
                 const render::Viewport& viewport) {
    using gui::Key;
    constexpr double kPadTurn_deg = 10.0;
    const bool is_with_needle = play.hands.active_hand() == ActiveHand::Needling;
    for (const Key key : input.pressed) {
        switch (key) {
            case Key::Digit1:
                play.hands.choose_hand(ActiveHand::Palpating);
                break;
            case Key::Digit2:
                play.hands.choose_hand(ActiveHand::Needling);
                break;
            case Key::G:
                play.hands.next_grip();
                break;
            case Key::Q:
                if (!wants_to_quit(input)) play.hands.turn_pads(-kPadTurn_deg);
                break;
            case Key::E:
                play.hands.turn_pads(kPadTurn_deg);
                break;
            case Key::H:
                play.hands.toggle_hold();
                break;
            case Key::M:
                mark_site(play);
                break;
            case Key::L:
                mark_landmark(play);
                break;
            case Key::N:
                take_needle(play);
                break;
            case Key::T:
                play.hands.tap();
                break;
            case Key::U:
                play.hands.remove_tube();
                break;
            case Key::W:
                play.hands.withdraw();
                break;
            case Key::Escape:
                play.hands.be_still();
                break;
            case Key::A:
                ask(play, "how_are_you");
                break;
            case Key::Y:
                report(play, "twitch_seen");
                break;
            case Key::X:
                report(play, "no_twitch");
                break;
            case Key::Enter:
                if (!play.progress.has_done("read_case")) do_step(play, "read_case");
                break;
            case Key::Left:
                if (is_with_needle) play.hands.tilt(-1.0, 0.0);
                break;
            case Key::Right:
                if (is_with_needle) play.hands.tilt(1.0, 0.0);
                break;
            case Key::Up:
                if (is_with_needle) play.hands.tilt(0.0, -1.0);
                break;
            case Key::Down:
                if (is_with_needle) play.hands.tilt(0.0, 1.0);
                break;
            default:
                look_from(key, play, view, viewport);
                break;
        }
    }
}

// What the hands get of this frame; the rest is the camera's.
DeskFrame desk_frame(const gui::InputFrame& input, const SceneView& view) {
    using gui::Key;
    DeskFrame desk;
    desk.seconds = input.seconds;
    const bool has_keys = !input.panel_has_keyboard;
    desk.is_on_patient = has_keys && input.is_down(Key::Space);
    desk.is_pressing = desk.is_on_patient && input.is_held(gui::Button::Left);
    desk.forward_px = -input.pointer_dy;
    desk.wheel = input.wheel;
    desk.under_pointer = view.under_pointer();
    desk.wants_strokes = has_keys && input.is_down(Key::S);
    desk.wants_swab = has_keys && input.is_down(Key::P);
    return desk;
}

picture::SceneLook look_of(const Play& play) {
    if (play.score) {
        picture::SceneLook look = picture::plate_look();
        look.shows_hidden = true;
        return look;
    }
    if (play.is_see_through) return play.planning_look;
    return picture::skin_look();
}

// What is going on, also for whoever cannot see the panels.
std::string title_of(const Play& play) {
    if (play.is_paused) return "DryRun";
    const NextStep next = next_step(play.progress, play.has_needle(), play.is_in_tube());
    const std::string what = play.watched ? "Watching " + play.watched_name : next.title;
    return "DryRun: " + what + ", " + clock_text(play.session->tick());
}

void run_frame(gui::Window& window, Play& play, SceneView& view) {
    const gui::InputFrame& input = window.begin_frame();
    const Layout layout = layout_of(window);
    const render::Viewport viewport{0, static_cast<int>(layout.height - layout.hint_y),
                                    static_cast<int>(layout.panel_x),
                                    static_cast<int>(layout.hint_y)};
    session::Snapshot moment = play.session->snapshot();
    view.pick(*moment.atlas, input, viewport, window.height());

    const DeskFrame desk = desk_frame(input, view);
    const bool is_running = !play.is_paused && !play.score;
    if (wants_to_quit(input)) window.request_close();
    if (!desk.is_on_patient && !input.panel_has_pointer && !play.is_paused) {
        view.move_camera(input, viewport);
    }
    if (is_running) {
        if (play.watched) {
            follow_keys_of_onlooker(input, play, view, viewport);
        } else {
            if (!input.panel_has_keyboard) follow_keys(input, play, view, viewport);
            play.hands.begin_frame(desk);
        }
        const std::size_t marks = moment.percepts.marks.size();
        const int due = play.clock.ticks_due(input.seconds, play.pace);
        play.clock.did(run_ticks(play, due, kSimulationBudget));
        if (play.is_see_through && play.session->percepts().is_needle_in) {
            set_see_through(play, false);
        }
        moment = play.session->snapshot();
        // Who looks on wants to see the needle.
        if (play.watched && moment.percepts.marks.size() > marks)
            view.look_close(*marked_place(play));
    }
    const bool shows_ring = is_running && !play.watched && !desk.is_on_patient;
    view.draw(moment, look_of(play), viewport, shows_ring, input.seconds);

    if (play.is_paused) {
        const bool wants = draw_start_page(window, play, layout);
        if (wants || input.was_pressed(gui::Key::Enter)) begin_play(play);
    } else if (play.score) {
        if (draw_score_page(window, play, layout)) window.request_close();
    } else {
        draw_play_panels(window, play, moment, layout);
    }
    window.set_title(title_of(play));
    window.end_frame();
}

}  // namespace

Result<int> run_trainer(const TrainerOptions& options) {
    auto window = gui::Window::open({"DryRun", options.width, options.height});
    if (!window) return window.error();
    auto play = start_play(options);
    if (!play) return play.error();
    auto view = SceneView::create(*(*play)->session->snapshot().atlas);
    if (!view) return view.error();
    while (!window->wants_to_close()) run_frame(*window, **play, *view);
    if (!(*play)->is_paused) end_play(**play);
    if (!(*play)->trouble.empty()) {
        return Error{ErrorKind::Environment,
                     "the attempt was not saved: " + (*play)->trouble,
                     (*play)->file,
                     {}};
    }
    return 0;
}

}  // namespace dryrun::trainer
