// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// When something goes wrong: a sign is noticed, everything else is dropped, and what the profile
// has learned is done in its order.
#include <algorithm>
#include <cmath>

#include "trainee/scripted_trainee.h"

namespace dryrun::trainee {
namespace {

// A needle that is held fast in the middle of a stroke is pushed or pulled at until the hand eases.
constexpr double kEased_N = 0.1;
constexpr double kEase_mm_s = 3.0;
constexpr int kLongestEase_ticks = 1500;
constexpr std::string_view kNeedleOut = "needle_out";
// Who calls it hands the patient over, and treats no more.
constexpr std::string_view kCallsAmbulance = "call_emergency";

bool shows_any(const std::vector<std::string>& shown, const std::vector<std::string>& signs) {
    return std::any_of(signs.begin(), signs.end(), [&](const std::string& sign) {
        return std::find(shown.begin(), shown.end(), sign) != shown.end();
    });
}

}  // namespace

void ScriptedTrainee::heed_signs(const session::Percepts& percepts) {
    if (percepts.signs.empty()) {
        sign_seen_ = -1;
        return;
    }
    if (sign_seen_ < 0) sign_seen_ = now_;
    const double since = static_cast<double>(now_ - sign_seen_) / events::kTicksPerSecond;
    if (since < profile_.notices) return;
    for (std::size_t i = 0; i < profile_.responses.size(); ++i) {
        const Profile::Response& response = profile_.responses[i];
        if (is_answered_[i] || !shows_any(percepts.signs, response.signs)) continue;
        is_answered_[i] = true;
        script_.clear();
        respond_to(response);
        return;
    }
}

void ScriptedTrainee::ease_needle() {
    script_.add([this, left = kLongestEase_ticks](const session::Percepts& percepts) mutable {
        const double force_N = percepts.needle_force_N;
        if (!percepts.is_needle_in || std::fabs(force_N) < kEased_N || --left <= 0) return true;
        hands_.needling_hand.travel -= std::copysign(kEase_mm_s * kTick_s, force_N);
        return false;
    });
}

void ScriptedTrainee::respond_to(const Profile::Response& response) {
    ease_needle();
    for (const std::string& step : response.steps) {
        has_handed_over_ = has_handed_over_ || step == kCallsAmbulance;
        if (step != kNeedleOut) {
            say(events::DoStep{step});
            wait(profile_.pace);
            continue;
        }
        script_.decide([this](const session::Percepts& percepts) {
            hands_.palpating_hand = {};
            if (percepts.is_needle_in) draw_out();
        });
    }
    const auto longest = static_cast<std::int64_t>(response.waits * events::kTicksPerSecond);
    script_.add([left = longest](const session::Percepts& percepts) mutable {
        return percepts.signs.empty() || --left <= 0;
    });
    const bool ends = response.ends;
    script_.decide([this, ends](const session::Percepts& percepts) {
        if (percepts.is_needle_in) {
            withdraw("done");
        } else if (ends || is_needle_used_) {
            care_after(is_needle_used_ ? "done" : "contraindicated");
        } else {
            begin_palpation();
        }
    });
}

}  // namespace dryrun::trainee
