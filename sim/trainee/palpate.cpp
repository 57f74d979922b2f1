// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Finding the site: a control spot for this patient's healthy threshold, a light search across the
// fibres, presses up to the patient's answer where most is still possible, and a few more around
// the place that answered.
#include <algorithm>
#include <cmath>

#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

// Cranial of the usual places, off the tender region.
constexpr double kControlSpot = 55.0;
constexpr double kMostControl_N = 34.0;
constexpr double kControlRamp_N_s = 10.0;
// Of the force at which the control spot begins to be felt as pain, a little below its threshold.
constexpr double kCeilingShare = 0.9;
constexpr double kLeastCeiling_N = 10.0;
constexpr double kAlongSpacing = 2.5;
constexpr double kAcrossStep = 5.0;
constexpr double kAlongStep = 12.0;

}  // namespace

void ScriptedTrainee::begin_palpation() {
    const Vec3 start = briefing_.usual_places.front();
    press(start, search_order(), [this](const Felt& felt) {
        belief_.emplace(felt, briefing_.fibre, briefing_.usual_places,
                        std::max(profile_.search_reach, 8.0));
        mark_ = felt;
        if (profile_.presses_control_spot) press_control_spot();
        script_.decide([this](const session::Percepts&) { search(); });
    });
}

void ScriptedTrainee::press_control_spot() {
    say(events::DoStep{"control_spot"});
    const PressRun::Order order{profile_.search_N, 0.1, kMostControl_N, kControlRamp_N_s};
    press(mark_.at - mark_.caudal * kControlSpot, order, [this](const Felt& felt) {
        if (!felt.is_answered) return;
        ceiling_N_ =
            std::clamp(kCeilingShare * felt.force_at_answer_N, kLeastCeiling_N, profile_.provoke_N);
    });
}

void ScriptedTrainee::search() {
    const double reach = profile_.search_reach;
    std::vector<MapPlace> places;
    for (const Vec3& usual : briefing_.usual_places) {
        const MapPlace centre = belief_->place_of(usual);
        const double along_step = kAlongSpacing * profile_.search_spacing;
        const int rows = static_cast<int>(reach / along_step);
        const int columns = static_cast<int>(reach / profile_.search_spacing);
        for (int row = -rows; row <= rows; ++row) {
            for (int i = -columns; i <= columns; ++i) {
                const int column = row % 2 == 0 ? i : -i;  // to and fro
                const MapPlace place{centre.along + row * along_step,
                                     centre.across + column * profile_.search_spacing};
                const bool is_done =
                    std::any_of(places.begin(), places.end(), [&](const MapPlace& other) {
                        return std::fabs(other.across - place.across) <
                                   0.7 * profile_.search_spacing &&
                               std::fabs(other.along - place.along) < 0.7 * along_step;
                    });
                if (!is_done) places.push_back(place);
            }
        }
    }
    for (const MapPlace& place : places) {
        press(belief_->point_of(place), search_order(), [this](const Felt& felt) {
            searched_.emplace_back(belief_->place_of(felt.at), felt.stiffness_N_per_mm);
        });
    }
    script_.decide([this](const session::Percepts&) { provoke(); });
}

void ScriptedTrainee::provoke() {
    const bool is_found =
        profile_.needs_recognition ? belief_->has_recognition() : belief_->has_answer();
    if (is_found || probes_ >= profile_.most_probes) {
        if (is_found && profile_.refines) {
            refine();
        } else {
            mark_site();
        }
        return;
    }
    ++probes_;
    press(belief_->point_of(belief_->most_telling()), provoke_order(), [this](const Felt& felt) {
        belief_->learn(felt, profile_.listening_spread_nrs, profile_.needs_recognition);
        provoke();
    });
}

void ScriptedTrainee::refine() {
    const auto add = [this](double along, double across) {
        script_.decide([this, along, across](const session::Percepts&) {
            MapPlace place = belief_->mean();
            place.along += along;
            place.across += across;
            press(belief_->point_of(place), provoke_order(), [this](const Felt& felt) {
                belief_->learn(felt, profile_.listening_spread_nrs, profile_.needs_recognition);
            });
        });
    };
    add(0.0, kAcrossStep);
    add(0.0, -kAcrossStep);
    add(kAlongStep, 0.0);
    add(-kAlongStep, 0.0);
    add(0.0, 0.0);
    script_.decide([this](const session::Percepts&) { mark_site(); });
}

void ScriptedTrainee::mark_site() {
    const bool has_found = belief_->has_answer();
    MapPlace place = belief_->mean();
    if (!has_found) {
        // Nothing told this place from another: any of the places searched is as good.
        const auto count = static_cast<double>(std::max<std::size_t>(searched_.size(), 1));
        const auto pick = static_cast<std::size_t>(uniform() * count);
        if (pick < searched_.size()) place = searched_[pick].first;
    }
    place.along += profile_.mark_spread * normal();
    place.across += profile_.mark_spread * normal();
    const double confidence = has_found ? belief_->share_within(place, 5.0) : 0.1;
    move_finger(belief_->point_of(place));
    rest_finger();
    script_.decide([this](const session::Percepts& percepts) {
        mark_ = felt_now(percepts);
        is_marked_ = true;
    });
    say(events::MarkSite{std::clamp(confidence, 0.0, 1.0)});
    script_.decide([this](const session::Percepts&) {
        hands_.palpating_hand = {};
        const bool is_worth_needling =
            profile_.needs_recognition ? belief_->has_recognition() : true;
        if (!is_worth_needling) {
            give_up();
            return;
        }
        if (profile_.seeks_rib) feel_for_rib();
        script_.decide([this](const session::Percepts&) { choose_way(); });
    });
}

}  // namespace dryrun::trainee
