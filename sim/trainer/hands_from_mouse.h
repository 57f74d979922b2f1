// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Two hands from one mouse and a few keys: turns what the desk did into an input sample a tick.
//
// One hand at a time follows the mouse, the other stays as it was left. While the hold key (Space)
// is down the active hand is on the patient and has pointer, buttons and wheel; otherwise they
// belong to the camera. The palpating hand goes where the pointer is on the skin; the needling hand
// moves its entry point before the tap, and the needle along its shaft after it, always 1 mm for
// 4 mm on the desk. In a pincer grip the wheel goes on from pressing to lifting, and the button
// lifts. Nothing here knows of windows, and nothing flows back from the body but what
// percepts tell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "events/input_sample.h"
#include "session/percepts.h"

namespace dryrun::trainer {

/// How the desk is set up. Fixed during an attempt and stored in its file.
struct DeskSettings {
    double px_per_desk_mm = 4.0;  ///< pointer pixels for a millimetre of mouse, measured once
    static constexpr double kNeedlePerDesk = 0.25;
    static constexpr double kNeedlePerNotch = 0.25;
    static constexpr double kPressPerNotch_N = 0.5;
};

enum class ActiveHand : std::uint8_t { Palpating, Needling };

/// What the desk did in one frame, meant for the hands.
struct DeskFrame {
    double seconds = 0.016;
    bool is_on_patient = false;  ///< the hold key is down
    bool is_pressing = false;    ///< and a button with it: press (a pincer: lift) more and more
    double forward_px = 0.0;     ///< pointer movement away from oneself
    double wheel = 0.0;          ///< notches, positive away from oneself
    std::optional<anatomy::SkinPoint> under_pointer;
    bool wants_strokes = false;  ///< the stroke key is down
    bool wants_swab = false;     ///< the swab key is down
};

/// Where the needle goes in and how it is tilted there.
struct NeedleAim {
    anatomy::SkinPoint entry;
    double medial_deg = 0.0;
    double caudal_deg = 0.0;
};
/// Unit vector from handle to tip: inward normal, tilted medially and caudally.
Vec3 direction_of(const NeedleAim& aim);
/// Tilt from the normal.
double tilt_deg_of(double medial_deg, double caudal_deg);

class HandsFromMouse {
  public:
    explicit HandsFromMouse(const DeskSettings& settings) : settings_(settings) {}

    void begin_frame(const DeskFrame& frame);
    /// The sample of the next tick. `needle_length` is that of the chosen needle.
    events::InputSample next(const session::Percepts& percepts, double needle_length);

    /// Goes into the next tick's sample.
    void act(events::Action action) { actions_.push_back(std::move(action)); }

    void choose_hand(ActiveHand hand);
    ActiveHand active_hand() const { return active_; }
    /// Keeps the palpating hand where it is, with its force, or lets it go.
    void toggle_hold();
    bool is_holding() const { return palpating_.is_held; }
    events::PadGrip grip() const { return palpating_.grip; }
    void next_grip();
    void turn_pads(double angle_deg) { pads_turn_deg_ += angle_deg; }
    void widen_pads(double by);

    /// A needle, in its guide tube, on the skin at `aim`.
    void take_needle(const NeedleAim& aim);
    bool has_needle() const { return has_needle_; }
    bool is_in_tube() const { return is_in_tube_; }
    const NeedleAim& aim() const { return aim_; }
    /// Tilts the needle; once it is in, about the entry point (redirection).
    void tilt(double medial_deg, double caudal_deg);
    void turn_handle(double angle_deg) { rotation_deg_ += angle_deg; }
    /// Taps the handle down: only in the tube and before the skin is through.
    void tap();
    void remove_tube() { is_in_tube_ = false; }
    /// Draws the needle out at hand speed until it is out or hands are told to be still.
    void withdraw() { is_withdrawing_ = has_needle_; }
    bool is_withdrawing() const { return is_withdrawing_; }
    /// Everything stays where it is.
    void be_still();
    /// Puts the needle aside; only when it is out.
    void put_needle_away();

    double travel() const { return travel_; }  ///< of the tip past the resting skin
    double press_N() const { return palpating_.press_N; }

  private:
    void move_palpating_hand();
    void move_needling_hand(const session::Percepts& percepts, double needle_length);

    DeskSettings settings_;
    ActiveHand active_ = ActiveHand::Palpating;
    DeskFrame frame_;
    std::vector<events::Action> actions_;

    events::PalpatingHand palpating_;
    std::optional<anatomy::SkinPoint> pad_target_;
    double pads_turn_deg_ = 90.0;  // from medial; pads above and below each other
    double base_press_N_ = 2.0;    // of a light touch
    double press_target_N_ = 0.0;

    bool has_needle_ = false;
    bool is_in_tube_ = false;
    NeedleAim aim_;
    double travel_ = 0.0;
    double travel_target_ = 0.0;
    double stroke_phase_ = 0.0;  // 0 to 1 within a stroke; 0 at rest
    double stroke_offset_ = 0.0;
    double rotation_deg_ = 0.0;
    bool is_tapping_ = false;
    bool is_withdrawing_ = false;
    bool has_touched_ = false;  // tapped or pushed: the pointer no longer moves the entry point
    bool was_in_ = false;
    double swab_N_ = 0.0;
};

}  // namespace dryrun::trainer
