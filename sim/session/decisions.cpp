// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What the trainee decided in this tick, as events. Words that are not in events/vocabulary.h, and
// actions that make no sense at the moment (choosing a needle while one is in), are ignored.
#include <algorithm>
#include <cmath>
#include <limits>

#include "approach/line.h"
#include "events/vocabulary.h"
#include "session/plan.h"
#include "session/running.h"

namespace dryrun::session {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// A mark within this of the point counts as on it: full marks of the clinical rubric (ASSUMED).
constexpr double kOverPoint = 5.0;
// A twitch is answered within this, or it was not seen.
constexpr std::int64_t kAnswer_ticks = 5 * events::kTicksPerSecond;

std::optional<anatomy::SkinPoint> under_the_hand(const Running& running, const TickWork& work) {
    const events::PalpatingHand& hand = work.hands.palpating_hand;
    if (!hand.is_on_patient) return std::nullopt;
    const HandContact contact = contact_of(running.fingers);
    return running.atlas->skin_at(contact.is_touching ? contact.centre : hand.position);
}

// Distance along the skin from a mark to the point above a landmark, or above a rib's line.
double landmark_error(const anatomy::Atlas& atlas, const std::string& name, const Vec3& mark) {
    const auto above = [&](const Vec3& point) {
        const auto skin = atlas.skin_at(point);
        return skin ? distance(skin->point, mark) : std::numeric_limits<double>::infinity();
    };
    if (const auto landmark = atlas.landmark(name)) return above(*landmark);
    double nearest = std::numeric_limits<double>::infinity();
    for (const auto& [rib, line] : atlas.ribs()) {
        if (rib != name) continue;
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
            nearest = std::min({nearest, above(line[i]), above(lerp(line[i], line[i + 1], 0.5))});
        }
    }
    return std::isfinite(nearest) ? nearest : kNone;
}

struct Decide {
    Running& running;
    TickWork& work;

    void operator()(const events::ChooseNeedle& action) const {
        if (running.insertion.has_value()) return;
        const auto spec = std::find_if(running.stocked.begin(), running.stocked.end(),
                                       [&](const auto& one) { return one.name == action.needle; });
        if (spec == running.stocked.end()) return;
        Decided& decided = running.decided;
        const bool is_another = decided.needle && decided.needle->name != spec->name;
        if (is_another) decided.is_needle_unpacked = false;
        decided.needle = *spec;
        running.needle = {};
        emit(running, events::NeedleChosen{spec->name, spec->length, spec->diameter});
    }

    void operator()(const events::MarkSite& action) const {
        const auto skin = under_the_hand(running, work);
        if (!skin) return;
        const double error = physiology::site_error(running.body.points, skin->point);
        running.percepts.marks.push_back({skin->point, skin->normal, skin->medial, skin->caudal});
        emit(running,
             events::SiteMarked{skin->point, action.confidence,
                                std::isfinite(error) ? error : kNone, error <= kOverPoint});
    }

    void operator()(const events::MarkLandmark& action) const {
        const auto skin = under_the_hand(running, work);
        if (!skin) return;
        emit(running,
             events::LandmarkMarked{action.name, skin->point,
                                    landmark_error(*running.atlas, action.name, skin->point)});
    }

    void operator()(const events::StatePlan& plan) const {
        Decided& decided = running.decided;
        if (decided.is_plan_locked || running.insertion.has_value()) return;
        const auto mark = plan_place();
        if (!mark) return;
        PlanGround ground{*mark, angle_rule(running), running.briefing.target_nominal_depth,
                          decided.needle ? decided.needle->length : 0.0,
                          lengths_of(running.stocked)};
        if (const auto muscle = running.atlas->find(running.scenario.target_muscle)) {
            if (const auto depth = approach::middle_depth(*running.atlas, *muscle, *mark)) {
                ground.target_depth = *depth;
            }
        }
        decided.plan = plan;
        decided.plan_site = *mark;
        emit(running, judge_plan(*running.atlas, plan, ground));
    }

    void operator()(const events::AskPatient& action) const {
        if (events::is_word_of(events::kTopics, action.topic)) work.topics.push_back(action.topic);
    }

    void operator()(const events::DoStep& action) const {
        if (!events::is_word_of(events::kSteps, action.step)) return;
        Decided& decided = running.decided;
        if (action.step == "unpack_needle") {
            ++decided.needles_opened;
            decided.is_needle_unpacked = true;
            if (!running.insertion) running.needle.glided = 0.0;  // another one
        }
        if (action.step == "dispose_needle") {
            const bool is_one_out = decided.needles_disposed < decided.needles_opened;
            if (!is_one_out || running.insertion.has_value()) return;
            ++decided.needles_disposed;
            decided.is_needle_unpacked = false;
        }
        work.steps.push_back(action.step);
        emit(running, events::StepDone{action.step});
    }

    void operator()(const events::ReportResponse& action) const {
        if (!events::is_word_of(events::kResponses, action.response)) return;
        const bool has_twitch = running.last_twitch >= 0;
        const std::int64_t since = running.tick - running.last_twitch;
        const bool is_recent = has_twitch && since <= kAnswer_ticks;
        bool is_right = running.has_recognised_pain;  // "referred_pain"
        if (action.response == "twitch_seen") is_right = is_recent;
        if (action.response == "no_twitch") is_right = !is_recent;
        const double delay =
            has_twitch ? static_cast<double>(since) / events::kTicksPerSecond : kNone;
        emit(running, events::ResponseReported{action.response, delay, is_right});
    }

    void operator()(const events::LeaveRoom&) const {
        emit(running, events::RoomLeft{running.insertion.has_value()});
        running.decided.finish_reason = "room_left";
    }

    void operator()(const events::Finish& action) const {
        const bool is_word = events::is_word_of(events::kFinishReasons, action.reason);
        if (running.decided.finish_reason.empty()) {
            running.decided.finish_reason = is_word ? action.reason : "done";
        }
    }

    void operator()(const events::UseAid& action) const {
        emit(running, events::AidUsed{action.aid});
    }

    // The site marked last, else where the hand is, else where such points usually lie.
    std::optional<anatomy::SkinPoint> plan_place() const {
        if (!running.percepts.marks.empty()) {
            const MarkedSite& mark = running.percepts.marks.back();
            return anatomy::SkinPoint{mark.on_skin, mark.normal, mark.medial, mark.caudal};
        }
        if (const auto skin = under_the_hand(running, work)) return skin;
        return running.atlas->skin_at(running.briefing.usual_places.front());
    }
};

}  // namespace

void decide(const std::vector<events::Action>& actions, Running& running, TickWork& work) {
    for (const events::Action& action : actions) std::visit(Decide{running, work}, action);
    // A needle in the hand that nobody unpacked was unpacked now.
    if (holds_needle(work.hands.needling_hand) && running.decided.needle &&
        !running.decided.is_needle_unpacked) {
        running.decided.is_needle_unpacked = true;
        ++running.decided.needles_opened;
    }
}

}  // namespace dryrun::session
