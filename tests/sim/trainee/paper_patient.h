// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A patient on paper: flat skin, stiffer over ribs, one trigger point, a needle that goes straight.
// It answers hands as a session does, a thousand times faster, so that what a trainee decides can
// be tested without tissue. Skin is the plane y = 0, +x medial (a right side), −z caudal.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "events/input_sample.h"
#include "patient/patient.h"
#include "physiology/pain.h"
#include "physiology/twitch.h"
#include "session/percepts.h"

namespace dryrun::trainee {

struct PaperPatient {
    static constexpr double kTargetDepth = 15.0;
    static constexpr double kBoneDepth = 25.0;
    static constexpr double kFasciaDepth = 8.0;
    static constexpr double kRibPitch = 26.0;

    physiology::TriggerPoint point;
    double rib_z = 4.0;  ///< of a rib's middle at x = −55; ribs go caudally as they go laterally
    bool has_broad_bone = false;  ///< everywhere, not ribs
    double more_fat = 0.0;        ///< by so much fascia, target and bone lie deeper than usual
    bool is_muted = false;
    bool stops_at_first_needle = false;
    std::uint64_t seed = 1;
    patient::Person person;

    session::Percepts percepts;
    std::vector<events::Action> actions;
    std::vector<std::string> said;
    std::optional<std::string> finished;
    std::optional<Vec3> mark;
    double confidence = -1.0;
    std::vector<double> press_peaks;
    double peak = 0.0;
    double deepest_path = 0.0;
    Vec3 deepest_tip;
    std::vector<double> tilts_deg;  ///< at each puncture
    bool is_bracketed_at_puncture = false;
    std::int64_t stop_said = -1;
    double path_at_stop = 0.0;
    double advance_after_stop = 0.0;
    int twitches = 0;
    bool is_needle_left = false;

    physiology::TwitchState twitch;
    physiology::PressState press;
    physiology::PainState pain;
    patient::PatientState speech;
    std::optional<Vec3> entry;
    Vec3 last_tip;
    std::int64_t gave = -1;  ///< tick in which fascia gave way
    events::Tool last_tool = events::Tool::None;

    explicit PaperPatient(const Vec3& point_on_skin) {
        point.kind = physiology::PointKind::Active;
        point.on_skin = point_on_skin;
        point.skin_normal = {0.0, 1.0, 0.0};
        point.centre = point_on_skin - Vec3{0.0, kTargetDepth, 0.0};
        point.fibre = normalised({-0.7, 0.0, -0.7});
        percepts.landmarks = {{"spinous.T4", {0.0, 0.0, 40.0}},
                              {"spinous.T6", {0.0, 0.0, -10.0}},
                              {"scapula.inferior_angle.right", {-90.0, 0.0, -50.0}}};
    }

    void fatten(double by) {
        more_fat = by;
        point.centre.y -= by;
    }

    static session::Briefing briefing() {
        session::Briefing briefing;
        briefing.scenario = "paper";
        briefing.muscle = "muscle.rhomboid_major.right";
        briefing.stocked_needles = {"0.25x25", "0.25x30", "0.25x40", "0.30x40", "0.30x50"};
        briefing.stocked_lengths = {25, 30, 40, 40, 50};
        briefing.target_nominal_depth = kTargetDepth;
        briefing.expected_bone_depth = kBoneDepth;
        briefing.usual_places = {{-55.0, 0.0, 0.0}, {-60.0, 0.0, -24.0}};
        briefing.usual_fascia_depths = {kFasciaDepth, kFasciaDepth};
        briefing.usual_target_depths = {kTargetDepth, kTargetDepth};
        briefing.fibre = normalised({-0.7, 0.0, -0.7});
        return briefing;
    }
    double length() const {
        double found = 0.0;
        for (const auto& action : actions)
            if (const auto* chosen = std::get_if<events::ChooseNeedle>(&action))
                found = std::stod(chosen->needle.substr(5));
        return found;
    }

    /// Distance from a place on the skin to the nearest rib's middle, down the back.
    double off_rib(const Vec3& at) const {
        const double line = rib_z + 0.35 * (at.x + 55.0);
        const double off = at.z - line;
        return off - kRibPitch * std::floor(off / kRibPitch + 0.5);
    }

    void step(const events::InputSample& sample) {
        std::vector<std::string> topics;
        std::vector<std::string> steps;
        percepts.said.clear();
        for (const auto& action : sample.actions) {
            actions.push_back(action);
            if (const auto* ask = std::get_if<events::AskPatient>(&action))
                topics.push_back(ask->topic);
            if (const auto* done = std::get_if<events::DoStep>(&action))
                steps.push_back(done->step);
            if (const auto* site = std::get_if<events::MarkSite>(&action)) {
                mark = percepts.pad_position;
                confidence = site->confidence;
            }
            if (const auto* finish = std::get_if<events::Finish>(&action)) {
                finished = finish->reason;
                is_needle_left = percepts.is_needle_in;
            }
        }
        const auto tenderness = touch(sample.palpating_hand);
        std::vector<physiology::Pain> pains;
        const bool has_twitched = needle(sample, pains);
        speak(topics, steps, tenderness, pains, has_twitched);
        ++percepts.tick;
    }

  private:
    std::optional<physiology::TendernessAnswer> touch(const events::PalpatingHand& hand) {
        percepts.is_touching = hand.is_on_patient && hand.press_N > 0.0;
        percepts.pad_position = {hand.position.x, 0.0, hand.position.z};
        percepts.pad_normal = {0.0, 1.0, 0.0};
        percepts.pad_medial = {1.0, 0.0, 0.0};
        percepts.pad_caudal = {0.0, 0.0, -1.0};
        const double force = hand.is_on_patient ? hand.press_N : 0.0;
        peak = std::fmax(peak, force);
        if (force <= 0.0 && peak > 0.0) {
            press_peaks.push_back(peak);
            peak = 0.0;
        }
        const double stiffness =
            2.0 + 0.4 * std::cos(2.0 * 3.14159265 * off_rib(percepts.pad_position) / kRibPitch);
        percepts.pad_force_N = is_muted ? 0.0 : force;
        percepts.pad_indentation = is_muted ? 0.0 : force / stiffness;
        const physiology::Press pad{percepts.pad_position, force};
        return physiology::hear_press(std::span(&point, 1), {}, {}, std::span(&pad, 1),
                                      percepts.tick, seed, press);
    }

    bool needle(const events::InputSample& sample, std::vector<physiology::Pain>& pains) {
        const events::NeedlingHand& hand = sample.needling_hand;
        const bool holds =
            hand.tool == events::Tool::Needle || hand.tool == events::Tool::NeedleInGuideTube;
        percepts.is_on_bone = false;
        percepts.seen_twitch = 0.0;
        if (!holds) {
            follow_twitch(std::nullopt);
            return false;
        }
        const Vec3 tip = hand.position + hand.direction * (hand.travel + length());
        if (!percepts.is_needle_in && tip.y < 0.0) {
            percepts.is_needle_in = true;
            entry = tip;
            tilts_deg.push_back(std::acos(-hand.direction.y) * 180.0 / 3.14159265);
            is_bracketed_at_puncture = sample.palpating_hand.is_held;
            if (stops_at_first_needle) pains.push_back({physiology::PainCause::Nerve, 9.0});
        } else if (percepts.is_needle_in && tip.y > 0.5) {
            percepts.is_needle_in = false;
        }
        const double path = percepts.is_needle_in ? distance(tip, *entry) : 0.0;
        percepts.shaft_outside = length() - path;
        percepts.is_on_bone =
            tip.y < -(kBoneDepth + more_fat) && (has_broad_bone || std::fabs(off_rib(tip)) < 6.5);
        const double fascia = kFasciaDepth + more_fat;
        if (last_tip.y >= -fascia && tip.y < -fascia) gave = percepts.tick;
        percepts.has_felt_give = gave >= 0 && percepts.tick - gave < 100;
        if (path > deepest_path) {
            deepest_path = path;
            deepest_tip = tip;
        }
        if (stop_said >= 0) advance_after_stop = std::fmax(advance_after_stop, path - path_at_stop);
        path_now = path;
        const double speed = distance(tip, last_tip) * 1000.0;
        last_tip = tip;
        const bool is_in_muscle = tip.y < -fascia && tip.y > -(kBoneDepth + more_fat);
        return follow_twitch(physiology::TipMotion{tip, speed, is_in_muscle});
    }

    bool follow_twitch(const std::optional<physiology::TipMotion>& tip) {
        const auto passes =
            physiology::follow_passes(std::span(&point, 1), {}, tip, percepts.tick, seed, twitch);
        for (const auto& pass : passes)
            if (pass.has_twitched) ++twitches;
        const double active = physiology::twitch_activation({}, twitch, percepts.tick);
        if (!is_muted && active > 0.3) percepts.seen_twitch = active;
        return !passes.empty() && passes.front().has_twitched;
    }

    void speak(const std::vector<std::string>& topics, const std::vector<std::string>& steps,
               const std::optional<physiology::TendernessAnswer>& tenderness,
               const std::vector<physiology::Pain>& pains, bool has_twitched) {
        patient::PatientInput input;
        input.tick = percepts.tick;
        input.topics = topics;
        input.steps = steps;
        input.tenderness = tenderness;
        input.pains = pains;
        input.has_twitched = has_twitched;
        input.is_needle_in = percepts.is_needle_in;
        const auto facts = patient::step_patient(person, input, seed, speech);
        for (const auto& words : facts.said) {
            said.push_back(words.phrase);
            if (!is_muted) percepts.said.push_back({percepts.tick, words.phrase, "", words.nrs});
        }
        if (facts.has_withdrawn_consent) {
            stop_said = percepts.tick;
            path_at_stop = path_now;
        }
    }

    double path_now = 0.0;
};

}  // namespace dryrun::trainee
