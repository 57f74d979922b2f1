// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "trainer/hands_from_mouse.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"

namespace dryrun::trainer {
namespace {

constexpr double kTick = 1.0 / events::kTicksPerSecond;
constexpr double kSmoothing = 0.033;       // 95 % of a notch has arrived after 100 ms
constexpr double kHandSpeed_mm_s = 150.0;  // ceiling of a hand
constexpr double kWithdrawSpeed_mm_s = 20.0;
constexpr double kPressRate_N_per_s = 3.0;  // while a button is held
constexpr double kMostPress_N = 40.0;
constexpr double kLeastBasePress_N = 0.5;
constexpr double kMostBasePress_N = 30.0;
constexpr double kStroke = 5.0;  // to and fro, millimetres
constexpr double kStroke_Hz = 1.0;
constexpr double kTapDepth = 4.0;   // the handle stands this far out of the tube
constexpr double kAboveSkin = 0.3;  // of the tip in the tube's mouth
constexpr double kOutBy = 12.0;     // of the tip over the skin when it counts as put aside
constexpr double kSwabPress_N = 6.0;
constexpr double kMostTilt_deg = 80.0;

double towards(double value, double target) {
    return value + (target - value) * (kTick / kSmoothing);
}

// Moves `from` to `to` no faster than a hand.
Vec3 followed(const Vec3& from, const Vec3& to) {
    const double most = kHandSpeed_mm_s * kTick;
    const double away = distance(from, to);
    return away <= most ? to : from + (to - from) * (most / away);
}

}  // namespace

Vec3 direction_of(const NeedleAim& aim) {
    return normalised(-aim.entry.normal +
                      aim.entry.medial * std::tan(det::radians(aim.medial_deg)) +
                      aim.entry.caudal * std::tan(det::radians(aim.caudal_deg)));
}

double tilt_deg_of(double medial_deg, double caudal_deg) {
    const double medial = std::tan(det::radians(medial_deg));
    const double caudal = std::tan(det::radians(caudal_deg));
    return det::degrees(std::atan(std::sqrt(medial * medial + caudal * caudal)));
}

void HandsFromMouse::begin_frame(const DeskFrame& frame) {
    frame_ = frame;
    if (!frame.is_on_patient) {
        frame_.forward_px = frame_.wheel = 0.0;
        frame_.is_pressing = false;
    }
    if (frame.wants_strokes || frame.wants_swab) is_withdrawing_ = false;
    if (active_ == ActiveHand::Palpating && frame.is_on_patient && !palpating_.is_held) {
        if (frame.under_pointer) pad_target_ = frame.under_pointer;
        const double least =
            palpating_.grip == events::PadGrip::Pincer ? -kMostBasePress_N : kLeastBasePress_N;
        base_press_N_ = std::clamp(base_press_N_ + frame.wheel * DeskSettings::kPressPerNotch_N,
                                   least, kMostBasePress_N);
    }
    if (active_ == ActiveHand::Needling && frame.is_on_patient && has_needle_) {
        double by = frame.wheel * DeskSettings::kNeedlePerNotch;
        if (!has_touched_) {
            if (frame.under_pointer) aim_.entry = *frame.under_pointer;
        } else {
            by += frame.forward_px / settings_.px_per_desk_mm * DeskSettings::kNeedlePerDesk;
        }
        if (by != 0.0) {
            is_withdrawing_ = false;
            has_touched_ = true;
            travel_target_ += by;
        }
    }
}

void HandsFromMouse::choose_hand(ActiveHand hand) {
    active_ = hand;
    // A hand that the mouse leaves without holding it is lifted.
    if (hand == ActiveHand::Needling && !palpating_.is_held) palpating_.is_on_patient = false;
}

void HandsFromMouse::toggle_hold() {
    if (palpating_.is_held) {
        palpating_.is_held = false;
        if (active_ != ActiveHand::Palpating || !frame_.is_on_patient) {
            palpating_.is_on_patient = false;
        }
    } else if (palpating_.is_on_patient) {
        palpating_.is_held = true;
    }
}

void HandsFromMouse::next_grip() {
    if (palpating_.is_held) return;
    using events::PadGrip;
    switch (palpating_.grip) {
        case PadGrip::OnePad:
            palpating_.grip = PadGrip::TwoPadsFlat;
            break;
        case PadGrip::TwoPadsFlat:
            palpating_.grip = PadGrip::Pincer;
            break;
        case PadGrip::Pincer:
            palpating_.grip = PadGrip::OnePad;
            // Only a pincer lifts.
            base_press_N_ = std::max(base_press_N_, kLeastBasePress_N);
            palpating_.press_N = std::max(palpating_.press_N, 0.0);
            break;
    }
}

void HandsFromMouse::widen_pads(double by) {
    palpating_.spread = std::clamp(palpating_.spread + by, 5.0, 60.0);
}

void HandsFromMouse::take_needle(const NeedleAim& aim) {
    if (was_in_) return;
    has_needle_ = true;
    is_in_tube_ = true;
    is_tapping_ = is_withdrawing_ = has_touched_ = false;
    aim_ = aim;
    travel_ = travel_target_ = -kAboveSkin;
    stroke_offset_ = stroke_phase_ = 0.0;
    choose_hand(ActiveHand::Needling);
}

void HandsFromMouse::tilt(double medial_deg, double caudal_deg) {
    const double medial = std::clamp(aim_.medial_deg + medial_deg, -kMostTilt_deg, kMostTilt_deg);
    const double caudal = std::clamp(aim_.caudal_deg + caudal_deg, -kMostTilt_deg, kMostTilt_deg);
    if (tilt_deg_of(medial, caudal) > kMostTilt_deg) return;
    aim_.medial_deg = medial;
    aim_.caudal_deg = caudal;
}

void HandsFromMouse::tap() {
    if (!has_needle_ || !is_in_tube_ || was_in_) return;
    is_tapping_ = has_touched_ = true;
    travel_target_ = kTapDepth;
}

void HandsFromMouse::be_still() {
    is_withdrawing_ = is_tapping_ = false;
    travel_target_ = travel_;
    frame_.wants_strokes = false;
    if (palpating_.is_on_patient && !palpating_.is_held && active_ == ActiveHand::Palpating) {
        press_target_N_ = palpating_.press_N;
    }
}

void HandsFromMouse::put_needle_away() {
    if (was_in_) return;
    has_needle_ = is_in_tube_ = is_tapping_ = is_withdrawing_ = false;
    travel_ = travel_target_ = 0.0;
}

void HandsFromMouse::move_palpating_hand() {
    if (palpating_.is_held) return;
    const bool is_meant = active_ == ActiveHand::Palpating && frame_.is_on_patient;
    if (!is_meant || !pad_target_) {
        palpating_.is_on_patient = false;
        palpating_.press_N = press_target_N_ = 0.0;
        // Over where it would be put down.
        if (active_ == ActiveHand::Palpating && frame_.under_pointer)
            palpating_.position = frame_.under_pointer->point;
        return;
    }
    if (!palpating_.is_on_patient) {
        palpating_.is_on_patient = true;
        palpating_.position = pad_target_->point;
        palpating_.press_N = 0.0;
        press_target_N_ = base_press_N_;
    }
    palpating_.position = followed(palpating_.position, pad_target_->point);
    const double turn = det::radians(pads_turn_deg_);
    palpating_.across =
        normalised(pad_target_->medial * std::cos(turn) + pad_target_->caudal * std::sin(turn));
    if (frame_.is_pressing) {
        const double by =
            palpating_.grip == events::PadGrip::Pincer ? -kPressRate_N_per_s : kPressRate_N_per_s;
        press_target_N_ = std::clamp(press_target_N_ + by * kTick, -kMostPress_N, kMostPress_N);
    } else {
        press_target_N_ = base_press_N_;
    }
    palpating_.press_N = towards(palpating_.press_N, press_target_N_);
}

void HandsFromMouse::move_needling_hand(const session::Percepts& percepts, double needle_length) {
    if (percepts.is_needle_in) was_in_ = has_touched_ = true;
    if (is_tapping_ && (travel_ >= kTapDepth - 0.05)) is_tapping_ = false;
    if (is_withdrawing_) {
        travel_target_ = travel_ - kWithdrawSpeed_mm_s * kTick;
        travel_ = travel_target_;
        if (!percepts.is_needle_in && travel_ < -kOutBy) {
            is_withdrawing_ = false;
            was_in_ = false;
            put_needle_away();
        }
    } else if (is_tapping_) {
        travel_ = std::min(travel_ + kHandSpeed_mm_s * kTick, travel_target_);
    } else {
        travel_target_ = std::min(travel_target_, needle_length);
        const double wanted = towards(travel_, travel_target_);
        const double most = kHandSpeed_mm_s * kTick;
        travel_ += std::clamp(wanted - travel_, -most, most);
    }
    // Strokes go back from where the needle is and return to it; one that has begun is finished.
    if (was_in_ && !is_withdrawing_ && (frame_.wants_strokes || stroke_phase_ > 0.0)) {
        stroke_phase_ += kStroke_Hz * kTick;
        if (stroke_phase_ >= 1.0) stroke_phase_ = frame_.wants_strokes ? stroke_phase_ - 1.0 : 0.0;
        stroke_offset_ = -0.5 * kStroke * (1.0 - std::cos(2.0 * det::kPi * stroke_phase_));
    } else if (is_withdrawing_) {
        travel_ += stroke_offset_;
        stroke_offset_ = stroke_phase_ = 0.0;
    }
}

events::InputSample HandsFromMouse::next(const session::Percepts& percepts, double needle_length) {
    events::InputSample sample;
    move_palpating_hand();
    sample.palpating_hand = palpating_;

    events::NeedlingHand& hand = sample.needling_hand;
    if (has_needle_) move_needling_hand(percepts, needle_length);
    swab_N_ = towards(swab_N_, frame_.wants_swab && !has_needle_ ? kSwabPress_N : 0.0);
    if (has_needle_) {
        hand.tool = is_in_tube_ ? events::Tool::NeedleInGuideTube : events::Tool::Needle;
        hand.direction = direction_of(aim_);
        hand.position = aim_.entry.point - hand.direction * needle_length;
        hand.travel = travel_ + stroke_offset_;
        hand.rotation_deg = rotation_deg_;
    } else if (frame_.wants_swab) {
        hand.tool = events::Tool::Swab;
        hand.position = aim_.entry.point;
        hand.direction = -aim_.entry.normal;
        hand.press_N = swab_N_;
    }
    constexpr std::size_t kMostActions = 16;
    const std::size_t count = std::min(actions_.size(), kMostActions);
    sample.actions.assign(actions_.begin(), actions_.begin() + static_cast<std::ptrdiff_t>(count));
    actions_.erase(actions_.begin(), actions_.begin() + static_cast<std::ptrdiff_t>(count));
    return sample;
}

}  // namespace dryrun::trainer
